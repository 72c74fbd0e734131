-- Taking charge of a record that nobody keeps.
create table organization_claims (
    id uuid primary key,
    organization_id uuid not null constraint organization_claims_organization_id_fkey references organizations on delete cascade,
    account_id uuid not null constraint organization_claims_account_id_fkey references accounts on delete cascade,
    email text not null,
    message text,
    status text not null constraint organization_claims_status
        check (status in ('awaiting_proof', 'pending_review', 'accepted', 'refused', 'withdrawn')),
    note text,
    expires_at timestamptz,
    decided_at timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organization_claims_expires_at check ((status = 'awaiting_proof') <= (expires_at is not null)),
    constraint organization_claims_message check ((status = 'pending_review') <= (message is not null))
);
-- One open claim of somebody to a record: another one takes its place.
create unique index organization_claims_open_key on organization_claims (organization_id, account_id)
    where status in ('awaiting_proof', 'pending_review');
create index organization_claims_account_id on organization_claims (account_id, id);
create index organization_claims_queue on organization_claims (id) where status = 'pending_review';
create trigger organization_claims_revision before update on organization_claims
    for each row execute function raise_revision();

comment on table organization_claims is 'Claims to records of the directory; of whoever wants to keep one; basis: steps at the request of the person (art. 6(1)(b)); seen by oneself and moderators';
comment on column organization_claims.id is 'pii:none';
comment on column organization_claims.organization_id is 'pii:none';
comment on column organization_claims.account_id is 'pii:pseudonym; who wants to keep the record; 90 days after the decision, or until the account ends';
comment on column organization_claims.email is 'pii:email; shows that one belongs to the organization, or where to ask back; 90 days after the decision, or until the account ends';
comment on column organization_claims.message is 'pii:text; shows that one belongs to the organization; 90 days after the decision, or until the account ends';
comment on column organization_claims.status is 'pii:none';
comment on column organization_claims.note is 'pii:text; what was decided, told to whoever claimed; 90 days after the decision, or until the account ends';
comment on column organization_claims.expires_at is 'pii:none';
comment on column organization_claims.decided_at is 'pii:activity; when; 90 days after the decision, or until the account ends';
comment on column organization_claims.revision is 'pii:none';
comment on column organization_claims.created_at is 'pii:activity; when; 90 days after the decision, or until the account ends';
comment on column organization_claims.updated_at is 'pii:none';

create function is_moderator() returns boolean language sql stable parallel safe
    return coalesce(current_setting('lorntech.role', true) = 'moderator', false);
alter table organization_claims enable row level security, force row level security;
create policy own on organization_claims using (
    (select sees_all()) or (select is_admin()) or (select is_moderator()) or account_id = (select own_account()));
grant select, insert, update, delete on organization_claims to lorntech_app;

-- A claim that was accepted gives the right, as an invitation does.
create policy claimed on grants for insert with check (
    role = 'owner' and exists (
        select from organization_claims c where c.status = 'accepted' and c.account_id = grants.account_id
        and c.organization_id = grants.organization_id));
create policy claimed_seen on grants for select using (
    role = 'owner' and exists (
        select from organization_claims c where c.status = 'accepted' and c.account_id = grants.account_id
        and c.organization_id = grants.organization_id));

-- Whether somebody keeps a record is public; who does is not.
create function has_owner(organization uuid) returns boolean language sql stable security definer set search_path = ''
    return exists (select from public.grants g where g.organization_id = organization and g.role = 'owner');
