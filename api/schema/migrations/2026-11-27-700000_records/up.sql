-- What a record holds besides, and the states of its life.
alter table organizations
    add column links jsonb not null default '[]',
    add column headcount integer constraint organizations_headcount check (headcount >= 0),
    add column activity_nomenclature text,
    add column profile jsonb,
    add column international text[] not null default '{}',
    add column jobs integer constraint organizations_jobs check (jobs >= 0),
    add column funding_rounds jsonb not null default '[]',
    add column review_reason text,
    add column review_note text,
    drop constraint organizations_status,
    add constraint organizations_status check (status in
        ('pending_review', 'sent_back', 'refused', 'published', 'suspended', 'archived', 'deleted')),
    add constraint organizations_review check (status not in ('sent_back', 'refused', 'suspended', 'archived', 'deleted')
        or review_reason is not null),
    add constraint organizations_activity_fkey foreign key (activity_nomenclature, activity) references activities,
    add constraint organizations_legal_form_fkey foreign key (legal_form) references legal_forms;
create index organizations_unpublished on organizations (created_at, id) where status = 'pending_review';
