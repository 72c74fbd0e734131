-- Accounts that people open, mend and close themselves. What is in a mail is a link; its token is a signature over the
-- link's id, so that the table alone opens nothing.
create table account_links (
    id uuid primary key,
    purpose text not null constraint account_links_purpose check (purpose in ('sign_up', 'password_reset', 'email_change')),
    account_id uuid constraint account_links_account_id_fkey references accounts on delete cascade,
    email text not null,
    name text,
    language text constraint account_links_language check (language in ('fr', 'de', 'en')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint account_links_sign_up check (
        (purpose = 'sign_up') = (account_id is null)
        and (purpose = 'sign_up') = (name is not null)
        and (purpose = 'sign_up') = (language is not null))
);
create index account_links_account_id on account_links (account_id);
create index account_links_email on account_links (lower(email));
create index account_links_expires_at on account_links (expires_at);

comment on column account_links.id is 'pii:none';
comment on column account_links.purpose is 'pii:none';
comment on column account_links.account_id is 'pii:pseudonym; whose link it is; until used or expired, 24 h at most';
comment on column account_links.email is 'pii:email; where the link was sent; until used or expired, 24 h at most';
comment on column account_links.name is 'pii:name; the account to be opened; until used or expired, 24 h at most';
comment on column account_links.language is 'pii:preference; the account to be opened; until used or expired, 24 h at most';
comment on column account_links.created_at is 'pii:none';
comment on column account_links.expires_at is 'pii:none';

alter table accounts add column closes_at timestamptz;
comment on column accounts.closes_at is 'pii:activity; when a closed account is deleted; as long as the account';
-- Empty when it is made: no account has such a date yet.
-- squawk-ignore require-concurrent-index-creation
create index accounts_closes_at on accounts (closes_at) where closes_at is not null;

alter table sessions add column client text;
comment on column sessions.client is 'pii:device; lets people recognize their sessions (browser and system, no version); as long as the session, 30 days at most';

grant select, insert, update, delete on account_links to lorntech_app;
