-- Projects: what somebody is about to found, before there is a company, and the steps of their path.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
create table projects (
    id uuid primary key,
    owner_id uuid not null constraint projects_owner_id_fkey references accounts on delete cascade,
    name text not null,
    summary text,
    stage text not null constraint projects_stage
        check (stage in ('talent_detected', 'idea', 'creation', 'growth', 'international')),
    status text not null default 'active' constraint projects_status check (status in ('active', 'paused', 'abandoned')),
    needs text[] not null default '{}' constraint projects_needs check (needs <@ array[
        'coaching', 'financing', 'premises', 'prototyping', 'research', 'training', 'hosting', 'network', 'administration']),
    totem_id uuid constraint projects_totem_id_fkey references totems,
    commune_code text constraint projects_commune_code_fkey references communes,
    organization_id uuid constraint projects_organization_id_fkey references organizations on delete set null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- What a request of somebody belongs to is theirs: requests refer to both.
    constraint projects_of_owner_key unique (id, owner_id)
);
create trigger projects_revision before update on projects for each row execute function raise_revision();
create index projects_owner_id on projects (owner_id, id);
create index projects_totem_id on projects (totem_id, id) where totem_id is not null;
create index projects_organization_id on projects (organization_id) where organization_id is not null;
create index projects_unchanged on projects (updated_at);

comment on table projects is 'Projects; of whoever is on the path to a company; basis: contract (art. 6(1)(b)); seen by oneself and the agents of the Totem that one has chosen';
comment on column projects.id is 'pii:none';
comment on column projects.owner_id is 'pii:pseudonym; whose project it is; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.name is 'pii:text; what it is called; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.summary is 'pii:text; what it is about; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.stage is 'pii:activity; where it stands; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.status is 'pii:activity; whether it goes on; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.needs is 'pii:preference; what it needs; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.totem_id is 'pii:preference; who accompanies it; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.commune_code is 'pii:location; what is near; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.organization_id is 'pii:activity; the company that came of it; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.revision is 'pii:none';
comment on column projects.created_at is 'pii:activity; since when it is kept; 36 months after its last change, or until it is deleted, or the account ends';
comment on column projects.updated_at is 'pii:activity; when it was last changed; 36 months after its last change, or until it is deleted, or the account ends';

-- Where a project stood from a day on; nothing is changed in it.
create table project_events (
    id uuid primary key,
    project_id uuid not null constraint project_events_project_id_fkey references projects on delete cascade,
    occurred_on date not null,
    recorded_at timestamptz not null,
    party text not null constraint project_events_party check (party in ('owner', 'site')),
    from_stage text,
    to_stage text not null,
    from_status text,
    to_status text not null,
    note text,
    constraint project_events_from check ((from_stage is null) = (from_status is null))
);
create index project_events_project_id on project_events (project_id, id);

comment on table project_events is 'Steps of projects; of whoever is on the path to a company; basis: contract (art. 6(1)(b)); seen by oneself and the agents of the Totem that one has chosen';
comment on column project_events.id is 'pii:none';
comment on column project_events.project_id is 'pii:pseudonym; whose step it is; as long as the project';
comment on column project_events.occurred_on is 'pii:activity; when it was taken; as long as the project';
comment on column project_events.recorded_at is 'pii:activity; when it was told; as long as the project';
comment on column project_events.party is 'pii:none';
comment on column project_events.from_stage is 'pii:activity; where it stood; as long as the project';
comment on column project_events.to_stage is 'pii:activity; where it stands since; as long as the project';
comment on column project_events.from_status is 'pii:none';
comment on column project_events.to_status is 'pii:activity; whether it goes on since; as long as the project';
comment on column project_events.note is 'pii:text; what whoever told it adds; as long as the project';

alter table projects enable row level security, force row level security;
create policy party on projects using (
    (select sees_all()) or owner_id = (select own_account()) or totem_id = any ((select own_totems())::uuid[]));
alter table project_events enable row level security, force row level security;
create policy party on project_events using (
    (select sees_all()) or exists (select from projects p where p.id = project_id));
grant select, insert, update, delete on projects to lorntech_app;
-- The steps go with their project alone.
grant select, insert on project_events to lorntech_app;

-- That a project is one's own is decided with the request, in its one statement.
alter table service_requests add column project_id uuid;
alter table service_requests add constraint service_requests_project_id_fkey
    foreign key (project_id, requester_id) references projects (id, owner_id) on delete set null (project_id);
create index service_requests_project_id on service_requests (project_id, id desc) where project_id is not null;
comment on column service_requests.project_id is 'pii:activity; the project that it belongs to; 24 months after the end, or until the project or the account ends';
