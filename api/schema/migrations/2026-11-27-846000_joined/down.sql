alter table service_requests drop column merged_into;
