-- Copies of one's data, consents, the settings of letters, and what must be kept although its person has gone.

-- A copy lives in the database, for whoever makes it may run on another machine than whoever serves it.
create table exports (
    id uuid primary key,
    account_id uuid not null constraint exports_account_id_fkey references accounts on delete cascade,
    status text not null constraint exports_status check (status in ('waiting', 'running', 'ready', 'failed')),
    requested_at timestamptz not null,
    tables_done integer not null default 0,
    tables_total integer not null default 0,
    attempts integer not null default 0,
    available_at timestamptz not null default now(),
    ready_at timestamptz,
    expires_at timestamptz,
    content bytea,
    constraint exports_content check ((status = 'ready') = (content is not null)),
    constraint exports_expires_at check ((status in ('ready', 'failed')) = (expires_at is not null))
);
create index exports_account_id on exports (account_id, id desc);
create index exports_waiting on exports (available_at) where status in ('waiting', 'running');
create index exports_expires_at on exports (expires_at) where expires_at is not null;
create unique index exports_under_way_key on exports (account_id) where status in ('waiting', 'running');

comment on table exports is 'Copies of one''s data; of whoever asks for one; basis: legal obligation (art. 15, 20); seen by oneself';
comment on column exports.id is 'pii:none';
comment on column exports.account_id is 'pii:pseudonym; whose copy it is; 7 days after it was made';
comment on column exports.status is 'pii:none';
comment on column exports.requested_at is 'pii:activity; when it was asked for; 7 days after it was made';
comment on column exports.tables_done is 'pii:none';
comment on column exports.tables_total is 'pii:none';
comment on column exports.attempts is 'pii:none';
comment on column exports.available_at is 'pii:none';
comment on column exports.ready_at is 'pii:activity; when it was made; 7 days after it was made';
comment on column exports.expires_at is 'pii:activity; when it is deleted; 7 days after it was made';
comment on column exports.content is 'pii:copy; the copy itself; 7 days after it was made';

alter table exports enable row level security, force row level security;
create policy own on exports using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on exports to lorntech_app;

-- Only ever added to. The account is no reference: what was consented to is proven after the account has gone, by its
-- number alone.
create table consents (
    id uuid primary key,
    account_id uuid not null,
    purpose text not null constraint consents_purpose check (purpose in ('directory_contact')),
    given boolean not null,
    text_hash bytea not null constraint consents_text_hash check (length(text_hash) = 32),
    language text not null constraint consents_language check (language in ('fr', 'de', 'en')),
    channel text not null constraint consents_channel check (channel in ('site', 'api')),
    at timestamptz not null
);
create index consents_account_id on consents (account_id, purpose, at desc, id desc);

comment on table consents is 'Consents; of whoever gives or withdraws one; basis: legal obligation, proof (art. 7(1)); seen by oneself';
comment on column consents.id is 'pii:none';
comment on column consents.account_id is 'pii:pseudonym; whose word it is; as long as it holds, and 5 years';
comment on column consents.purpose is 'pii:consent; to what; as long as it holds, and 5 years';
comment on column consents.given is 'pii:consent; given or withdrawn; as long as it holds, and 5 years';
comment on column consents.text_hash is 'pii:none; SHA-256 of the words that were shown';
comment on column consents.language is 'pii:none; of the words that were shown';
comment on column consents.channel is 'pii:consent; how it was said; as long as it holds, and 5 years';
comment on column consents.at is 'pii:activity; when; as long as it holds, and 5 years';

alter table consents enable row level security, force row level security;
create policy own on consents for select using ((select sees_all()) or account_id = (select own_account()));
create policy own_word on consents for insert with check (account_id = (select own_account()));
-- As with accounts: functions of the owner tell who has consented to be shown, and forget what no longer holds.
create policy through_functions on consents for select to current_user using (true);
create policy through_functions on grants for select to current_user using (true);
create policy forgotten on consents for delete to current_user using (at < now() - interval '5 years');
grant select, insert on consents to lorntech_app;

-- What no longer holds, or whose account has gone, is forgotten after five years, by this function alone.
create function forget_consents() returns void language sql security definer
    set search_path = '' as $$
    delete from public.consents c where c.at < now() - interval '5 years'
        and (not exists (select from public.accounts a where a.id = c.account_id)
            or exists (select from public.consents n where n.account_id = c.account_id and n.purpose = c.purpose
                and (n.at, n.id) > (c.at, c.id)))
