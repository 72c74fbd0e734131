-- Webhooks: what happened is written into `webhook_events` by the transaction that did it; the worker gives it out to
-- whoever subscribed (`webhook_deliveries`) and sends it, at least once.

-- A machine client, as row-level security knows it.
create function own_client() returns uuid language sql stable parallel safe
    return nullif(current_setting('lorntech.client', true), '')::uuid;

create table webhooks (
    id uuid primary key,
    account_id uuid not null constraint webhooks_account_id_fkey references accounts on delete cascade,
    api_client_id uuid constraint webhooks_api_client_id_fkey references api_clients on delete cascade,
    url text not null,
    types text[] not null constraint webhooks_types check (cardinality(types) > 0),
    secret bytea not null,
    former_secret bytea,
    former_secret_until timestamptz,
    status text not null constraint webhooks_status check (status in ('pending', 'active', 'paused', 'disabled')),
    disabled_reason text,
    failing_since timestamptz,
    recovering_since timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint webhooks_disabled check ((status = 'disabled') = (disabled_reason is not null)),
    constraint webhooks_disabled_reason check (disabled_reason in ('gone', 'failing')),
    constraint webhooks_former_secret check ((former_secret is null) = (former_secret_until is null))
);
-- That it fails, or works again, is no change of it.
create trigger webhooks_revision before update of url, types, secret, status on webhooks for each row execute function raise_revision();
create index webhooks_account_id on webhooks (account_id, id);
create index webhooks_api_client_id on webhooks (api_client_id) where api_client_id is not null;
comment on table webhooks is 'Addresses that are told of events; of whoever registered them; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column webhooks.id is 'pii:none';
comment on column webhooks.account_id is 'pii:pseudonym; who answers for it; until it is deleted, or the account ends';
comment on column webhooks.api_client_id is 'pii:none';
comment on column webhooks.url is 'pii:text; where events go; until it is deleted, or the account ends';
comment on column webhooks.types is 'pii:preference; which events; until it is deleted, or the account ends';
comment on column webhooks.secret is 'pii:secret; signs what is sent, encrypted; until it is replaced or deleted, or the account ends';
comment on column webhooks.former_secret is 'pii:secret; the one before, encrypted; signs for a day more';
comment on column webhooks.former_secret_until is 'pii:none';
comment on column webhooks.status is 'pii:none';
comment on column webhooks.disabled_reason is 'pii:none';
comment on column webhooks.failing_since is 'pii:none';
comment on column webhooks.recovering_since is 'pii:none; from when on what did not arrive is to be sent again';
comment on column webhooks.revision is 'pii:none';
comment on column webhooks.created_at is 'pii:activity; since when; until it is deleted, or the account ends';
comment on column webhooks.updated_at is 'pii:none';
alter table webhooks enable row level security, force row level security;
create policy own on webhooks using (
    (select sees_all()) or account_id = (select own_account()) or api_client_id = (select own_client()));

-- The outbox of webhooks.
create table webhook_events (
    id uuid primary key default gen_random_uuid(),
    seq bigint not null generated always as identity,
    type text not null,
    kind text not null,
    record_id uuid not null,
    revision bigint not null,
    occurred_at timestamptz not null default now(),
    given_out boolean not null default false
);
create index webhook_events_waiting on webhook_events (seq) where not given_out;
create index webhook_events_occurred_at on webhook_events (occurred_at);
comment on table webhook_events is 'What webhooks are told; of whoever has requests or searches; basis: contract (art. 6(1)(b)); seen by nobody';
comment on column webhook_events.id is 'pii:none';
comment on column webhook_events.seq is 'pii:none';
comment on column webhook_events.type is 'pii:none';
comment on column webhook_events.kind is 'pii:none';
comment on column webhook_events.record_id is 'pii:none';
comment on column webhook_events.revision is 'pii:none';
comment on column webhook_events.occurred_at is 'pii:none';
comment on column webhook_events.given_out is 'pii:none';
alter table webhook_events enable row level security, force row level security;
create policy service on webhook_events using ((select sees_all()));
create policy anybody on webhook_events for insert with check (true);

create table webhook_deliveries (
    id uuid primary key default gen_random_uuid(),
    seq bigint not null generated always as identity,
    webhook_id uuid not null constraint webhook_deliveries_webhook_id_fkey references webhooks on delete cascade,
    event_id uuid not null,
    type text not null,
    kind text not null,
    record_id uuid not null,
    event_revision bigint not null,
    occurred_at timestamptz not null,
    status text not null default 'waiting' constraint webhook_deliveries_status check (status in ('waiting', 'delivered', 'failed')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    leased_until timestamptz not null default '-infinity',
    answers jsonb not null default '[]',
    constraint webhook_deliveries_key unique (webhook_id, event_id)
);
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, seq);
create index webhook_deliveries_waiting on webhook_deliveries (webhook_id, next_attempt_at) where status = 'waiting';
create index webhook_deliveries_occurred_at on webhook_deliveries (occurred_at);
comment on table webhook_deliveries is 'What was sent to webhooks; of whoever registered them; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column webhook_deliveries.id is 'pii:none';
comment on column webhook_deliveries.seq is 'pii:none';
comment on column webhook_deliveries.webhook_id is 'pii:pseudonym; to which; for 30 days, or until the webhook is deleted';
comment on column webhook_deliveries.event_id is 'pii:none';
comment on column webhook_deliveries.type is 'pii:activity; what happened; for 30 days, or until the webhook is deleted';
comment on column webhook_deliveries.kind is 'pii:none';
comment on column webhook_deliveries.record_id is 'pii:activity; to what; for 30 days, or until the webhook is deleted';
comment on column webhook_deliveries.event_revision is 'pii:none';
comment on column webhook_deliveries.occurred_at is 'pii:activity; when; for 30 days, or until the webhook is deleted';
comment on column webhook_deliveries.status is 'pii:none';
comment on column webhook_deliveries.attempts is 'pii:none';
comment on column webhook_deliveries.next_attempt_at is 'pii:none';
comment on column webhook_deliveries.leased_until is 'pii:none';
comment on column webhook_deliveries.answers is 'pii:none; what the receiver answered';
alter table webhook_deliveries enable row level security, force row level security;
create policy own on webhook_deliveries using (
    (select sees_all()) or exists (select from webhooks w where w.id = webhook_id));

grant select, insert, update, delete on webhooks, webhook_deliveries, webhook_events to lorntech_app;

-- What an event of the write path is to webhooks, as its own transaction sees it; none when it concerns nobody outside.
-- A record that is public is updated; one that was public until this transaction is removed. Of a request, what its
-- requester does not see is no event.
create function webhook_type(action text, kind text, record uuid, gone boolean) returns text language sql stable as $$
    select case kind
        when 'organization' then (
            select case
                when o.status = 'published' and not gone then 'organization.updated'
                when exists (select from organization_versions v where v.organization_id = o.id and v.until = o.updated_at)
                    then 'organization.removed' end
            from organizations o where o.id = record)
        when 'service_request' then case
            when gone or action in ('service_request.held', 'service_request.released', 'service_request.mail_refused',
                'service_request.reminded', 'service_request.anonymised') then null
            when action = 'service_request.message_sent'
                and (select m.internal from request_messages m where m.request_id = record order by m.id desc limit 1) then null
            else 'service_request.updated' end
        when 'saved_search' then case when action = 'saved_search.told' then 'saved_search.matched' end
    end
$$;
