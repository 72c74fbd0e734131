alter table sync_conflicts drop column note;
