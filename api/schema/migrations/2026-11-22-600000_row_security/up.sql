-- Row-level security behind the conditions of the queries (docs/decisions/0013-row-level-security.md). Each transaction
-- says who is asking (api/src/db/sight.rs); a connection that says nothing sees no row of anybody, nor does the owner.
-- Policies compare what is leakproof only, or an index would no longer be used.
-- squawk-ignore-file adding-field-with-default, constraint-missing-not-valid, require-concurrent-index-creation
-- squawk-ignore-file require-concurrent-index-deletion

-- Sub-selects in the policies make each of these run once for a statement instead of once for a row.
create function sees_all() returns boolean language sql stable parallel safe
    return coalesce(current_setting('lorntech.role', true) = 'service', false);
create function is_admin() returns boolean language sql stable parallel safe
    return coalesce(current_setting('lorntech.role', true) = 'admin', false);
create function own_account() returns uuid language sql stable parallel safe
    return nullif(current_setting('lorntech.account', true), '')::uuid;
create function own_request() returns uuid language sql stable parallel safe
    return nullif(current_setting('lorntech.request', true), '')::uuid;
create function own_totems() returns uuid[] language sql stable parallel safe
    return coalesce(nullif(current_setting('lorntech.totems', true), ''), '{}')::uuid[];
create function own_organizations() returns uuid[] language sql stable parallel safe
    return coalesce(nullif(current_setting('lorntech.organizations', true), ''), '{}')::uuid[];

-- `lower` could leak, so the planner would not use an index over it beneath a policy.
alter table accounts add column email_folded text not null generated always as (lower(email)) stored;
comment on column accounts.email_folded is 'pii:email; finds the account of an address; as long as the account';
drop index accounts_email_key;
create unique index accounts_email_key on accounts (email_folded);

-- What people see of accounts that they do not see: the name of whoever works on their request or invited them.
create policy through_functions on accounts for select to current_user using (true);
create function account_name(account uuid) returns text language sql stable security definer set search_path = ''
    return (select a.name from public.accounts a where a.id = account);
create function own_email() returns text language sql stable security definer set search_path = ''
    return (select a.email_folded from public.accounts a where a.id = public.own_account());

-- ── people ──────────────────────────────────────────────────────────────────
alter table accounts enable row level security, force row level security;
create policy own on accounts using ((select sees_all()) or id = (select own_account()));
create policy colleagues on accounts for select using (exists (select from grants g where g.account_id = accounts.id));

alter table account_links enable row level security, force row level security;
create policy own on account_links using ((select sees_all()) or account_id = (select own_account()));

alter table sessions enable row level security, force row level security;
create policy own on sessions using ((select sees_all()) or account_id = (select own_account()));

alter table refresh_tokens enable row level security, force row level security;
create policy own on refresh_tokens using (
    (select sees_all()) or exists (select from sessions s where s.id = session_id));

-- Nobody is given a right but by an invitation to it that they have accepted.
alter table grants enable row level security, force row level security;
create policy place on grants
    using (
        (select sees_all()) or (select is_admin()) or account_id = (select own_account())
        or totem_id = any ((select own_totems())::uuid[]) or organization_id = any ((select own_organizations())::uuid[]))
    with check (
        (select sees_all())
        or account_id = (select own_account()) and exists (
            select from invitations i where i.status = 'accepted' and i.role = grants.role
            and i.totem_id is not distinct from grants.totem_id
            and i.organization_id is not distinct from grants.organization_id
            and lower(i.email) = (select own_email())));

alter table invitations enable row level security, force row level security;
create policy place on invitations using (
    (select sees_all()) or (select is_admin()) or totem_id = any ((select own_totems())::uuid[])
    or organization_id = any ((select own_organizations())::uuid[]) or lower(email) = (select own_email()));

-- ── machine clients ─────────────────────────────────────────────────────────
alter table api_clients enable row level security, force row level security;
create policy own on api_clients using (
    (select sees_all()) or (select is_admin()) or owner_id = (select own_account()));

alter table client_tokens enable row level security, force row level security;
create policy own on client_tokens using (
    (select sees_all()) or exists (select from api_clients c where c.id = client_id));

alter table client_assertions enable row level security, force row level security;
create policy own on client_assertions using ((select sees_all()));

-- ── service requests ────────────────────────────────────────────────────────
alter table service_requests enable row level security, force row level security;
create policy party on service_requests using (
    (select sees_all()) or requester_id = (select own_account()) or id = (select own_request())
    or totem_id = any ((select own_totems())::uuid[]) and submitted_at is not null);

-- A request is made together with its first step and its link: at that moment only the setting knows it.
alter table request_events enable row level security, force row level security;
create policy party on request_events using (
    (select sees_all()) or request_id = (select own_request())
    or exists (select from service_requests r where r.id = request_id));

alter table request_links enable row level security, force row level security;
create policy party on request_links using (
    (select sees_all()) or request_id = (select own_request())
    or exists (select from service_requests r where r.id = request_id));

alter table request_assignments enable row level security, force row level security;
create policy party on request_assignments using (
    (select sees_all()) or exists (select from service_requests r where r.id = request_id));

-- A note among agents is for those of the site.
alter table request_messages enable row level security, force row level security;
create policy party on request_messages using (
    (select sees_all()) or exists (
        select from service_requests r where r.id = request_id
        and (not request_messages.internal or r.totem_id = any ((select own_totems())::uuid[]))));

-- ── the write path ──────────────────────────────────────────────────────────
alter table idempotency_keys enable row level security, force row level security;
create policy own on idempotency_keys using (
    (select sees_all()) or split_part(scope, ' ', 1) = current_setting('lorntech.principal', true));

alter table outbox enable row level security, force row level security;
create policy service on outbox using ((select sees_all()));
create policy anybody on outbox for insert with check (true);

alter table change_log enable row level security, force row level security;
create policy service on change_log using ((select sees_all()));
create policy anybody on change_log for insert with check (true);

alter table audit_log enable row level security, force row level security;
create policy admins on audit_log for select using ((select sees_all()) or (select is_admin()));
create policy anybody on audit_log for insert with check (true);

alter table audit_seals enable row level security, force row level security;
create policy admins on audit_seals for select using ((select sees_all()) or (select is_admin()));
create policy service on audit_seals for insert with check ((select sees_all()));
