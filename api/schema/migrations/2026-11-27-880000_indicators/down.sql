drop trigger objectives_versions on objectives;
drop function keep_objective_version;
drop table objective_versions;
alter table objectives drop column indicator_id, drop column comparison_indicator_id;
drop table observations;
drop function keep_approved;
drop table indicators;
