alter table service_requests drop column project_id;
drop table project_events;
drop table projects;
