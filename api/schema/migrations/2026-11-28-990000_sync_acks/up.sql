-- What partner regions have to confirm: that they, too, have deleted what was erased or taken back here (docs/sync.md).
-- squawk-ignore-file constraint-missing-not-valid, disallowed-unique-constraint

-- A row outlives the tombstone in the feed, which goes after 90 days.
create table sync_acks (
    position bigint not null,
    partner text not null constraint sync_acks_partner check (partner in ('fr-lorraine', 'lu', 'de-sl', 'de-tr')),
    kind text not null constraint sync_acks_kind check (kind in ('organization')),
    record_id uuid not null,
    authority text not null,
    reason text not null constraint sync_acks_reason check (reason in ('consent_withdrawn', 'erased')),
    since timestamptz not null default now(),
    acknowledged_at timestamptz,
    primary key (position, partner)
);
create index sync_acks_partner on sync_acks (partner, position);
create index sync_acks_open on sync_acks (record_id) where acknowledged_at is null;
comment on table sync_acks is 'Which partner regions have confirmed that they deleted a record, too; no personal data; seen by that region, by moderators and by administrators; open ones until they are confirmed, the others for a year after that, as proof';
comment on column sync_acks.position is 'pii:none; of the tombstone in the feed';
comment on column sync_acks.partner is 'pii:none; who could see the record, and has to confirm';
comment on column sync_acks.kind is 'pii:none';
comment on column sync_acks.record_id is 'pii:none; of a record that is no longer there';
comment on column sync_acks.authority is 'pii:none; of the record';
comment on column sync_acks.reason is 'pii:none';
comment on column sync_acks.since is 'pii:none';
comment on column sync_acks.acknowledged_at is 'pii:none';
alter table sync_acks enable row level security, force row level security;
create policy own on sync_acks using ((select moderates()) or partner = (select spoken_authority()));
grant select, insert, update, delete on sync_acks to lorntech_app;
