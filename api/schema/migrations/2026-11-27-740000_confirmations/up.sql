-- Records of the directory are confirmed once a year, by one click in a mail.
-- squawk-ignore-file ban-drop-constraint, adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
create table organization_confirmations (
    id uuid primary key,
    organization_id uuid not null
        constraint organization_confirmations_organization_id_fkey references organizations on delete cascade,
    account_id uuid not null constraint organization_confirmations_account_id_fkey references accounts on delete cascade,
    expires_at timestamptz not null,
    constraint organization_confirmations_key unique (organization_id, account_id)
);
create index organization_confirmations_account_id on organization_confirmations (account_id);

comment on table organization_confirmations is 'Links in mails that ask whether a record is still right; of whoever keeps it; basis: public task (art. 6(1)(e)); seen by oneself';
comment on column organization_confirmations.id is 'pii:none';
comment on column organization_confirmations.organization_id is 'pii:none';
comment on column organization_confirmations.account_id is 'pii:pseudonym; who is asked; 30 days, or until the account ends';
comment on column organization_confirmations.expires_at is 'pii:activity; how long the link works, and when one may be asked again; 30 days, or until the account ends';

alter table organization_confirmations enable row level security, force row level security;
create policy own on organization_confirmations using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on organization_confirmations to lorntech_app;

-- These letters can be switched off, and the others about records still come.
-- It comes back wider in the same statement.
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records', 'record_confirmations'));
