delete from notification_settings where kind = 'milestones';
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'request_reminders', 'site_requests', 'site_replies', 'site_deadlines',
        'records', 'record_confirmations', 'saved_searches', 'bookings'));
drop table milestone_dependencies;
drop trigger milestones_revision on milestones;
alter table milestones drop column updated_at, drop column created_at, drop column revision, drop column reminded_for,
    drop column tasks, drop column owner_id;
