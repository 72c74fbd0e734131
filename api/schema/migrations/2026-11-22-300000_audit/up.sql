-- What is audited besides changes (a sign-in refused, a right that was missing) has no record or no revision.
-- Nobody reads these columns but the log itself.
-- squawk-ignore ban-drop-not-null
alter table audit_log alter column subject_id drop not null, alter column revision drop not null, add column detail text;
-- Made while nothing is served yet by a program that needs them.
-- squawk-ignore require-concurrent-index-creation
create index audit_log_subject on audit_log (subject_kind, subject_id);
-- squawk-ignore require-concurrent-index-creation
create index audit_log_actor on audit_log (actor_id);
comment on column audit_log.detail is 'pii:none; the operation that was refused, or the task';

-- Rows of the audit log, hashed in order after their commit: inside the transaction a chain would make all writes wait
-- for each other. Nobody changes or removes a seal, for the runtime role may only insert.
create table audit_seals (
    number bigint primary key,
    sealed_at timestamptz not null,
    top bigint not null,
    rows bigint[] not null,
    digests bytea not null,
    hash bytea not null constraint audit_seals_hash check (length(hash) = 32),
    constraint audit_seals_digests check (length(digests) = 32 * cardinality(rows))
);
comment on column audit_seals.number is 'pii:none; 1, 2, 3 … without a gap';
comment on column audit_seals.sealed_at is 'pii:none';
comment on column audit_seals.top is 'pii:none; the greatest id of the audit log that this seal or an earlier one holds';
comment on column audit_seals.rows is 'pii:none; ids of the audit log, in the order of the digests';
comment on column audit_seals.digests is 'pii:none; SHA-256 of each row, 32 bytes each';
comment on column audit_seals.hash is 'pii:none; SHA-256 over the hash before it and this seal';
grant select, insert on audit_seals to lorntech_app;
