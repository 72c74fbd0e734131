-- Milestones as a plan: who sees to each, what has to be done before it, and which come before which.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, ban-drop-constraint
alter table milestones add column owner_id uuid constraint milestones_owner_id_fkey references accounts on delete set null;
alter table milestones add column tasks jsonb not null default '[]';
alter table milestones add column reminded_for date;
alter table milestones add column revision bigint not null default 1;
alter table milestones add column created_at timestamptz not null default now();
alter table milestones add column updated_at timestamptz not null default now();
create trigger milestones_revision before update on milestones for each row execute function raise_revision();
create index milestones_owner_id on milestones (owner_id) where owner_id is not null;
create index milestones_planned_on on milestones (planned_on) where owner_id is not null and occurred_on is null;
comment on table milestones is 'Milestones of candidacies, with who sees to each; of pilots; basis: task in the public interest (art. 6(1)(e)); the owner seen by pilots';
comment on column milestones.owner_id is 'pii:pseudonym; who sees to it, told to pilots; until somebody else does, or the account ends';
comment on column milestones.tasks is 'pii:none; what has to be done before it';
comment on column milestones.reminded_for is 'pii:none; the planned day of which its owner was last reminded';
comment on column milestones.revision is 'pii:none';
comment on column milestones.created_at is 'pii:none';
comment on column milestones.updated_at is 'pii:none';

create table milestone_dependencies (
    milestone_id uuid constraint milestone_dependencies_milestone_id_fkey references milestones on delete cascade,
    depends_on_id uuid constraint milestone_dependencies_depends_on_id_fkey references milestones on delete cascade,
    constraint milestone_dependencies_pkey primary key (milestone_id, depends_on_id),
    constraint milestone_dependencies_not_itself check (milestone_id <> depends_on_id)
);
create index milestone_dependencies_depends_on_id on milestone_dependencies (depends_on_id);
comment on column milestone_dependencies.milestone_id is 'pii:none';
comment on column milestone_dependencies.depends_on_id is 'pii:none; what comes before it';
grant select, insert, delete on milestone_dependencies to lorntech_app;

alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'request_reminders', 'site_requests', 'site_replies', 'site_deadlines',
        'records', 'record_confirmations', 'saved_searches', 'bookings', 'milestones'));
