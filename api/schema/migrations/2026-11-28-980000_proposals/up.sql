-- What partner regions propose to change of our records, and what was answered (docs/sync.md).
-- squawk-ignore-file constraint-missing-not-valid, disallowed-unique-constraint

-- The region that a machine client speaks for, as row-level security knows it.
create function spoken_authority() returns text language sql stable parallel safe
    return nullif(current_setting('lorntech.authority', true), '');

create table proposals (
    id uuid primary key,
    target_id uuid not null constraint proposals_target_id_fkey references organizations on delete cascade,
    authority text not null constraint proposals_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr')),
    base_revision bigint not null constraint proposals_base_revision check (base_revision > 0),
    patch jsonb not null,
    before jsonb not null,
    reason text not null,
    status text not null default 'open' constraint proposals_status check (status in ('open', 'settled', 'withdrawn')),
    decisions jsonb not null default '{}',
    applied_revision bigint,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger proposals_revision before update on proposals for each row execute function raise_revision();
-- One at a time, so that nobody is asked the same twice.
create unique index proposals_open_key on proposals (target_id, authority) where status = 'open';
create index proposals_target_id on proposals (target_id, id);
create index proposals_authority on proposals (authority, id);
comment on table proposals is 'What partner regions propose to change of public records of organizations; no personal data; seen by that region, by those who keep the record and by moderators';
comment on column proposals.id is 'pii:none';
comment on column proposals.target_id is 'pii:none';
comment on column proposals.authority is 'pii:none';
comment on column proposals.base_revision is 'pii:none; what the region had read';
comment on column proposals.patch is 'pii:none; of the organization';
comment on column proposals.before is 'pii:none; what stood there when it was proposed';
comment on column proposals.reason is 'pii:none; said of the record, not of people';
comment on column proposals.status is 'pii:none';
comment on column proposals.decisions is 'pii:none; by member, each with why; said of the record, not of people';
comment on column proposals.applied_revision is 'pii:none; of the record';
comment on column proposals.revision is 'pii:none';
comment on column proposals.created_at is 'pii:none';
comment on column proposals.updated_at is 'pii:none';
alter table proposals enable row level security, force row level security;
create policy own on proposals using (
    (select moderates()) or authority = (select spoken_authority()) or target_id = any ((select own_organizations())::uuid[]));
grant select, insert, update on proposals to lorntech_app;

-- The history says at which revision a member changed, so that a proposal from before is known to be outdated, and which
-- region proposed it. What was noted before this has no revision: then nothing had been proposed.
alter table organization_history
    add column revision bigint,
    add column proposed_by text
        constraint organization_history_proposed_by check (proposed_by in ('fr-lorraine', 'lu', 'de-sl', 'de-tr'));
comment on column organization_history.revision is 'pii:none; of the record, after the change';
comment on column organization_history.proposed_by is 'pii:none; the region, of what was accepted of its proposal';

create or replace function note_change(organization uuid, public_before boolean, public_after boolean, changes jsonb) returns void
    language sql as $$
    insert into organization_history (organization_id, actor_kind, account_id, public_before, public_after, changes, revision, proposed_by)
    select organization, case when own_account() is null then 'system' else 'account' end, own_account(), public_before,
        public_after, changes, o.revision, nullif(current_setting('lorntech.proposed_by', true), '')
    from organizations o where o.id = organization
$$;

-- A region is told what became of what it proposed.
create or replace function webhook_type(action text, kind text, record uuid, gone boolean) returns text language sql stable as $$
    select case kind
        when 'organization' then nullif(coalesce((
            select case
                when o.status = 'published' and not gone then 'organization.updated'
                when exists (select from organization_versions v where v.organization_id = o.id and v.until = o.updated_at)
                    then 'organization.removed' else '' end
            from organizations o where o.id = record),
            (select 'organization.removed' from feed f where gone and f.record_id = record and f.state = 'updated')), '')
        when 'service_request' then case
            when gone or action in ('service_request.held', 'service_request.released', 'service_request.mail_refused',
                'service_request.reminded', 'service_request.anonymised') then null
            when action = 'service_request.message_sent'
                and (select m.internal from request_messages m where m.request_id = record order by m.id desc limit 1) then null
            else 'service_request.updated' end
        when 'saved_search' then case when action = 'saved_search.told' then 'saved_search.matched' end
        when 'proposal' then case when action = 'proposal.settled' then action end
    end
$$;
