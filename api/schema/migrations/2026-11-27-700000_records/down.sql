delete from notification_settings where kind = 'records';
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (
        kind in ('request_received', 'request_answers', 'site_requests', 'site_replies'));
drop index organizations_unpublished;
update organizations set status = 'pending_review' where status not in ('pending_review', 'published');
alter table organizations
    drop constraint organizations_review,
    drop constraint organizations_status,
    add constraint organizations_status check (status in ('pending_review', 'published')),
    drop column review_note,
    drop column review_reason,
    drop column funding_rounds,
    drop column jobs,
    drop column international,
    drop column profile,
    drop column activity_nomenclature,
    drop column headcount,
    drop column links;
