-- What partner regions say of their own records (docs/sync.md): their word and its revision, and what a person has to settle.
-- squawk-ignore-file adding-field-with-default, ban-drop-constraint, constraint-missing-not-valid, disallowed-unique-constraint

-- Whose database this is: another region's instance says so once, before it holds anything (`lorntech admin set-authority`).
alter table feed_head add column authority text not null default 'fr-lorraine'
    constraint feed_head_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr'));
comment on column feed_head.authority is 'pii:none; the region whose own records are made here';
create function own_authority() returns text language sql stable parallel safe return (select authority from feed_head);
alter table organizations alter column authority set default own_authority();

-- Lorraine is a partner of the others.
alter table api_clients
    drop constraint api_clients_authority,
    add constraint api_clients_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr'));

-- The last word of an authority about each record of its own. It stays when the record has gone: what is older is stale for ever.
create table partner_records (
    authority text not null constraint partner_records_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr')),
    system text not null,
    kind text not null constraint partner_records_kind check (kind in ('organization')),
    external_id text not null,
    record_id uuid not null,
    source_revision bigint not null constraint partner_records_source_revision check (source_revision > 0),
    digest bytea not null,
    state text not null constraint partner_records_state check (state in ('updated', 'deleted')),
    reason text constraint partner_records_reason check (reason in ('removed', 'unpublished', 'consent_withdrawn', 'erased', 'merged')),
    at timestamptz not null default now(),
    constraint partner_records_key primary key (authority, system, kind, external_id),
    constraint partner_records_record_key unique (kind, record_id),
    constraint partner_records_tombstone check ((state = 'deleted') = (reason is not null))
);
comment on table partner_records is 'What partner regions call their records, and the last revision that they gave; no personal data';
comment on column partner_records.authority is 'pii:none';
comment on column partner_records.system is 'pii:none';
comment on column partner_records.kind is 'pii:none';
comment on column partner_records.external_id is 'pii:none';
comment on column partner_records.record_id is 'pii:none; here, also after it has gone';
comment on column partner_records.source_revision is 'pii:none; a rising number of the authority';
comment on column partner_records.digest is 'pii:none; of what it said';
comment on column partner_records.state is 'pii:none';
comment on column partner_records.reason is 'pii:none';
comment on column partner_records.at is 'pii:none';

-- What could not be taken over as it was said. Once for the same words.
create table sync_conflicts (
    id uuid primary key,
    authority text not null constraint sync_conflicts_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr')),
    system text not null,
    kind text not null constraint sync_conflicts_kind check (kind in ('organization')),
    external_id text not null,
    reason text not null constraint sync_conflicts_reason check (reason in ('revision_conflict', 'invalid_record', 'number_taken')),
    source_revision bigint not null,
    digest bytea not null,
    record_id uuid,
    name text not null,
    detail text,
    data jsonb not null,
    status text not null default 'open' constraint sync_conflicts_status check (status in ('open', 'taken', 'dismissed')),
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint sync_conflicts_key unique (authority, system, kind, external_id, reason, source_revision, digest)
);
create trigger sync_conflicts_revision before update on sync_conflicts for each row execute function raise_revision();
comment on table sync_conflicts is 'What partner regions said and what could not be taken over; public records of organizations, no personal data; seen by moderators';
comment on column sync_conflicts.id is 'pii:none';
comment on column sync_conflicts.authority is 'pii:none';
comment on column sync_conflicts.system is 'pii:none';
comment on column sync_conflicts.kind is 'pii:none';
comment on column sync_conflicts.external_id is 'pii:none';
comment on column sync_conflicts.reason is 'pii:none';
comment on column sync_conflicts.source_revision is 'pii:none';
comment on column sync_conflicts.digest is 'pii:none';
comment on column sync_conflicts.record_id is 'pii:none';
comment on column sync_conflicts.name is 'pii:none; of the organization';
comment on column sync_conflicts.detail is 'pii:none; what is wrong';
comment on column sync_conflicts.data is 'pii:none; the public record as it was said';
comment on column sync_conflicts.status is 'pii:none';
comment on column sync_conflicts.revision is 'pii:none';
comment on column sync_conflicts.created_at is 'pii:none';
comment on column sync_conflicts.updated_at is 'pii:none';

-- Put aside for whoever speaks for a region; shown to moderators.
alter table sync_conflicts enable row level security, force row level security;
create policy own on sync_conflicts using ((select moderates()) or (select own_client()) is not null);

grant select, insert, update, delete on partner_records, sync_conflicts to lorntech_app;

-- A record that was erased has no row any more that would say so.
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
    end
$$;
