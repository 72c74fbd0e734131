-- What a record holds besides, and the states of its life.
-- Each constraint that goes comes back wider in the same statement.
-- squawk-ignore-file adding-field-with-default, ban-drop-constraint, constraint-missing-not-valid
-- squawk-ignore-file require-concurrent-index-creation
alter table organizations
    add column links jsonb not null default '[]',
    add column headcount integer constraint organizations_headcount check (headcount >= 0),
    add column activity_nomenclature text,
    add column profile jsonb,
    add column international text[] not null default '{}',
    add column jobs integer constraint organizations_jobs check (jobs >= 0),
    add column funding_rounds jsonb not null default '[]',
    add column review_reason text,
    add column review_note text;
alter table organizations
    drop constraint organizations_status,
    add constraint organizations_status check (status in
        ('pending_review', 'sent_back', 'refused', 'published', 'suspended', 'archived', 'deleted')),
    add constraint organizations_review check (status not in ('sent_back', 'refused', 'suspended', 'archived', 'deleted')
        or review_reason is not null);
-- What waits for somebody, in the order in which it came.
create index organizations_unpublished on organizations (status, id) where status <> 'published';

comment on column organizations.links is 'pii:none';
comment on column organizations.headcount is 'pii:none';
comment on column organizations.activity_nomenclature is 'pii:none';
comment on column organizations.profile is 'pii:none';
comment on column organizations.international is 'pii:none';
comment on column organizations.jobs is 'pii:none';
comment on column organizations.funding_rounds is 'pii:none';
comment on column organizations.review_reason is 'pii:none';
comment on column organizations.review_note is 'pii:none; said of the record, not of people';

-- Letters about records can be switched off.
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (
        kind in ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records'));
