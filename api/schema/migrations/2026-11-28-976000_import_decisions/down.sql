alter table imports alter column failure type text using failure ->> 'code';
delete from imported_records where organization_id is null;
alter table imported_records alter column organization_id set not null;
alter table imports drop column undecided;
alter table import_results drop column record, drop column digest, drop column decision;
