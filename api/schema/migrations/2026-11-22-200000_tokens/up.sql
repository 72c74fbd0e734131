-- Refresh tokens of sessions, machine clients and their access tokens. Of a secret only a hash is kept.

-- One row for each pair of access and refresh token; its id is the `jti` of the access token. The tokens of a session
-- follow one another; `used_at` says that its owner has one in hand, `revoked_at` that another was given instead of it.
create table refresh_tokens (
    id uuid primary key,
    session_id uuid not null constraint refresh_tokens_session_id_fkey references sessions (id) on delete cascade,
    previous_id uuid constraint refresh_tokens_previous_id_fkey references refresh_tokens on delete cascade,
    token_hash bytea not null constraint refresh_tokens_token_hash_key unique,
    issued_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
);
create index refresh_tokens_session_id on refresh_tokens (session_id);
-- A token is followed by one other at a time.
create unique index refresh_tokens_successor_key on refresh_tokens (previous_id) where revoked_at is null;

comment on column refresh_tokens.id is 'pii:none';
comment on column refresh_tokens.session_id is 'pii:pseudonym; whose sign-in it is; as long as the session, 30 days at most';
comment on column refresh_tokens.previous_id is 'pii:none';
comment on column refresh_tokens.token_hash is 'pii:none';
comment on column refresh_tokens.issued_at is 'pii:activity; ends what is not used; as long as the session, 30 days at most';
comment on column refresh_tokens.used_at is 'pii:activity; tells a lost answer from a stolen token; as long as the session, 30 days at most';
comment on column refresh_tokens.revoked_at is 'pii:activity; tells a stolen token; as long as the session, 30 days at most';

create table api_clients (
    id uuid primary key,
    owner_id uuid not null constraint api_clients_owner_id_fkey references accounts on delete cascade,
    name text not null,
    test boolean not null,
    scopes text[] not null constraint api_clients_scopes check (
        cardinality(scopes) > 0 and scopes <@ array['directory:read', 'sync:read', 'sync:write']),
    allowed_origins text[] not null,
    secret_hash bytea,
    keys jsonb,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint api_clients_authentication check ((secret_hash is null) <> (keys is null)),
    -- Partners sign; a shared secret is for developers, and for partners who are trying.
    constraint api_clients_secret check (secret_hash is null or test or not scopes && array['sync:read', 'sync:write'])
);
create trigger api_clients_revision before update on api_clients for each row execute function raise_revision();
create index api_clients_owner_id on api_clients (owner_id, id);
create index api_clients_allowed_origins on api_clients using gin (allowed_origins);

comment on column api_clients.id is 'pii:none';
comment on column api_clients.owner_id is 'pii:pseudonym; who answers for the client; as long as the client';
comment on column api_clients.name is 'pii:none';
comment on column api_clients.test is 'pii:none';
comment on column api_clients.scopes is 'pii:none';
comment on column api_clients.allowed_origins is 'pii:none';
comment on column api_clients.secret_hash is 'pii:none';
comment on column api_clients.keys is 'pii:none';
comment on column api_clients.revision is 'pii:none';
comment on column api_clients.created_at is 'pii:none';
comment on column api_clients.updated_at is 'pii:none';

-- An access token of a client is worth what its row says; without one, nothing.
create table client_tokens (
    id uuid primary key,
    client_id uuid not null constraint client_tokens_client_id_fkey references api_clients on delete cascade,
    scopes text[] not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null
);
create index client_tokens_client_id on client_tokens (client_id);
create index client_tokens_expires_at on client_tokens (expires_at);

comment on column client_tokens.id is 'pii:none';
comment on column client_tokens.client_id is 'pii:none';
comment on column client_tokens.scopes is 'pii:none';
comment on column client_tokens.issued_at is 'pii:none';
comment on column client_tokens.expires_at is 'pii:none';

-- What a client has signed to authenticate itself, which serves once.
create table client_assertions (
    client_id uuid not null constraint client_assertions_client_id_fkey references api_clients on delete cascade,
    jti_hash bytea not null,
    expires_at timestamptz not null,
    constraint client_assertions_key primary key (client_id, jti_hash)
);
create index client_assertions_expires_at on client_assertions (expires_at);

comment on column client_assertions.client_id is 'pii:none';
comment on column client_assertions.jti_hash is 'pii:none';
comment on column client_assertions.expires_at is 'pii:none';

grant select, insert, update, delete on refresh_tokens, api_clients, client_tokens, client_assertions to lorntech_app;
