-- Sign-in by a provider of OpenID Connect. An account is found by issuer and subject, never by address: an address may
-- change hands at the provider, and two providers may both say it (docs/decisions/NNNN-openid-connect.md).
create table identities (
    id uuid primary key,
    account_id uuid not null constraint identities_account_id_fkey references accounts on delete cascade,
    provider text not null,
    issuer text not null,
    subject text not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    constraint identities_subject_key unique (issuer, subject)
);
create index identities_account_id on identities (account_id);

comment on table identities is 'Identities at providers of sign-in; of whoever signs in by one; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column identities.id is 'pii:pseudonym; names the identity; until it is unlinked, or the account ends';
comment on column identities.account_id is 'pii:pseudonym; whose identity it is; until it is unlinked, or the account ends';
comment on column identities.provider is 'pii:activity; where its holder signs in; until it is unlinked, or the account ends';
comment on column identities.issuer is 'pii:activity; where its holder signs in; until it is unlinked, or the account ends';
comment on column identities.subject is 'pii:pseudonym; finds the account of whoever the provider names; until it is unlinked, or the account ends';
comment on column identities.created_at is 'pii:activity; shown in the list of one''s identities; until it is unlinked, or the account ends';
comment on column identities.last_used_at is 'pii:activity; shown in the list of one''s identities; until it is unlinked, or the account ends';

alter table identities enable row level security, force row level security;
create policy own on identities using ((select sees_all()) or account_id = (select own_account()));

-- Somebody has been sent to a provider; only the hash of what binds it to their browser is here. With a subject, they
-- came back, and the provider's word waits for its holder to sign in to an account and link it.
create table sign_in_attempts (
    token_hash bytea primary key,
    provider text not null,
    account_id uuid constraint sign_in_attempts_account_id_fkey references accounts on delete cascade,
    issuer text,
    subject text,
    expires_at timestamptz not null,
    constraint sign_in_attempts_subject check ((issuer is null) = (subject is null))
);
create index sign_in_attempts_account_id on sign_in_attempts (account_id);
create index sign_in_attempts_expires_at on sign_in_attempts (expires_at);

comment on table sign_in_attempts is 'Sign-ins under way at a provider; of whoever begins one; basis: contract (art. 6(1)(b)); seen by nobody';
comment on column sign_in_attempts.token_hash is 'pii:none';
comment on column sign_in_attempts.provider is 'pii:none';
comment on column sign_in_attempts.account_id is 'pii:pseudonym; who links an identity; until it ends, 30 minutes at most';
comment on column sign_in_attempts.issuer is 'pii:activity; the identity to be linked; until it ends, 30 minutes at most';
comment on column sign_in_attempts.subject is 'pii:pseudonym; the identity to be linked; until it ends, 30 minutes at most';
comment on column sign_in_attempts.expires_at is 'pii:none';

alter table sign_in_attempts enable row level security, force row level security;
create policy service on sign_in_attempts using ((select sees_all()));

-- Whoever comes by a provider has no password until they choose one. A program of before reads no such row but at sign-in
-- with a password, which there is none of.
-- squawk-ignore ban-drop-not-null
alter table accounts alter column password_hash drop not null;

grant select, insert, update, delete on identities, sign_in_attempts to lorntech_app;
