-- What may be a duplicate waits for a person, with the record that its line gave.
-- squawk-ignore-file require-concurrent-index-creation, changing-column-type, constraint-missing-not-valid, ban-drop-not-null
alter table import_results
    add column record jsonb,
    add column digest bytea,
    add column decision text constraint import_results_decision check (decision in ('same', 'other', 'dismissed'));
create index import_results_undecided on import_results (import_id, place) where record is not null and decision is null;
comment on column import_results.record is 'pii:text; what the line says, to be compared with records that it may be of; until it is decided that it is one of them or another, at most 90 days after the import ended';
comment on column import_results.digest is 'pii:none; of that record';
comment on column import_results.decision is 'pii:none; what a person said of a possible duplicate';

alter table imports add column undecided bigint not null default 0;
comment on column imports.undecided is 'pii:none; how many lines wait for a person''s decision';

-- A line that a person has put aside is of no record, and is not asked about again.
alter table imported_records alter column organization_id drop not null;
comment on column imported_records.organization_id is 'pii:none; absent where a person has put the line aside';

-- Why a file could not be read, as a code that is said in the reader's language.
alter table imports alter column failure type jsonb using
    case when failure is not null then jsonb_build_object('code', 'unreadable_file') end;
comment on column imports.failure is 'pii:none; why the file as a whole could not be read';
