-- Files that a candidacy shows as evidence. Their bytes lie beside the database (docs/decisions/0024-files-beside-the-database.md);
-- what they are called, and what they are, stands in the evidence and stays in the dossiers that were frozen with it.
-- squawk-ignore-file require-concurrent-index-creation
create table evidence_files (
    id uuid primary key,
    candidacy_id uuid not null constraint evidence_files_candidacy_id_fkey references candidacies on delete cascade,
    author_id uuid constraint evidence_files_author_id_fkey references accounts on delete set null,
    size bigint not null,
    status text not null constraint evidence_files_status check (status in ('receiving', 'pending', 'unscanned', 'clean', 'infected')),
    attempts integer not null default 0,
    available_at timestamptz not null default now(),
    created_at timestamptz not null
);
create index evidence_files_candidacy_id on evidence_files (candidacy_id);
create index evidence_files_author_id on evidence_files (author_id);
create index evidence_files_unfinished on evidence_files (available_at) where status in ('receiving', 'pending', 'unscanned');
create index candidacy_evidence_document on candidacy_evidence ((shows ->> 'document_id')) where shows ->> 'document_id' is not null;
comment on table evidence_files is 'Files that a candidacy shows as evidence; of pilots; basis: public interest (art. 6(1)(e)); the files are had by pilots and the reviewers of a dossier that holds them';
comment on column evidence_files.id is 'pii:none';
comment on column evidence_files.candidacy_id is 'pii:none';
comment on column evidence_files.author_id is 'pii:pseudonym; who sent it, to be told when it was infected; as long as the evidence or a frozen dossier holds it, or until the account ends';
comment on column evidence_files.size is 'pii:none; bytes';
comment on column evidence_files.status is 'pii:none';
comment on column evidence_files.attempts is 'pii:none; how often it was given to the scanner';
comment on column evidence_files.available_at is 'pii:none; when it is given to the scanner again';
comment on column evidence_files.created_at is 'pii:none';
comment on column candidacy_evidence.shows is 'pii:none; a figure with its source, a search with the hash of the ids it found, name, type, size and hash of a file, or an address';
create trigger evidence_files_file after delete on evidence_files for each row execute function remember_file();
create trigger evidence_files_infected after update on evidence_files for each row
    when (new.status = 'infected' and old.status <> 'infected') execute function remember_file();
grant select, insert, update, delete on evidence_files to lorntech_app;
