-- What somebody has begun to write, to be gone on with on another device.
create table drafts (
    id uuid primary key,
    account_id uuid not null constraint drafts_account_id_fkey references accounts on delete cascade,
    form text not null constraint drafts_form check (form in ('service_request')),
    content text not null,
    revision bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint drafts_key unique (account_id, form)
);
create index drafts_updated_at on drafts (updated_at);

comment on table drafts is 'Drafts; of whoever is writing; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column drafts.id is 'pii:none';
comment on column drafts.account_id is 'pii:pseudonym; whose draft it is; 30 days after it was last written, or until it is sent or deleted, or the account ends';
comment on column drafts.form is 'pii:none';
comment on column drafts.content is 'pii:text; what was written so far; 30 days after it was last written, or until it is sent or deleted, or the account ends';
comment on column drafts.revision is 'pii:none';
comment on column drafts.created_at is 'pii:activity; when it was begun; 30 days after it was last written, or until it is sent or deleted, or the account ends';
comment on column drafts.updated_at is 'pii:activity; when it was last written; 30 days after it was last written, or until it is sent or deleted, or the account ends';

alter table drafts enable row level security, force row level security;
create policy own on drafts using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on drafts to lorntech_app;
