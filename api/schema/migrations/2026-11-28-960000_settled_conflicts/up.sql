-- Why a person settled a conflict with a partner region as they did (docs/sync.md).
alter table sync_conflicts add column note text;
comment on column sync_conflicts.note is 'pii:none; said of the record, not of people';
