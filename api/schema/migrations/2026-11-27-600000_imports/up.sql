-- Imports: the file as it came, how far it is worked off, and what became of each of its lines.
-- squawk-ignore-file require-concurrent-index-creation

create table import_mappings (
    name text primary key constraint import_mappings_name check (name ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    source jsonb not null,
    mapping jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger import_mappings_revision before update on import_mappings for each row execute function raise_revision();
comment on column import_mappings.name is 'pii:none';
comment on column import_mappings.source is 'pii:none; who gives the file, on which terms';
comment on column import_mappings.mapping is 'pii:none; which column becomes what';
comment on column import_mappings.revision is 'pii:none';
comment on column import_mappings.created_at is 'pii:none';
comment on column import_mappings.updated_at is 'pii:none';

-- `done_lines` is the checkpoint: it is moved by the transaction that writes the lines before it.
create table imports (
    id uuid primary key,
    file_name text not null,
    status text not null constraint imports_status check (status in ('queued', 'running', 'done', 'cancelled', 'failed')),
    dry_run boolean not null,
    attended boolean not null default false,
    source jsonb not null,
    mapping jsonb not null,
    format jsonb not null,
    size bigint not null,
    done_lines bigint not null default 0,
    created bigint not null default 0,
    updated bigint not null default 0,
    unchanged bigint not null default 0,
    stale bigint not null default 0,
    conflict bigint not null default 0,
    error bigint not null default 0,
    failure text,
    created_by uuid constraint imports_created_by_fkey references accounts on delete cascade,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    ended_at timestamptz,
    constraint imports_ended_at check ((status in ('done', 'cancelled', 'failed')) = (ended_at is not null)),
    constraint imports_counts check (done_lines = created + updated + unchanged + stale + conflict + error)
);
create trigger imports_revision before update on imports for each row execute function raise_revision();
create index imports_waiting on imports (created_at) where status in ('queued', 'running');
create index imports_created_by on imports (created_by);
comment on table imports is 'Imports of files; of the moderators who send them; basis: public task (art. 6(1)(e)); seen by oneself and administrators';
comment on column imports.id is 'pii:none';
comment on column imports.file_name is 'pii:text; names the import to whoever sent it; 90 days after it ended';
comment on column imports.status is 'pii:none';
comment on column imports.dry_run is 'pii:none';
comment on column imports.attended is 'pii:none; a command line works it off, and not the worker';
comment on column imports.source is 'pii:none';
comment on column imports.mapping is 'pii:none';
comment on column imports.format is 'pii:none';
comment on column imports.size is 'pii:none';
comment on column imports.done_lines is 'pii:none; the checkpoint';
comment on column imports.created is 'pii:none';
comment on column imports.updated is 'pii:none';
comment on column imports.unchanged is 'pii:none';
comment on column imports.stale is 'pii:none';
comment on column imports.conflict is 'pii:none';
comment on column imports.error is 'pii:none';
comment on column imports.failure is 'pii:none; why the file as a whole could not be read';
comment on column imports.created_by is 'pii:pseudonym; who sent the file; 90 days after it ended, or until the account ends';
comment on column imports.revision is 'pii:none';
comment on column imports.created_at is 'pii:activity; when it was sent; 90 days after it ended';
comment on column imports.updated_at is 'pii:none';
comment on column imports.ended_at is 'pii:none';

-- The file in parts of a mebibyte, so that it is never in memory as a whole.
create table import_parts (
    import_id uuid not null constraint import_parts_import_id_fkey references imports on delete cascade,
    number integer not null,
    bytes bytea not null,
    constraint import_parts_key primary key (import_id, number)
);
alter table import_parts alter column bytes set storage external;
comment on table import_parts is 'Files sent for import; of whoever is named in them; basis: public task (art. 6(1)(e)); seen by whoever sent them and administrators';
comment on column import_parts.import_id is 'pii:none';
comment on column import_parts.number is 'pii:none';
comment on column import_parts.bytes is 'pii:text; what is imported; until the import ended';

create table import_results (
    import_id uuid not null constraint import_results_import_id_fkey references imports on delete cascade,
    place bigint not null,
    line bigint not null,
    outcome text not null constraint import_results_outcome check (outcome in ('created', 'updated', 'unchanged', 'stale', 'conflict', 'error')),
    name text not null,
    external_id text not null,
    organization_id uuid,
    problem jsonb,
    constraint import_results_key primary key (import_id, place)
);
create index import_results_outcome on import_results (import_id, outcome, place);
comment on table import_results is 'What became of each line of an import; of whoever is named in it; basis: public task (art. 6(1)(e)); seen by whoever sent the file and administrators';
comment on column import_results.import_id is 'pii:none';
comment on column import_results.place is 'pii:none; 1, 2, 3 … in the file';
comment on column import_results.line is 'pii:none; the line of the file on which it begins';
comment on column import_results.outcome is 'pii:none';
comment on column import_results.name is 'pii:text; names the line to whoever mends the file; 90 days after the import ended';
comment on column import_results.external_id is 'pii:none';
comment on column import_results.organization_id is 'pii:none';
comment on column import_results.problem is 'pii:text; what is wrong with the line, with the value that is; 90 days after the import ended';

-- What a source said last of a record: the same again changes nothing, whoever has edited the record since.
create table imported_records (
    system text not null constraint imported_records_system_fkey references sources,
    external_id text not null,
    organization_id uuid not null constraint imported_records_organization_id_fkey references organizations on delete cascade,
    source_revision bigint,
    digest bytea not null,
    import_id uuid,
    line bigint not null,
    constraint imported_records_key primary key (system, external_id)
);
create index imported_records_organization_id on imported_records (organization_id);
comment on column imported_records.system is 'pii:none';
comment on column imported_records.external_id is 'pii:none';
comment on column imported_records.organization_id is 'pii:none';
comment on column imported_records.source_revision is 'pii:none; a rising number of the source';
comment on column imported_records.digest is 'pii:none; of what the line said';
comment on column imported_records.import_id is 'pii:none; the import that said it last';
comment on column imported_records.line is 'pii:none; its line in that file';

-- What a list gives to ring up; of an organization.
alter table organizations add column phone text;
comment on column organizations.phone is 'pii:none; of an organization, as its source publishes it';

alter table imports enable row level security, force row level security;
create policy own on imports using ((select sees_all()) or (select is_admin()) or created_by = (select own_account()));
alter table import_parts enable row level security, force row level security;
create policy own on import_parts using ((select sees_all()) or exists (select from imports i where i.id = import_id));
alter table import_results enable row level security, force row level security;
create policy own on import_results using ((select sees_all()) or exists (select from imports i where i.id = import_id));

grant select, insert, update, delete on import_mappings, imports, import_parts, import_results, imported_records to lorntech_app;
