delete from notification_settings where kind = 'record_confirmations';
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (
        kind in ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records'));
drop table organization_confirmations;
