-- What somebody was told, to be read on the site, whether or not a letter goes out as well.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid
create table notifications (
    id uuid primary key,
    account_id uuid not null constraint notifications_account_id_fkey references accounts on delete cascade,
    message_id uuid not null,
    kind text not null,
    subject text not null,
    path text not null,
    about_id uuid,
    read_at timestamptz,
    created_at timestamptz not null,
    -- A letter that is sent again tells nobody twice.
    constraint notifications_message_key unique (account_id, message_id)
);
create index notifications_own on notifications (account_id, id);
create index notifications_about_id on notifications (about_id) where about_id is not null;
create index notifications_created_at on notifications (created_at);
comment on table notifications is 'What people were told on the site; of everybody with an account, and of whom it tells; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column notifications.id is 'pii:none';
comment on column notifications.account_id is 'pii:pseudonym; who is told; 90 days, or until the account ends';
comment on column notifications.message_id is 'pii:none';
comment on column notifications.kind is 'pii:none';
comment on column notifications.subject is 'pii:text; what they are told, with the words of whoever asked; 90 days, or until the account or the request ends';
comment on column notifications.path is 'pii:none; where it leads';
comment on column notifications.about_id is 'pii:none';
comment on column notifications.read_at is 'pii:activity; when it was read; 90 days, or until the account ends';
comment on column notifications.created_at is 'pii:activity; when they were told; 90 days, or until the account ends';
alter table notifications enable row level security, force row level security;
create policy own on notifications using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on notifications to lorntech_app;

-- It comes back wider in the same statement.
alter table notification_settings
    drop constraint notification_settings_channel,
    add constraint notification_settings_channel check (channel in ('mail', 'site'));
