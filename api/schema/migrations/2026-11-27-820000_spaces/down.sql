delete from notification_settings where kind = 'bookings';
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'request_reminders', 'site_requests', 'site_replies', 'site_deadlines', 'records',
        'record_confirmations', 'saved_searches'));
drop function held_units(uuid, tstzrange);
drop table calendar_feeds;
drop table bookings;
drop table spaces;
drop extension btree_gist;
