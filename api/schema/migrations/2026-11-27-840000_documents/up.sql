-- Documents of requests and of their messages. Their bytes are files (docs/decisions/0024-files-beside-the-database.md); a
-- row is there before its file, and what is to become of the file of a row that goes is written down with it.
-- squawk-ignore-file require-concurrent-index-creation

create table request_documents (
    id uuid primary key,
    request_id uuid not null constraint request_documents_request_id_fkey references service_requests on delete cascade,
    message_id uuid constraint request_documents_message_id_fkey references request_messages on delete cascade,
    author_kind text not null constraint request_documents_author_kind check (author_kind in ('requester', 'agent')),
    author_id uuid constraint request_documents_author_id_fkey references accounts on delete set null,
    name text not null,
    media_type text not null,
    size bigint not null,
    digest bytea,
    status text not null constraint request_documents_status check (status in ('receiving', 'pending', 'unscanned', 'clean', 'infected')),
    internal boolean not null default false,
    sent boolean not null,
    attempts integer not null default 0,
    available_at timestamptz not null default now(),
    revision bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null default now(),
    constraint request_documents_digest check ((status = 'receiving') = (digest is null)),
    constraint request_documents_sent check (message_id is null or sent)
);
create trigger request_documents_revision before update of status, message_id on request_documents
    for each row execute function raise_revision();
create index request_documents_request_id on request_documents (request_id, id);
create index request_documents_message_id on request_documents (message_id) where message_id is not null;
create index request_documents_author_id on request_documents (author_id, created_at);
create index request_documents_unfinished on request_documents (available_at) where status in ('receiving', 'pending', 'unscanned') or not sent;
comment on table request_documents is 'Files sent with requests and their messages; of requesters and agents; basis: steps at the request of the person (art. 6(1)(b)); seen by both sides, those of notes by the agents of the Totem';
comment on column request_documents.id is 'pii:none';
comment on column request_documents.request_id is 'pii:none';
comment on column request_documents.message_id is 'pii:none';
comment on column request_documents.author_kind is 'pii:none';
comment on column request_documents.author_id is 'pii:pseudonym; who sent it; 6 months after the request ended, or until the account ends';
comment on column request_documents.name is 'pii:text; what the file is called, like the file itself; 6 months after the request ended, 30 days if it was never confirmed';
comment on column request_documents.media_type is 'pii:none';
comment on column request_documents.size is 'pii:none; bytes; before it has arrived, what it was said to be';
comment on column request_documents.digest is 'pii:none; of the file as it is kept';
comment on column request_documents.status is 'pii:none';
comment on column request_documents.internal is 'pii:none; of a note among agents';
comment on column request_documents.sent is 'pii:none; others than its sender see it';
comment on column request_documents.attempts is 'pii:none; how often it was given to the scanner';
comment on column request_documents.available_at is 'pii:none; when it is given to the scanner again';
comment on column request_documents.revision is 'pii:none';
comment on column request_documents.created_at is 'pii:activity; when it was sent; 6 months after the request ended, 30 days if it was never confirmed';
comment on column request_documents.updated_at is 'pii:none';

alter table request_documents enable row level security, force row level security;
create policy party on request_documents using (
    (select sees_all())
    or (sent or author_id = (select own_account()) or author_id is null and author_kind = 'requester' and request_id = (select own_request()))
    and exists (
        select from service_requests r where r.id = request_id
        and (not request_documents.internal or r.totem_id = any ((select own_totems())::uuid[]))));

-- Files whose row has gone, until the worker has deleted them.
create table removed_files (
    id uuid primary key
);
comment on column removed_files.id is 'pii:none; of the document';
create function remember_file() returns trigger language plpgsql as $$
begin
    insert into removed_files (id) values (old.id) on conflict do nothing;
    return null;
end $$;
create trigger request_documents_file after delete on request_documents for each row execute function remember_file();
create trigger request_documents_infected after update on request_documents for each row
    when (new.status = 'infected' and old.status <> 'infected') execute function remember_file();

grant select, insert, update, delete on request_documents to lorntech_app;
grant select, insert, delete on removed_files to lorntech_app;