$$;

-- Who may be written to about an organization: whoever keeps it and has said so, and has not taken it back.
create function published_contacts(organization uuid) returns jsonb language sql stable security definer
    set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'email', a.email) order by a.name, a.id), '[]')
    from public.accounts a
    where a.closes_at is null
        and exists (select from public.grants g where g.account_id = a.id and g.organization_id = organization)
        and (select c.given from public.consents c where c.account_id = a.id and c.purpose = 'directory_contact'
            order by c.at desc, c.id desc limit 1)
$$;

-- What somebody wants to be told, where it differs from what is usual.
create table notification_settings (
    account_id uuid not null constraint notification_settings_account_id_fkey references accounts on delete cascade,
    kind text not null constraint notification_settings_kind check (
        kind in ('request_received', 'request_answers', 'site_requests', 'site_replies')),
    channel text not null constraint notification_settings_channel check (channel in ('mail')),
    enabled boolean not null,
    updated_at timestamptz not null default now(),
    constraint notification_settings_key primary key (account_id, kind, channel)
);

comment on table notification_settings is 'Settings of letters; of whoever has an account; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column notification_settings.account_id is 'pii:pseudonym; whose setting it is; as long as the account';
comment on column notification_settings.kind is 'pii:preference; about what; as long as the account';
comment on column notification_settings.channel is 'pii:preference; by which way; as long as the account';
comment on column notification_settings.enabled is 'pii:preference; wanted or not; as long as the account';
comment on column notification_settings.updated_at is 'pii:activity; when it was last changed; as long as the account';

alter table notification_settings enable row level security, force row level security;
create policy own on notification_settings using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on notification_settings to lorntech_app;

-- A request that a law or a dispute forbids to erase. Nothing is deleted along with it, for the reference forbids that.
create table legal_holds (
    id uuid primary key,
    request_id uuid not null constraint legal_holds_request_id_fkey references service_requests
        constraint legal_holds_request_id_key unique,
    reason text not null,
    placed_at timestamptz not null,
    erasure_due boolean not null default false
);

comment on table legal_holds is 'Requests that must be kept; of whoever asked; basis: legal claims (art. 17(3)(e)); seen by whoever asked and the agents of the Totem';
comment on column legal_holds.id is 'pii:none';
comment on column legal_holds.request_id is 'pii:none';
comment on column legal_holds.reason is 'pii:text; why the request is kept, told to whoever asked; until the hold is lifted';
comment on column legal_holds.placed_at is 'pii:activity; since when; until the hold is lifted';
comment on column legal_holds.erasure_due is 'pii:none; its person has gone: what is personal in it goes with the hold';

alter table legal_holds enable row level security, force row level security;
create policy party on legal_holds using (
    (select sees_all()) or exists (select from service_requests r where r.id = request_id));
grant select, insert, update, delete on legal_holds to lorntech_app;

-- Administrators find accounts and see how many sessions they have.
create policy admins on accounts for select using ((select is_admin()));
create policy admins on sessions for select using ((select is_admin()));

-- What an account's end takes with it: a request that a Totem has seen stays, without what is personal.
comment on table service_requests is 'Service requests; of entrepreneurs who ask a Totem; basis: steps at the request of the person (art. 6(1)(b)); seen by oneself and the agents of the Totem';
do $$
declare
    kept record;
begin
    for kept in
        select c.relname, a.attname, col_description(c.oid, a.attnum) as said
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
        and (c.relname, a.attname) in (
            ('service_requests', 'subject'), ('service_requests', 'body'), ('service_requests', 'contact_name'),
            ('service_requests', 'contact_email'), ('service_requests', 'contact_phone'), ('request_messages', 'body'),
            ('request_messages', 'author_name'), ('request_events', 'note'), ('request_events', 'actor_name'),
            ('request_events', 'actor_id'))
    loop
        execute format('comment on column %I.%I is %L', kept.relname, kept.attname,
            replace(kept.said, '30 days if it was never confirmed', '30 days if it was never confirmed, or until the account ends'));
    end loop;
end $$;
comment on column outbox.payload is 'pii:letter; what is sent to whom; 7 days after it was sent, or until the account ends';
comment on column outbox.last_error is 'pii:letter; why it was not sent, which may name the address; 7 days after it was sent, or until the account ends';
