drop table audit_seals;
drop index audit_log_actor;
drop index audit_log_subject;
delete from audit_log where subject_id is null or revision is null;
alter table audit_log drop column detail, alter column revision set not null, alter column subject_id set not null;
