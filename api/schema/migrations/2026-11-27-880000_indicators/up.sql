-- What is counted for an objective, what was counted, and how an objective was known at any time.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation

-- The words of an indicator are versions: a figure keeps the one it was counted by.
create table indicators (
    id uuid primary key,
    slug text not null constraint indicators_slug_key unique,
    measure text not null constraint indicators_measure check (measure in ('stock', 'flow')),
    definitions jsonb not null constraint indicators_definitions check (jsonb_array_length(definitions) > 0),
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger indicators_revision before update on indicators for each row execute function raise_revision();
comment on column indicators.id is 'pii:none';
comment on column indicators.slug is 'pii:none';
comment on column indicators.measure is 'pii:none';
comment on column indicators.definitions is 'pii:none';
comment on column indicators.revision is 'pii:none';
comment on column indicators.created_at is 'pii:none';
comment on column indicators.updated_at is 'pii:none';

-- Two times: the day a value held on, and from when to when the platform knew it.
create table observations (
    id uuid primary key,
    indicator_id uuid not null constraint observations_indicator_id_fkey references indicators,
    observed_on date not null,
    date_precision text not null constraint observations_date_precision check (date_precision in ('day', 'month', 'season', 'year')),
    date_inferred boolean not null,
    value double precision not null constraint observations_value check (value between -1e12 and 1e12),
    origin text not null constraint observations_origin check (origin in ('announced', 'entered', 'imported', 'computed')),
    source jsonb not null,
    computation jsonb constraint observations_computation check ((origin = 'computed') = (computation is not null)),
    note text,
    definition_version integer not null,
    version integer not null,
    status text not null constraint observations_status check (status in ('draft', 'approved', 'superseded', 'withdrawn')),
    approved_at timestamptz constraint observations_approved_at check ((status = 'draft') = (approved_at is null)),
    ended_at timestamptz constraint observations_ended_at check ((status in ('superseded', 'withdrawn')) = (ended_at is not null)),
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint observations_version_key unique (indicator_id, observed_on, version)
);
create trigger observations_revision before update on observations for each row execute function raise_revision();
create unique index observations_draft_key on observations (indicator_id, observed_on) where status = 'draft';
create unique index observations_approved_key on observations (indicator_id, observed_on) where status = 'approved';
comment on column observations.id is 'pii:none';
comment on column observations.indicator_id is 'pii:none';
comment on column observations.observed_on is 'pii:none';
comment on column observations.date_precision is 'pii:none';
comment on column observations.date_inferred is 'pii:none';
comment on column observations.value is 'pii:none';
comment on column observations.origin is 'pii:none';
comment on column observations.source is 'pii:none';
comment on column observations.computation is 'pii:none';
comment on column observations.note is 'pii:none; of the figure';
comment on column observations.definition_version is 'pii:none';
comment on column observations.version is 'pii:none';
comment on column observations.status is 'pii:none';
comment on column observations.approved_at is 'pii:none';
comment on column observations.ended_at is 'pii:none';
comment on column observations.revision is 'pii:none';
comment on column observations.created_at is 'pii:none';
comment on column observations.updated_at is 'pii:none';

-- What was approved stays: it can only end, and only once.
create function keep_approved() returns trigger language plpgsql as $$
declare
    fleeting text[] := array['status', 'ended_at', 'revision', 'updated_at'];
begin
    if old.status <> 'draft'
        and (tg_op = 'DELETE' or old.ended_at is not null or to_jsonb(new) - fleeting <> to_jsonb(old) - fleeting) then
        raise exception 'an approved observation stays as it was';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger observations_locked before update or delete on observations for each row execute function keep_approved();

alter table objectives
    add column indicator_id uuid,
    add column comparison_indicator_id uuid;
alter table objectives add constraint objectives_indicator_id_fkey foreign key (indicator_id) references indicators;
alter table objectives add constraint objectives_comparison_indicator_id_fkey foreign key (comparison_indicator_id) references indicators;
create index objectives_indicator_id on objectives (indicator_id);
create index objectives_comparison_indicator_id on objectives (comparison_indicator_id);
comment on column objectives.indicator_id is 'pii:none';
comment on column objectives.comparison_indicator_id is 'pii:none';

-- How an objective was known from then on.
create table objective_versions (
    objective_id uuid not null constraint objective_versions_objective_id_fkey references objectives on delete cascade,
    revision bigint not null,
    known_from timestamptz not null,
    record jsonb not null,
    constraint objective_versions_key primary key (objective_id, revision)
);
comment on column objective_versions.objective_id is 'pii:none';
comment on column objective_versions.revision is 'pii:none';
comment on column objective_versions.known_from is 'pii:none';
comment on column objective_versions.record is 'pii:none';
insert into objective_versions (objective_id, revision, known_from, record)
select id, revision, updated_at, to_jsonb(objectives) from objectives;

create function keep_objective_version() returns trigger language plpgsql as $$
begin
    insert into objective_versions (objective_id, revision, known_from, record)
    values (new.id, new.revision, new.updated_at, to_jsonb(new));
    return null;
end $$;
create trigger objectives_versions after insert or update on objectives for each row execute function keep_objective_version();

grant select, insert, update on indicators, objectives to lorntech_app;
grant select, insert, update, delete on observations to lorntech_app;
grant select, insert on objective_versions to lorntech_app;
