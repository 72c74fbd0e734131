-- What a candidacy shows for the criteria of its call, what it was recommended, and who signs in its support.
-- squawk-ignore-file require-concurrent-index-creation, disallowed-unique-constraint
create table candidacy_evidence (
    id uuid primary key,
    candidacy_id uuid not null constraint candidacy_evidence_candidacy_id_fkey references candidacies on delete cascade,
    criterion text not null,
    title text not null,
    frozen_on date not null,
    valid_until date,
    perimeter text,
    value bigint,
    shows jsonb not null,
    recorded_at timestamptz not null
);
create index candidacy_evidence_candidacy_id on candidacy_evidence (candidacy_id, id);
comment on column candidacy_evidence.id is 'pii:none';
comment on column candidacy_evidence.candidacy_id is 'pii:none';
comment on column candidacy_evidence.criterion is 'pii:none; the code of a criterion of its call';
comment on column candidacy_evidence.title is 'pii:none';
comment on column candidacy_evidence.frozen_on is 'pii:none; the day as of which it holds';
comment on column candidacy_evidence.valid_until is 'pii:none';
comment on column candidacy_evidence.perimeter is 'pii:none; what is counted in';
comment on column candidacy_evidence.value is 'pii:none; how many, where something is counted';
comment on column candidacy_evidence.shows is 'pii:none; a figure with its source, a search with the hash of the ids it found, or an address';
comment on column candidacy_evidence.recorded_at is 'pii:none';
-- What was shown stays as it was.
grant select, insert, delete on candidacy_evidence to lorntech_app;

create table candidacy_recommendations (
    id uuid primary key,
    candidacy_id uuid not null constraint candidacy_recommendations_candidacy_id_fkey references candidacies on delete cascade,
    text text not null,
    given_on date not null,
    source jsonb not null,
    criterion text,
    answer text,
    answered_at timestamptz,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint candidacy_recommendations_answered check ((answer is null) = (answered_at is null))
);
create trigger candidacy_recommendations_revision before update on candidacy_recommendations
    for each row execute function raise_revision();
create index candidacy_recommendations_candidacy_id on candidacy_recommendations (candidacy_id, given_on, id);
comment on column candidacy_recommendations.id is 'pii:none';
comment on column candidacy_recommendations.candidacy_id is 'pii:none';
comment on column candidacy_recommendations.text is 'pii:none';
comment on column candidacy_recommendations.given_on is 'pii:none';
comment on column candidacy_recommendations.source is 'pii:none';
comment on column candidacy_recommendations.criterion is 'pii:none; the code of the criterion that it is about';
comment on column candidacy_recommendations.answer is 'pii:none';
comment on column candidacy_recommendations.answered_at is 'pii:none';
comment on column candidacy_recommendations.revision is 'pii:none';
comment on column candidacy_recommendations.created_at is 'pii:none';
comment on column candidacy_recommendations.updated_at is 'pii:none';
grant select, insert, update on candidacy_recommendations to lorntech_app;

create table candidacy_supporters (
    id uuid primary key,
    candidacy_id uuid not null constraint candidacy_supporters_candidacy_id_fkey references candidacies on delete cascade,
    organization_id uuid not null constraint candidacy_supporters_organization_id_fkey references organizations on delete cascade,
    statement text,
    signed_at timestamptz not null,
    constraint candidacy_supporters_key unique (candidacy_id, organization_id)
);
create index candidacy_supporters_organization_id on candidacy_supporters (organization_id);
comment on column candidacy_supporters.id is 'pii:none';
comment on column candidacy_supporters.candidacy_id is 'pii:none';
comment on column candidacy_supporters.organization_id is 'pii:none';
comment on column candidacy_supporters.statement is 'pii:none; what an organization says in public';
comment on column candidacy_supporters.signed_at is 'pii:none';
grant select, insert, delete on candidacy_supporters to lorntech_app;
