-- Label programmes with their calls and waves, and the steps of a candidacy from state to state.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation

create table label_programmes (
    id uuid primary key,
    slug text not null constraint label_programmes_slug_key unique,
    name text not null,
    description jsonb not null,
    ended jsonb,
    succeeded_by text,
    calls jsonb not null,
    sources jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger label_programmes_revision before update on label_programmes for each row execute function raise_revision();
comment on column label_programmes.id is 'pii:none';
comment on column label_programmes.slug is 'pii:none';
comment on column label_programmes.name is 'pii:none';
comment on column label_programmes.description is 'pii:none';
comment on column label_programmes.ended is 'pii:none; when its end was announced';
comment on column label_programmes.succeeded_by is 'pii:none; the slug of the programme that replaces it';
comment on column label_programmes.calls is 'pii:none; each with its criteria, version by version';
comment on column label_programmes.sources is 'pii:none';
comment on column label_programmes.revision is 'pii:none';
comment on column label_programmes.created_at is 'pii:none';
comment on column label_programmes.updated_at is 'pii:none';
grant select, insert, update on label_programmes to lorntech_app;

create table label_waves (
    id uuid primary key,
    programme_id uuid not null constraint label_waves_programme_id_fkey references label_programmes,
    slug text not null constraint label_waves_slug_key unique,
    position integer not null,
    name jsonb not null,
    facts jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint label_waves_position_key unique (programme_id, position)
);
create trigger label_waves_revision before update on label_waves for each row execute function raise_revision();
comment on column label_waves.id is 'pii:none';
comment on column label_waves.programme_id is 'pii:none';
comment on column label_waves.slug is 'pii:none';
comment on column label_waves.position is 'pii:none; in time, from 1';
comment on column label_waves.name is 'pii:none';
comment on column label_waves.facts is 'pii:none; each as one source tells it';
comment on column label_waves.revision is 'pii:none';
comment on column label_waves.created_at is 'pii:none';
comment on column label_waves.updated_at is 'pii:none';
grant select, insert, update on label_waves to lorntech_app;

alter table candidacies add column programme_id uuid constraint candidacies_programme_id_fkey references label_programmes;
alter table candidacies add column call_slug text;
alter table candidacies add column contacts jsonb not null default '[]';
alter table candidacies add column superseded_by uuid constraint candidacies_superseded_by_fkey references candidacies;
create index candidacies_programme_id on candidacies (programme_id);
create index candidacies_superseded_by on candidacies (superseded_by) where superseded_by is not null;
comment on column candidacies.programme_id is 'pii:none';
comment on column candidacies.call_slug is 'pii:none; the call of the programme that it answers';
comment on column candidacies.contacts is 'pii:none; offices and functions, never people';
comment on column candidacies.superseded_by is 'pii:none; the candidacy that took its place';

create table candidacy_events (
    id uuid primary key,
    candidacy_id uuid not null constraint candidacy_events_candidacy_id_fkey references candidacies on delete cascade,
    from_state text not null,
    to_state text not null constraint candidacy_events_to_state check (to_state in (
        'draft', 'submitted', 'completeness_check', 'co_construction', 'under_evaluation', 'labelled_provisional',
        'returned', 'rejected', 'labelled_confirmed', 'renewed', 'superseded', 'expired', 'withdrawn', 'abandoned')),
    occurred_on date not null,
    precision text not null constraint candidacy_events_precision check (precision in ('day', 'month', 'season', 'year')),
    date_inferred boolean not null,
    sources jsonb not null,
    reason text,
    note text,
    recorded_at timestamptz not null default now()
);
create index candidacy_events_candidacy_id on candidacy_events (candidacy_id, id);
comment on column candidacy_events.id is 'pii:none';
comment on column candidacy_events.candidacy_id is 'pii:none';
comment on column candidacy_events.from_state is 'pii:none';
comment on column candidacy_events.to_state is 'pii:none';
comment on column candidacy_events.occurred_on is 'pii:none; when it happened, which may be long before it was recorded';
comment on column candidacy_events.precision is 'pii:none';
comment on column candidacy_events.date_inferred is 'pii:none';
comment on column candidacy_events.sources is 'pii:none; public documents, also where they differ';
comment on column candidacy_events.reason is 'pii:none';
comment on column candidacy_events.note is 'pii:none; said in public of the candidacy, never of people';
comment on column candidacy_events.recorded_at is 'pii:none';
-- Nothing that happened is taken back or told anew.
grant select, insert on candidacy_events to lorntech_app;
