-- Searches of the directory that somebody has saved, to be told what has come to match them.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid
create table saved_searches (
    id uuid primary key,
    account_id uuid not null constraint saved_searches_account_id_fkey references accounts on delete cascade,
    name text not null,
    query jsonb not null,
    paused boolean not null default false,
    known_until timestamptz not null,
    next_look_at timestamptz not null,
    told_at timestamptz,
    created_at timestamptz not null default now()
);
create index saved_searches_account_id on saved_searches (account_id, id);
create index saved_searches_due on saved_searches (next_look_at) where not paused;

comment on table saved_searches is 'Saved searches; of whoever wants to hear of new matches; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column saved_searches.id is 'pii:none';
comment on column saved_searches.account_id is 'pii:pseudonym; whose search it is; until it is deleted, or the account ends';
comment on column saved_searches.name is 'pii:text; what its holder calls it; until it is deleted, or the account ends';
comment on column saved_searches.query is 'pii:preference; what is looked for; until it is deleted, or the account ends';
comment on column saved_searches.paused is 'pii:preference; whether it is looked for; until it is deleted, or the account ends';
comment on column saved_searches.known_until is 'pii:none; by the clock of the database: what matched before is known, or was told';
comment on column saved_searches.next_look_at is 'pii:none';
comment on column saved_searches.told_at is 'pii:activity; when matches were last told; until it is deleted, or the account ends';
comment on column saved_searches.created_at is 'pii:activity; since when; until it is deleted, or the account ends';

-- What is not to be told again.
create table saved_search_matches (
    saved_search_id uuid not null constraint saved_search_matches_saved_search_id_fkey references saved_searches on delete cascade,
    organization_id uuid not null constraint saved_search_matches_organization_id_fkey references organizations on delete cascade,
    constraint saved_search_matches_key primary key (saved_search_id, organization_id)
);
create index saved_search_matches_organization_id on saved_search_matches (organization_id);

comment on table saved_search_matches is 'What saved searches have told; of whoever wants to hear of new matches; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column saved_search_matches.saved_search_id is 'pii:pseudonym; which search; as long as the search';
comment on column saved_search_matches.organization_id is 'pii:activity; what was told; as long as the search';

alter table saved_searches enable row level security, force row level security;
create policy own on saved_searches using ((select sees_all()) or account_id = (select own_account()));
alter table saved_search_matches enable row level security, force row level security;
create policy own on saved_search_matches using (
    (select sees_all()) or exists (select from saved_searches s where s.id = saved_search_id));
grant select, insert, update, delete on saved_searches, saved_search_matches to lorntech_app;

-- How published records stood before they changed, for as long as a search has not looked since: what matched already is
-- not told because something else about it has changed. Whatever a list filters by is in it, and nothing of people.
create table organization_versions (
    organization_id uuid not null constraint organization_versions_organization_id_fkey references organizations on delete cascade,
    since timestamptz not null,
    until timestamptz not null,
    record jsonb not null,
    constraint organization_versions_key primary key (organization_id, until)
);
create index organization_versions_until on organization_versions (until);
comment on column organization_versions.organization_id is 'pii:none';
comment on column organization_versions.since is 'pii:none';
comment on column organization_versions.until is 'pii:none';
comment on column organization_versions.record is 'pii:none; as it was published';
grant select, insert, delete on organization_versions to lorntech_app;

create function keep_versions() returns trigger language plpgsql as $$
begin
    insert into organization_versions (organization_id, since, until, record)
    select o.id, o.updated_at, n.updated_at, to_jsonb(o) - array['created_by', 'summary', 'description', 'pitch', 'business_model',
            'links', 'phone', 'profile', 'funding_rounds', 'logo', 'review_reason', 'review_note']
      from before o join after n using (id)
     where o.status = 'published' and o.updated_at < n.updated_at
        on conflict do nothing;
    return null;
end $$;
create trigger organizations_versions after update on organizations
    referencing old table as before new table as after for each statement execute function keep_versions();

-- Letters about them can be switched off.
-- It comes back wider in the same statement.
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records', 'record_confirmations', 'saved_searches'));
