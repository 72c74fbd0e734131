delete from notification_settings where kind = 'saved_searches';
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records', 'record_confirmations'));
drop trigger organizations_versions on organizations;
drop function keep_versions();
drop table organization_versions;
drop table saved_search_matches;
drop table saved_searches;
