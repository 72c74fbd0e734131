-- The foundation: reference lists, directory, totems, service requests, candidacies, objectives, identity,
-- and the tables of the write path. The runtime role `lorntech_app` owns nothing; its rights are at the foot.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- unaccent() is only STABLE because its dictionary could be altered; naming the dictionary makes it safe to index.
create function fold(value text) returns text
    language sql immutable parallel safe strict
    return lower(public.unaccent('public.unaccent'::regdictionary, value));

create function joined(words text[]) returns text
    language sql immutable parallel safe strict
    return array_to_string(words, ' ');

create text search configuration names (copy = simple);
alter text search configuration names alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword
    with unaccent, simple;
create text search configuration fr (copy = french);
alter text search configuration fr alter mapping for hword, hword_part, word with unaccent, french_stem;
create text search configuration de (copy = german);
alter text search configuration de alter mapping for hword, hword_part, word with unaccent, german_stem;
create text search configuration en (copy = english);
alter text search configuration en alter mapping for hword, hword_part, word with unaccent, english_stem;

create function raise_revision() returns trigger language plpgsql as $$
begin
    new.revision := old.revision + 1;
    new.updated_at := now();
    return new;
end $$;

-- ── reference ───────────────────────────────────────────────────────────────
create table communes (
    code text primary key,
    name text not null,
    search_name text not null generated always as (fold(name)) stored,
    department text not null,
    nuts3 text not null,
    intercommunality text,
    postal_codes text[] not null,
    population integer not null,
    latitude double precision,
    longitude double precision
);
create index communes_search_name on communes using gin (search_name gin_trgm_ops);

-- The names that the post writes on letters, in capitals and shortened ("ST DIE DES VOSGES").
create table postal_codes (
    postal_code text not null,
    commune_code text not null constraint postal_codes_commune_code_fkey references communes,
    delivery_label text not null,
    primary key (postal_code, commune_code, delivery_label)
);
create index postal_codes_commune_code on postal_codes (commune_code);

create table activities (
    nomenclature text not null constraint activities_nomenclature check (nomenclature in ('naf_rev2', 'naf_2025')),
    code text not null,
    label text not null,
    search_label text not null generated always as (fold(label)) stored,
    primary key (nomenclature, code)
);

create table legal_forms (
    code text primary key,
    label text not null
);

create table sources (
    system text primary key,
    name text not null,
    publisher text not null,
    licence text not null,
    licence_url text,
    attribution text not null,
    url text
);

