-- Replies by mail: who writes about which request when they answer a letter, and which messages came that way.
-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid, disallowed-unique-constraint

create table reply_addresses (
    id uuid primary key,
    request_id uuid not null constraint reply_addresses_request_id_fkey references service_requests on delete cascade,
    account_id uuid constraint reply_addresses_account_id_fkey references accounts on delete cascade,
    refused_at timestamptz,
    created_at timestamptz not null default now(),
    constraint reply_addresses_key unique nulls not distinct (request_id, account_id)
);
create index reply_addresses_account_id on reply_addresses (account_id);
comment on table reply_addresses is 'Addresses by which letters about requests are answered; of requesters and agents; basis: steps at the request of the person (art. 6(1)(b)); seen by nobody';
comment on column reply_addresses.id is 'pii:none';
comment on column reply_addresses.request_id is 'pii:none';
comment on column reply_addresses.account_id is 'pii:pseudonym; who writes by it, none for who asked without an account; as long as the request, or until the account ends';
comment on column reply_addresses.refused_at is 'pii:none; when its holder was last told that a mail was not taken';
comment on column reply_addresses.created_at is 'pii:none';
alter table reply_addresses enable row level security, force row level security;
create policy service on reply_addresses using ((select sees_all()));
grant select, insert, update, delete on reply_addresses to lorntech_app;

-- A mail that comes twice is one message.
alter table request_messages add column mail_digest bytea;
comment on column request_messages.mail_digest is 'pii:none; of the id of the mail that it came by';
create unique index request_messages_mail_key on request_messages (request_id, mail_digest) where mail_digest is not null;
