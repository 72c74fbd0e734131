-- A candidacy as it was at a moment, byte by byte. Pilots see it alone: it is what they hand in, also of a draft.
-- squawk-ignore-file require-concurrent-index-creation, disallowed-unique-constraint
create function steers_candidacies() returns boolean language sql stable security definer set search_path = ''
    return exists (select from public.grants g where g.account_id = public.own_account() and g.role = 'pilot');

create table dossier_versions (
    id uuid primary key,
    candidacy_id uuid not null constraint dossier_versions_candidacy_id_fkey references candidacies on delete cascade,
    number integer not null,
    note text,
    state text not null,
    gaps integer not null,
    content text not null,
    sha256 text not null,
    frozen_at timestamptz not null,
    constraint dossier_versions_number_key unique (candidacy_id, number),
    constraint dossier_versions_sha256 check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
comment on table dossier_versions is 'Frozen dossiers of candidacies; no persons in them';
comment on column dossier_versions.id is 'pii:none';
comment on column dossier_versions.candidacy_id is 'pii:none';
comment on column dossier_versions.number is 'pii:none; 1 is the first of its candidacy';
comment on column dossier_versions.note is 'pii:none; what it was frozen for';
comment on column dossier_versions.state is 'pii:none; where the candidacy stood';
comment on column dossier_versions.gaps is 'pii:none; how much was missing';
comment on column dossier_versions.content is 'pii:none; canonical JSON (RFC 8785) of all that the candidacy held';
comment on column dossier_versions.sha256 is 'pii:none; of the content';
comment on column dossier_versions.frozen_at is 'pii:none';

alter table dossier_versions enable row level security, force row level security;
create policy pilots on dossier_versions using ((select sees_all()) or (select steers_candidacies()));
-- What was frozen stays as it was.
grant select, insert on dossier_versions to lorntech_app;
