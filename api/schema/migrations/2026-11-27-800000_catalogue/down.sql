alter table service_requests drop column answers;
drop trigger totem_services_of_totem on totem_services;
drop function raise_totem_revision();
update totem_services set family = 'coaching' where family in ('training', 'events', 'equipment', 'other');
alter table totem_services
    drop constraint totem_services_pause,
    drop constraint totem_services_family,
    add constraint totem_services_family check (family in ('logistics', 'real_estate', 'coaching', 'financing')),
    drop column access,
    drop column eligibility,
    drop column capacity,
    drop column lead_time_days,
    drop column paused_reason,
    drop column resumes_on,
    drop column fulfils,
    drop column questions;
