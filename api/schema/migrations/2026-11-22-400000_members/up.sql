-- Rights in an organization, and invitations to a right.
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, ban-drop-constraint
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-deletion, require-concurrent-index-creation
-- A few hundred rights are there: all of this holds their table for some milliseconds.
alter table grants
    add column id uuid not null default gen_random_uuid(),
    add column organization_id uuid constraint grants_organization_id_fkey references organizations on delete cascade,
    add column granted_at timestamptz not null default now();
alter table grants
    drop constraint grants_role,
    drop constraint grants_totem_id,
    add constraint grants_role
        check (role in ('agent', 'manager', 'owner', 'editor', 'pilot', 'moderator', 'admin')),
    add constraint grants_totem_id check ((role in ('agent', 'manager')) = (totem_id is not null)),
    add constraint grants_organization_id check ((role in ('owner', 'editor')) = (organization_id is not null));
drop index grants_key;
create unique index grants_key on grants (account_id, role, totem_id, organization_id) nulls not distinct;
create unique index grants_id_key on grants (id);
comment on column grants.id is 'pii:none';
comment on column grants.organization_id is 'pii:none';
comment on column grants.granted_at is 'pii:none';

create table invitations (
    id uuid primary key,
    email text not null,
    role text not null constraint invitations_role
        check (role in ('agent', 'manager', 'owner', 'editor', 'pilot', 'moderator', 'admin')),
    totem_id uuid constraint invitations_totem_id_fkey references totems,
    organization_id uuid constraint invitations_organization_id_fkey references organizations on delete cascade,
    invited_by uuid constraint invitations_invited_by_fkey references accounts on delete set null,
    status text not null constraint invitations_status check (status in ('pending', 'accepted', 'declined', 'withdrawn', 'expired')),
    expires_at timestamptz not null,
    answered_at timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint invitations_totem_id check ((role in ('agent', 'manager')) = (totem_id is not null)),
    constraint invitations_organization_id check ((role in ('owner', 'editor')) = (organization_id is not null))
);
create unique index invitations_key on invitations (lower(email), role, totem_id, organization_id) nulls not distinct
    where status = 'pending';
create index invitations_totem_id on invitations (totem_id);
create index invitations_organization_id on invitations (organization_id);
create trigger invitations_revision before update on invitations for each row execute function raise_revision();
comment on column invitations.id is 'pii:none';
comment on column invitations.email is 'pii:email; who is invited; until answered, and 90 days';
comment on column invitations.role is 'pii:none';
comment on column invitations.totem_id is 'pii:none';
comment on column invitations.organization_id is 'pii:none';
comment on column invitations.invited_by is 'pii:pseudonym; who invited; as long as the invitation';
comment on column invitations.status is 'pii:none';
comment on column invitations.expires_at is 'pii:none';
comment on column invitations.answered_at is 'pii:none';
comment on column invitations.revision is 'pii:none';
comment on column invitations.created_at is 'pii:none';
comment on column invitations.updated_at is 'pii:none';
grant select, insert, update, delete on invitations to lorntech_app;
