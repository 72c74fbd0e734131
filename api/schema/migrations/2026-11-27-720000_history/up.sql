-- Who changed what of a record, member by member, whichever way the change came.
create table organization_history (
    id bigint generated always as identity primary key,
    organization_id uuid not null constraint organization_history_organization_id_fkey references organizations on delete cascade,
    at timestamptz not null default now(),
    actor_kind text not null constraint organization_history_actor_kind check (actor_kind in ('account', 'system')),
    account_id uuid constraint organization_history_account_id_fkey references accounts on delete set null,
    public_before boolean not null,
    public_after boolean not null,
    changes jsonb not null
);
create index organization_history_organization_id on organization_history (organization_id, id);
create index organization_history_account_id on organization_history (account_id) where account_id is not null;
comment on table organization_history is 'History of the directory; of whoever changes a record; basis: public task (art. 6(1)(e)); seen by those who keep the record and moderators, and by everybody without the names';
comment on column organization_history.id is 'pii:none';
comment on column organization_history.organization_id is 'pii:none';
comment on column organization_history.at is 'pii:activity; when; as long as the record';
comment on column organization_history.actor_kind is 'pii:none';
comment on column organization_history.account_id is 'pii:pseudonym; who changed the record; as long as the account';
comment on column organization_history.public_before is 'pii:none';
comment on column organization_history.public_after is 'pii:none';
comment on column organization_history.changes is 'pii:none; of the organization';
grant select, insert on organization_history to lorntech_app;

-- The members of a record as its readers know them.
create function record_members(o organizations) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'name', o.name, 'alternate_names', o.alternate_names, 'legal_name', o.legal_name, 'kinds', o.kinds,
        'summary', o.summary, 'description', o.description, 'logo', o.logo, 'website', o.website, 'phone', o.phone, 'links', o.links,
        'legal_form', o.legal_form, 'activity', o.activity, 'headcount', o.headcount, 'headcount_range', o.headcount_range,
        'founded_on', o.founded_on, 'sectors', o.sectors, 'territory', o.territory, 'profile', o.profile,
        'status', o.status, 'review', o.review_reason, 'confirmed_on', o.confirmed_on,
        'location', nullif(jsonb_strip_nulls(jsonb_build_object('address', o.address, 'postal_code', o.postal_code,
            'locality', o.locality, 'commune_code', o.commune_code, 'country', o.country, 'latitude', o.latitude,
            'longitude', o.longitude)), '{}'),
        'startup', nullif(jsonb_strip_nulls(jsonb_build_object('stage', o.stage, 'pitch', o.pitch,
            'business_model', o.business_model, 'team_size', o.team_size, 'jobs', o.jobs,
            'international', nullif(to_jsonb(o.international), '[]'), 'funding_rounds', nullif(o.funding_rounds, '[]'))), '{}'))
$$;

create function note_change(organization uuid, public_before boolean, public_after boolean, changes jsonb) returns void
    language sql as $$
    insert into organization_history (organization_id, actor_kind, account_id, public_before, public_after, changes)
    values (organization, case when own_account() is null then 'system' else 'account' end, own_account(), public_before,
        public_after, changes)
$$;

create function keep_history() returns trigger language plpgsql as $$
declare
    changes jsonb;
begin
    select jsonb_agg(jsonb_build_object('member', n.key, 'before', o.value, 'after', n.value) order by n.key) into changes
      from jsonb_each(record_members(new)) n join jsonb_each(record_members(old)) o using (key)
     where n.value is distinct from o.value;
    if changes is not null then
        perform note_change(new.id, old.status = 'published', new.status = 'published', changes);
    end if;
    return null;
end $$;
create trigger organizations_history after update on organizations for each row execute function keep_history();

-- Numbers of registers are rows of their own. Those that come with a new record are no change of it.
create function keep_identifier_history() returns trigger language plpgsql as $$
declare
    touched record;
begin
    for touched in
        select o.id, o.status, jsonb_agg(i.scheme || ' ' || i.value order by i.scheme, i.value) as numbers
          from changed i join organizations o on o.id = i.organization_id
         where o.created_at < now() and o.status <> 'deleted'
         group by o.id
    loop
        perform note_change(touched.id, touched.status = 'published', touched.status = 'published', jsonb_build_array(
            jsonb_build_object('member', 'identifiers', case tg_op when 'INSERT' then 'after' else 'before' end, touched.numbers)));
    end loop;
    return null;
end $$;
create trigger organization_identifiers_history_added after insert on organization_identifiers
    referencing new table as changed for each statement execute function keep_identifier_history();
create trigger organization_identifiers_history_removed after delete on organization_identifiers
    referencing old table as changed for each statement execute function keep_identifier_history();