-- ── identity ────────────────────────────────────────────────────────────────
create table accounts (
    id uuid primary key,
    email text not null,
    name text not null,
    language text not null constraint accounts_language check (language in ('fr', 'de', 'en', 'lb')),
    password_hash text not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create unique index accounts_email_key on accounts (lower(email));
create trigger accounts_revision before update on accounts for each row execute function raise_revision();

create table sessions (
    token_hash bytea primary key,
    id uuid not null constraint sessions_id_key unique,
    account_id uuid not null constraint sessions_account_id_fkey references accounts on delete cascade,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_account_id on sessions (account_id);

-- ── totems ──────────────────────────────────────────────────────────────────
create table totems (
    id uuid primary key,
    slug text not null constraint totems_slug_key unique,
    code text not null constraint totems_code_key unique,
    name text not null,
    city text not null,
    description jsonb not null,
    features jsonb not null,
    status text not null constraint totems_status check (status in ('announced', 'open', 'closed')),
    status_on date,
    street text,
    postal_code text,
    commune_code text,
    latitude double precision,
    longitude double precision,
    calendar text not null constraint totems_calendar check (calendar in ('alsace_moselle', 'national')),
    facts jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger totems_revision before update on totems for each row execute function raise_revision();

create table totem_services (
    id uuid primary key,
    totem_id uuid not null constraint totem_services_totem_id_fkey references totems,
    slug text not null,
    family text not null constraint totem_services_family check (family in ('logistics', 'real_estate', 'coaching', 'financing')),
    name jsonb not null,
    description jsonb not null,
    languages text[] not null,
    response_target_days integer not null constraint totem_services_response_target_days check (response_target_days between 1 and 60),
    status text not null constraint totem_services_status check (status in ('active', 'paused')),
    position integer not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint totem_services_slug_key unique (totem_id, slug)
);
create trigger totem_services_revision before update on totem_services for each row execute function raise_revision();

create table grants (
    account_id uuid not null constraint grants_account_id_fkey references accounts on delete cascade,
    role text not null constraint grants_role check (role in ('agent', 'manager', 'pilot', 'moderator', 'admin')),
    totem_id uuid constraint grants_totem_id_fkey references totems,
    constraint grants_totem_id check ((role in ('agent', 'manager')) = (totem_id is not null))
);
create unique index grants_key on grants (account_id, role, totem_id) nulls not distinct;

-- ── directory ───────────────────────────────────────────────────────────────
create table organizations (
    id uuid primary key,
    slug text not null constraint organizations_slug_key unique,
    name text not null,
    sort_name text collate "C" not null generated always as (fold(name)) stored,
    alternate_names text[] not null default '{}',
    legal_name text,
    kinds text[] not null constraint organizations_kinds check (cardinality(kinds) between 1 and 5),
    summary jsonb,
    description jsonb,
    website text,
    legal_form text,
    activity text,
    headcount_range text,
    founded_on date,
    address text,
    postal_code text,
    locality text,
    commune_code text,
    nuts3 text,
    country text,
    latitude double precision,
    longitude double precision,
    sectors text[] not null default '{}',
    territory text not null,
    stage text,
    pitch jsonb,
    business_model text,
    team_size integer constraint organizations_team_size check (team_size >= 0),
    status text not null constraint organizations_status check (status in ('pending_review', 'published')),
    source_system text constraint organizations_source_system_fkey references sources,
    source_external_id text,
    source_url text,
    source_retrieved_on date,
    confirmed_on date,
    created_by uuid constraint organizations_created_by_fkey references accounts on delete set null,
    search tsvector not null generated always as (
        setweight(to_tsvector('names', name || ' ' || joined(alternate_names) || ' ' || coalesce(legal_name, '')), 'A')
        || setweight(to_tsvector('fr', coalesce(summary ->> 'fr', '') || ' ' || coalesce(description ->> 'fr', '')), 'C')
        || setweight(to_tsvector('de', coalesce(summary ->> 'de', '') || ' ' || coalesce(description ->> 'de', '')), 'C')
        || setweight(to_tsvector('en', coalesce(summary ->> 'en', '') || ' ' || coalesce(description ->> 'en', '')), 'C')
        || setweight(to_tsvector('names', coalesce(locality, '') || ' ' || joined(sectors)), 'B')
    ) stored,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint organizations_source_key unique (source_system, source_external_id)
);
create trigger organizations_revision before update on organizations for each row execute function raise_revision();
create index organizations_by_name on organizations (sort_name, id) where status = 'published';
create index organizations_by_update on organizations (updated_at, id) where status = 'published';
create index startups_by_name on organizations (sort_name, id) where status = 'published' and kinds @> '{startup}';
create index organizations_search on organizations using gin (search, kinds) where status = 'published';
create index organizations_created_by on organizations (created_by) where created_by is not null;

create table organization_identifiers (
    organization_id uuid not null constraint organization_identifiers_organization_id_fkey references organizations on delete cascade,
    scheme text not null,
    value text not null,
    constraint organization_identifiers_key primary key (scheme, value)
);
create index organization_identifiers_organization_id on organization_identifiers (organization_id);

-- A change of a child is a change of its organization, once in a transaction.
create function raise_organization_revision() returns trigger language plpgsql as $$
begin
    update organizations set updated_at = now()
     where id = coalesce(new.organization_id, old.organization_id) and updated_at <> now();
    return null;
end $$;
create trigger organization_identifiers_revision after insert or update or delete on organization_identifiers
    for each row execute function raise_organization_revision();

-- ── service requests ────────────────────────────────────────────────────────
create table service_requests (
    id uuid primary key,
    reference text not null constraint service_requests_reference_key unique,
    totem_id uuid not null constraint service_requests_totem_id_fkey references totems,
    service_id uuid not null constraint service_requests_service_id_fkey references totem_services,
    status text not null constraint service_requests_status check (status in (
        'draft', 'submitted', 'triage', 'assigned', 'in_progress', 'waiting_requester', 'answered', 'closed',
        'rejected', 'expired', 'cancelled')),
    subject text not null,
    body text not null,
    contact_name text not null,
    contact_email text not null,
    contact_phone text,
    contact_language text not null constraint service_requests_contact_language check (contact_language in ('fr', 'de', 'en', 'lb')),
    requester_id uuid constraint service_requests_requester_id_fkey references accounts on delete set null,
    organization_id uuid constraint service_requests_organization_id_fkey references organizations on delete set null,
    reason text,
    confirm_before timestamptz,
    submitted_at timestamptz,
    due_at timestamptz,
    waiting_since timestamptz,
    answered_at timestamptz,
    closed_at timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint service_requests_submitted_at check (status in ('draft', 'expired', 'cancelled') or (submitted_at is not null and due_at is not null)),
    constraint service_requests_reason check ((status = 'rejected') = (reason is not null))
);
create trigger service_requests_revision before update on service_requests for each row execute function raise_revision();
create index service_requests_inbox on service_requests (totem_id, due_at, id)
    where status in ('submitted', 'triage', 'assigned', 'in_progress', 'waiting_requester');
create index service_requests_by_totem on service_requests (totem_id, status, due_at, id);
create index service_requests_requester_id on service_requests (requester_id, id desc) where requester_id is not null;
create index service_requests_drafts on service_requests (confirm_before) where status = 'draft';

create table request_assignments (
    request_id uuid not null constraint request_assignments_request_id_fkey references service_requests on delete cascade,
    account_id uuid not null constraint request_assignments_account_id_fkey references accounts on delete cascade,
    lead boolean not null,
    assigned_at timestamptz not null,
    constraint request_assignments_key primary key (request_id, account_id)
);
create unique index request_assignments_lead_key on request_assignments (request_id) where lead;
create index request_assignments_account_id on request_assignments (account_id);

create table request_messages (
    id uuid primary key,
    request_id uuid not null constraint request_messages_request_id_fkey references service_requests on delete cascade,
    author_kind text not null constraint request_messages_author_kind check (author_kind in ('requester', 'agent')),
    author_id uuid constraint request_messages_author_id_fkey references accounts on delete set null,
    author_name text not null,
    body text not null,
    internal boolean not null,
    created_at timestamptz not null
);
create index request_messages_request_id on request_messages (request_id, id);

create table request_events (
    id uuid primary key,
    request_id uuid not null constraint request_events_request_id_fkey references service_requests on delete cascade,
    at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text,
    from_status text,
    to_status text not null,
    reason text,
    note text
);
create index request_events_request_id on request_events (request_id, id);

-- A link in a mail: its token is a signature over this id, so that the table alone opens nothing.
create table request_links (
    id uuid primary key,
    request_id uuid not null constraint request_links_request_id_fkey references service_requests on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index request_links_request_id on request_links (request_id);

-- ── candidacies and objectives ──────────────────────────────────────────────
create table candidacies (
    id uuid primary key,
    slug text not null constraint candidacies_slug_key unique,
    name jsonb not null,
    programme jsonb not null,
    territory text not null,
    lead jsonb not null,
    members text[] not null,
    state text not null constraint candidacies_state check (state in (
        'draft', 'submitted', 'completeness_check', 'co_construction', 'under_evaluation', 'labelled_provisional',
        'returned', 'rejected', 'labelled_confirmed', 'renewed', 'superseded', 'expired', 'withdrawn', 'abandoned')),
    state_on date,
    summary jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger candidacies_revision before update on candidacies for each row execute function raise_revision();

create table milestones (
    id uuid primary key,
    candidacy_id uuid not null constraint milestones_candidacy_id_fkey references candidacies on delete cascade,
    position integer not null,
    type text not null,
    title jsonb not null,
    detail jsonb,
    planned_on date,
    occurred_on date,
    precision text not null constraint milestones_precision check (precision in ('day', 'month', 'season', 'year')),
    date_words jsonb,
    date_inferred boolean not null,
    sources jsonb not null,
    constraint milestones_position_key unique (candidacy_id, position),
    constraint milestones_dated check (planned_on is not null or occurred_on is not null)
);

create table objectives (
    id uuid primary key,
    slug text not null constraint objectives_slug_key unique,
    position integer not null constraint objectives_position_key unique,
    name jsonb not null,
    unit jsonb not null,
    announcement jsonb not null,
    baseline jsonb,
    targets jsonb not null,
    horizon_years integer not null,
    context jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger objectives_revision before update on objectives for each row execute function raise_revision();

-- ── the write path ──────────────────────────────────────────────────────────
create table idempotency_keys (
    scope text not null,
    key text not null,
    attempt uuid not null,
    fingerprint bytea not null,
    status smallint,
    location text,
    etag text,
    body bytea,
    created_at timestamptz not null default now(),
    constraint idempotency_keys_key primary key (scope, key)
);
create index idempotency_keys_created_at on idempotency_keys (created_at);

create table audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor_kind text not null,
    actor_id uuid,
    action text not null,
    subject_kind text not null,
    subject_id uuid not null,
    revision bigint not null,
    request_id text not null
);

-- `position` stays NULL until a reader numbers the row after its commit: a number taken here would be visible late.
create table change_log (
    seq bigint generated always as identity primary key,
    position bigint constraint change_log_position_key unique,
    kind text not null,
    record_id uuid not null,
    revision bigint not null,
    state text not null constraint change_log_state check (state in ('updated', 'deleted')),
    at timestamptz not null default now()
);
create index change_log_unnumbered on change_log (seq) where position is null;

create table outbox (
    id uuid primary key,
    topic text not null,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    available_at timestamptz not null default now(),
    attempts integer not null default 0,
    done_at timestamptz,
    last_error text
);
create index outbox_waiting on outbox (available_at) where done_at is null;

-- ── rights of the runtime role ──────────────────────────────────────────────
grant usage on schema public to lorntech_app;
grant select on all tables in schema public to lorntech_app;
grant insert, update, delete on
    accounts, sessions, grants, totems, totem_services, organizations, organization_identifiers, service_requests,
    request_assignments, request_messages, request_events, request_links, candidacies, milestones, objectives,
    communes, postal_codes, activities, legal_forms, sources, idempotency_keys, outbox to lorntech_app;
grant insert on audit_log to lorntech_app;
grant insert, update, delete on change_log to lorntech_app;
