-- Second factors: codes of an authenticator app, passkeys, and codes on paper for when both are lost
-- (docs/decisions, second factors).
create table totp_factors (
    account_id uuid primary key constraint totp_factors_account_id_fkey references accounts on delete cascade,
    secret bytea,
    confirmed_at timestamptz,
    last_step bigint,
    pending bytea,
    pending_since timestamptz,
    constraint totp_factors_confirmed check ((secret is null) = (confirmed_at is null)),
    constraint totp_factors_pending check ((pending is null) = (pending_since is null))
);
create index totp_factors_pending_since on totp_factors (pending_since) where pending_since is not null;

comment on table totp_factors is 'Authenticator apps; of whoever has a second factor; basis: contract (art. 6(1)(b)); seen by oneself (that there is one)';
comment on column totp_factors.account_id is 'pii:pseudonym; whose app it is; until it is removed, or the account ends';
comment on column totp_factors.secret is 'pii:secret; checks codes, encrypted; until it is removed, or the account ends';
comment on column totp_factors.confirmed_at is 'pii:activity; shown to its holder; until it is removed, or the account ends';
comment on column totp_factors.last_step is 'pii:activity; the last code, which is not taken twice; until it is removed, or the account ends';
comment on column totp_factors.pending is 'pii:secret; an app that is being set up, encrypted; until confirmed, 1 hour at most';
comment on column totp_factors.pending_since is 'pii:activity; ends what is not confirmed; until confirmed, 1 hour at most';

alter table totp_factors enable row level security, force row level security;
create policy own on totp_factors using ((select sees_all()) or account_id = (select own_account()));

create table recovery_codes (
    account_id uuid not null constraint recovery_codes_account_id_fkey references accounts on delete cascade,
    code_hash bytea not null,
    primary key (account_id, code_hash)
);

comment on table recovery_codes is 'Recovery codes; of whoever has a second factor; basis: contract (art. 6(1)(b)); seen by oneself (how many there are)';
comment on column recovery_codes.account_id is 'pii:pseudonym; whose code it is; until used or renewed, or the account ends';
comment on column recovery_codes.code_hash is 'pii:secret; checks a code, hashed under a key; until used or renewed, or the account ends';

alter table recovery_codes enable row level security, force row level security;
create policy own on recovery_codes using ((select sees_all()) or account_id = (select own_account()));

create table passkeys (
    id uuid primary key,
    account_id uuid not null constraint passkeys_account_id_fkey references accounts on delete cascade,
    credential_id bytea not null constraint passkeys_credential_id_key unique,
    credential jsonb not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkeys_account_id on passkeys (account_id);

comment on table passkeys is 'Passkeys; of whoever signs in by one; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column passkeys.id is 'pii:pseudonym; names the passkey; until it is removed, or the account ends';
comment on column passkeys.account_id is 'pii:pseudonym; whose passkey it is; until it is removed, or the account ends';
comment on column passkeys.credential_id is 'pii:pseudonym; finds the passkey that a browser used; until it is removed, or the account ends';
comment on column passkeys.credential is 'pii:device; its public key and counter; until it is removed, or the account ends';
comment on column passkeys.name is 'pii:device; what its holder calls it; until it is removed, or the account ends';
comment on column passkeys.created_at is 'pii:activity; shown to its holder; until it is removed, or the account ends';
comment on column passkeys.last_used_at is 'pii:activity; shown to its holder; until it is removed, or the account ends';

alter table passkeys enable row level security, force row level security;
create policy own on passkeys using ((select sees_all()) or account_id = (select own_account()));

-- What a browser was asked to show: each question is answered once. Only the hash of what names it is here.
create table sign_in_challenges (
    token_hash bytea primary key,
    purpose text not null constraint sign_in_challenges_purpose
        check (purpose in ('second_factor', 'passkey', 'passkey_registration')),
    account_id uuid constraint sign_in_challenges_account_id_fkey references accounts on delete cascade,
    mode text constraint sign_in_challenges_mode check (mode in ('cookie', 'token')),
    state jsonb,
    expires_at timestamptz not null,
    constraint sign_in_challenges_whole check (
        (purpose = 'passkey') = (account_id is null)
        and (purpose = 'second_factor') = (mode is not null)
        and (purpose = 'second_factor') = (state is null))
);
create index sign_in_challenges_account_id on sign_in_challenges (account_id);
create index sign_in_challenges_expires_at on sign_in_challenges (expires_at);

comment on table sign_in_challenges is 'Second steps of sign-ins under way; of whoever signs in; basis: contract (art. 6(1)(b)); seen by nobody';
comment on column sign_in_challenges.token_hash is 'pii:none';
comment on column sign_in_challenges.purpose is 'pii:none';
comment on column sign_in_challenges.account_id is 'pii:pseudonym; who has shown the first factor; until answered, 5 minutes at most';
comment on column sign_in_challenges.mode is 'pii:none';
comment on column sign_in_challenges.state is 'pii:none';
comment on column sign_in_challenges.expires_at is 'pii:none';

alter table sign_in_challenges enable row level security, force row level security;
create policy service on sign_in_challenges using ((select sees_all()));

-- When the strongest factor that the account has was last shown in this session; empty for those of before.
alter table sessions add column verified_at timestamptz;
comment on column sessions.verified_at is 'pii:activity; asks again before what cannot be undone; as long as the session, 30 days at most';

grant select, insert, update, delete on totp_factors, recovery_codes, passkeys, sign_in_challenges to lorntech_app;
