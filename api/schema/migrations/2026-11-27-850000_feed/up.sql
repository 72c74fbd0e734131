-- The feed of partner regions (docs/sync.md): the last position of each record that others may keep a copy of.
-- squawk-ignore-file adding-field-with-default, constraint-missing-not-valid, disallowed-unique-constraint
-- squawk-ignore-file require-concurrent-index-creation

-- Whose word counts for a record; everybody else holds a copy.
alter table organizations add column authority text not null default 'fr-lorraine'
    constraint organizations_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr'));
comment on column organizations.authority is 'pii:none';

-- The region that a client speaks for.
alter table api_clients add column authority text
    constraint api_clients_authority check (authority in ('lu', 'de-sl', 'de-tr'));
comment on column api_clients.authority is 'pii:none';

-- One row. Whoever gives out positions holds it until the commit.
create table feed_head (
    singleton boolean primary key default true constraint feed_head_singleton check (singleton),
    epoch uuid not null default gen_random_uuid(),
    position bigint not null default 0
);
comment on table feed_head is 'The last position that was given out; no personal data';
comment on column feed_head.singleton is 'pii:none';
comment on column feed_head.epoch is 'pii:none; another one after a restore: positions of before mean something else';
comment on column feed_head.position is 'pii:none';
insert into feed_head default values;

create table feed (
    kind text not null constraint feed_kind check (kind in ('organization')),
    record_id uuid not null,
    position bigint not null constraint feed_position_key unique,
    revision bigint not null,
    authority text not null,
    state text not null constraint feed_state check (state in ('updated', 'deleted')),
    reason text constraint feed_reason check (reason in ('removed', 'unpublished', 'consent_withdrawn', 'erased', 'merged')),
    merged_into uuid,
    at timestamptz not null default now(),
    primary key (kind, record_id),
    constraint feed_tombstone check ((state = 'deleted') = (reason is not null))
);
create index feed_order on feed (kind, position);
create index feed_tombstones on feed (at) where state = 'deleted';
comment on table feed is 'Where each record that was public stands in the feed; public records only, and for 90 days that they have gone';
comment on column feed.kind is 'pii:none';
comment on column feed.record_id is 'pii:none';
comment on column feed.position is 'pii:none';
comment on column feed.revision is 'pii:none';
comment on column feed.authority is 'pii:none';
comment on column feed.state is 'pii:none';
comment on column feed.reason is 'pii:none';
comment on column feed.merged_into is 'pii:none';
comment on column feed.at is 'pii:none';

-- Up to where tombstones have gone: whoever stopped reading before has missed them.
create table feed_purges (
    kind text not null constraint feed_purges_kind check (kind in ('organization')),
    authority text not null,
    position bigint not null,
    primary key (kind, authority)
);
comment on table feed_purges is 'The last tombstone that was forgotten; no personal data';
comment on column feed_purges.kind is 'pii:none';
comment on column feed_purges.authority is 'pii:none';
comment on column feed_purges.position is 'pii:none';

grant select, update on feed_head to lorntech_app;
grant select, insert, update, delete on feed to lorntech_app;
grant select, insert, update on feed_purges to lorntech_app;
