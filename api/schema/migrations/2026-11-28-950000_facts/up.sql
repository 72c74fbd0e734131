-- What the figures of the directory count, and from when to when: so that a day gone is counted as it was.
-- squawk-ignore-file require-concurrent-index-creation

-- Without names and without a reference: a record that is erased leaves only that there was one, or what was counted
-- yesterday could not be counted again. Either it was shown, with what figures part it by, or another record had taken it in.
create table organization_facts (
    organization_id uuid not null,
    since timestamptz not null,
    until timestamptz constraint organization_facts_until check (until >= since),
    merged_into uuid,
    kinds text[] not null,
    sectors text[] not null,
    commune_code text,
    locality text,
    stage text,
    constraint organization_facts_key primary key (organization_id, since)
);
create index organization_facts_since on organization_facts (since);
create index organization_facts_merged on organization_facts (organization_id) where merged_into is not null;
comment on table organization_facts is 'What was counted, by day; no personal data';
comment on column organization_facts.organization_id is 'pii:none';
comment on column organization_facts.since is 'pii:none';
comment on column organization_facts.until is 'pii:none';
comment on column organization_facts.merged_into is 'pii:none';
comment on column organization_facts.kinds is 'pii:none';
comment on column organization_facts.sectors is 'pii:none; of an organization, without its name';
comment on column organization_facts.commune_code is 'pii:none; of an organization, without its name';
comment on column organization_facts.locality is 'pii:none; of an organization, without its name';
comment on column organization_facts.stage is 'pii:none';
grant select, insert, update on organization_facts to lorntech_app;

-- The history begins here: nothing tells how many records were erased before.
insert into organization_facts (organization_id, since, kinds, sectors, commune_code, locality, stage)
select id, now(), kinds, sectors, commune_code, locality, stage from organizations where status = 'published';

-- One instant for all that a transaction changes, later than the lock that tells readers of it: who asks what was known at an
-- instant waits for those who began before it and have not ended (statistics/queries.rs).
create function fact_instant() returns timestamptz language plpgsql as $$
begin
    if coalesce(current_setting('lorntech.fact_instant', true), '') = '' then
        perform pg_advisory_xact_lock_shared('organization_facts'::regclass::oid::bigint);
        perform set_config('lorntech.fact_instant', clock_timestamp()::text, true);
    end if;
    return current_setting('lorntech.fact_instant')::timestamptz;
end $$;

create function keep_facts() returns trigger language plpgsql as $$
declare
    subject uuid := coalesce(new.id, old.id);
    instant timestamptz;
begin
    -- Another transaction may have changed the same record while this one waited for it.
    select greatest(fact_instant(), max(f.since), max(f.until)) into instant from organization_facts f
     where f.organization_id = subject;
    update organization_facts f set until = instant where f.organization_id = subject and f.until is null;
    if tg_op <> 'DELETE' and (new.status = 'published' or new.merged_into is not null) then
        insert into organization_facts (organization_id, since, merged_into, kinds, sectors, commune_code, locality, stage)
        values (subject, instant, new.merged_into, new.kinds, new.sectors, new.commune_code, new.locality, new.stage)
            on conflict on constraint organization_facts_key do update set until = null, merged_into = excluded.merged_into,
            kinds = excluded.kinds, sectors = excluded.sectors, commune_code = excluded.commune_code,
            locality = excluded.locality, stage = excluded.stage;
    end if;
    return null;
end $$;
create trigger organizations_facts_begin after insert on organizations for each row
    when (new.status = 'published') execute function keep_facts();
create trigger organizations_facts_change after update on organizations for each row
    when ((old.status, old.merged_into, old.kinds, old.sectors, old.commune_code, old.locality, old.stage)
        is distinct from (new.status, new.merged_into, new.kinds, new.sectors, new.commune_code, new.locality, new.stage))
    execute function keep_facts();
-- That it was another one's stays known of a record that is erased.
create trigger organizations_facts_end after delete on organizations for each row
    when (old.merged_into is null) execute function keep_facts();
