-- What an organization is part of, member of, accelerated by, located in.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
create table organization_relations (
    organization_id uuid not null
        constraint organization_relations_organization_id_fkey references organizations on delete cascade,
    kind text not null
        constraint organization_relations_kind check (kind in ('part_of', 'member_of', 'accelerated_by', 'located_in')),
    target_id uuid not null constraint organization_relations_target_id_fkey references organizations on delete cascade,
    started_on date,
    ended_on date,
    constraint organization_relations_key primary key (organization_id, kind, target_id),
    constraint organization_relations_other check (target_id <> organization_id),
    constraint organization_relations_dates check (ended_on >= started_on)
);
create index organization_relations_target_id on organization_relations (target_id, kind);

comment on column organization_relations.organization_id is 'pii:none';
comment on column organization_relations.kind is 'pii:none';
comment on column organization_relations.target_id is 'pii:none';
comment on column organization_relations.started_on is 'pii:none';
comment on column organization_relations.ended_on is 'pii:none';
grant select, insert, update, delete on organization_relations to lorntech_app;

-- Whether the one is part of the other, by however many steps.
create function is_part_of(part uuid, whole uuid) returns boolean language sql stable as $$
    with recursive wholes (id) as (
        select target_id from organization_relations where kind = 'part_of' and organization_id = part
        union
        select r.target_id from wholes w join organization_relations r on r.kind = 'part_of' and r.organization_id = w.id)
    select exists (select from wholes where id = whole)
$$;

-- One at a time: two who each say that theirs is part of the other's would not see each other.
create function refuse_circle() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock('organization_relations'::regclass::oid::bigint);
    if is_part_of(new.target_id, new.organization_id) then
        raise exception 'a circle of parts' using errcode = 'check_violation', constraint = 'organization_relations_acyclic';
    end if;
    return null;
end $$;
create constraint trigger organization_relations_acyclic after insert or update on organization_relations
    for each row when (new.kind = 'part_of') execute function refuse_circle();

-- Who changed them, as of other members of a record: of what says them, which is the one that one changes.
create function keep_relation_history() returns trigger language plpgsql as $$
declare
    touched record;
begin
    for touched in
        select o.id, o.status, jsonb_agg(r.kind || ' ' || k.name order by r.kind, k.name) as relations
          from changed r join organizations o on o.id = r.organization_id join organizations k on k.id = r.target_id
         where o.status <> 'deleted'
         group by o.id
    loop
        perform note_change(touched.id, touched.status = 'published', touched.status = 'published', jsonb_build_array(
            jsonb_build_object('member', 'relations', case tg_op when 'INSERT' then 'after' else 'before' end, touched.relations)));
    end loop;
    return null;
end $$;
create trigger organization_relations_history_added after insert on organization_relations
    referencing new table as changed for each statement execute function keep_relation_history();
create trigger organization_relations_history_removed after delete on organization_relations
    referencing old table as changed for each statement execute function keep_relation_history();
