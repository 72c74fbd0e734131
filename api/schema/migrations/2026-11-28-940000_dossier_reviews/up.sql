-- Who scores a frozen dossier, and what they think of it. A conflict of interest shuts the dossier to whoever declares it.
-- squawk-ignore-file require-concurrent-index-creation, disallowed-unique-constraint
create table dossier_reviews (
    id uuid primary key,
    version_id uuid not null constraint dossier_reviews_version_id_fkey references dossier_versions on delete cascade,
    candidacy_id uuid not null constraint dossier_reviews_candidacy_id_fkey references candidacies on delete cascade,
    version_number integer not null,
    reviewer_id uuid constraint dossier_reviews_reviewer_id_fkey references accounts on delete set null,
    status text not null default 'open' constraint dossier_reviews_status check (status in ('open', 'submitted', 'recused')),
    scores jsonb not null default '[]',
    conflict text,
    assigned_at timestamptz not null,
    ended_at timestamptz,
    revision bigint not null default 1,
    updated_at timestamptz not null default now(),
    constraint dossier_reviews_key unique (version_id, reviewer_id),
    constraint dossier_reviews_ended_at check ((status = 'open') = (ended_at is null)),
    -- Whoever has a conflict of interest has no say.
    constraint dossier_reviews_conflict check ((status = 'recused') = (conflict is not null) and (status <> 'recused' or scores = '[]'))
);
create trigger dossier_reviews_revision before update on dossier_reviews for each row execute function raise_revision();
create index dossier_reviews_reviewer_id on dossier_reviews (reviewer_id, id);
create index dossier_reviews_candidacy_id on dossier_reviews (candidacy_id);

comment on table dossier_reviews is 'Reviews of frozen dossiers; of those who score them; basis: public interest (art. 6(1)(e)); seen by oneself, pilots, and the other reviewers once both have submitted';
comment on column dossier_reviews.id is 'pii:none';
comment on column dossier_reviews.version_id is 'pii:none';
comment on column dossier_reviews.candidacy_id is 'pii:none; as its version has it, which a conflict of interest hides';
comment on column dossier_reviews.version_number is 'pii:none; as its version has it, which a conflict of interest hides';
comment on column dossier_reviews.reviewer_id is 'pii:pseudonym; who scores; as long as the dossier, or until the account ends';
comment on column dossier_reviews.status is 'pii:activity; where the review stands; as long as the dossier, without its reviewer once the account ends';
comment on column dossier_reviews.scores is 'pii:text; what the reviewer thinks of each criterion; as long as the dossier, without its reviewer once the account ends, or until the account ends before it is submitted, or a conflict of interest is declared';
comment on column dossier_reviews.conflict is 'pii:text; the conflict of interest in its reviewer''s words; as long as the dossier, or until the account ends';
comment on column dossier_reviews.assigned_at is 'pii:none';
comment on column dossier_reviews.ended_at is 'pii:activity; when it was submitted, or the conflict of interest declared; as long as the dossier, without its reviewer once the account ends';
comment on column dossier_reviews.revision is 'pii:none';
comment on column dossier_reviews.updated_at is 'pii:activity; when it was last changed; as long as the dossier, without its reviewer once the account ends';

-- Where one's own review of a version stands, if there is one. The owner reads it for the policies below.
create policy through_functions on dossier_reviews for select to current_user using (true);
create function own_review(version uuid) returns text language sql stable security definer set search_path = ''
    return (select r.status from public.dossier_reviews r
        where r.version_id = version and r.reviewer_id = public.own_account());

-- Oneself; pilots, unless they score it themselves and are not done; others once both have submitted.
alter table dossier_reviews enable row level security, force row level security;
create policy readers on dossier_reviews using (
    (select sees_all()) or reviewer_id = (select own_account())
    or coalesce(own_review(version_id) = 'submitted', (select steers_candidacies()))
    and (status = 'submitted' or (select steers_candidacies())));
grant select, insert, update, delete on dossier_reviews to lorntech_app;

-- A conflict of interest shuts a dossier even to a pilot.
drop policy pilots on dossier_versions;
create policy readers on dossier_versions using (
    (select sees_all()) or coalesce(own_review(id) <> 'recused', (select steers_candidacies())));

-- Pilots name a reviewer by the address of their account, whom they do not see otherwise.
create function account_of(address text) returns table (id uuid, steers boolean)
    language sql stable security definer set search_path = ''
begin atomic
    select a.id, exists (select from public.grants g where g.account_id = a.id and g.role = 'pilot')
    from public.accounts a
    where a.email_folded = lower(address) and a.closes_at is null and public.steers_candidacies();
end;
