drop table notifications;
delete from notification_settings where channel = 'site';
alter table notification_settings
    drop constraint notification_settings_channel,
    add constraint notification_settings_channel check (channel in ('mail'));
