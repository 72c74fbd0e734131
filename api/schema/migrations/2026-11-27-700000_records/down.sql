update organizations set status = 'pending_review' where status not in ('pending_review', 'published');
alter table organizations
    drop constraint organizations_legal_form_fkey,
    drop constraint organizations_activity_fkey,
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
drop index if exists organizations_unpublished;
