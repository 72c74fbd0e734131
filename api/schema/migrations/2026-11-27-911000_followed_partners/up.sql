-- The partner regions that we follow (docs/sync.md): how far, and what keeps us from going on.
-- squawk-ignore-file adding-field-with-default
create table sync_partners (
    authority text primary key constraint sync_partners_authority check (authority in ('fr-lorraine', 'lu', 'de-sl', 'de-tr')),
    url text not null,
    next text,
    epoch text,
    mark bigint not null default 0,
    loading boolean not null default false,
    anew boolean not null default false,
    position bigint not null default 0,
    head bigint not null default 0,
    taken_over bigint not null default 0,
    read_at timestamptz,
    caught_up_at timestamptz,
    failing_since timestamptz,
    last_error text,
    halted text
);
comment on table sync_partners is 'The partner regions that we follow; no personal data';
comment on column sync_partners.authority is 'pii:none';
comment on column sync_partners.url is 'pii:none; of their instance';
comment on column sync_partners.next is 'pii:none; where to go on, from the beginning without it';
comment on column sync_partners.epoch is 'pii:none';
comment on column sync_partners.mark is 'pii:none; of the last time that everything was read anew';
comment on column sync_partners.loading is 'pii:none; everything is being read anew: what does not come goes at the end';
comment on column sync_partners.anew is 'pii:none; in another epoch than before: whatever differs counts';
comment on column sync_partners.position is 'pii:none';
comment on column sync_partners.head is 'pii:none';
comment on column sync_partners.taken_over is 'pii:none';
comment on column sync_partners.read_at is 'pii:none';
comment on column sync_partners.caught_up_at is 'pii:none';
comment on column sync_partners.failing_since is 'pii:none';
comment on column sync_partners.last_error is 'pii:none';
comment on column sync_partners.halted is 'pii:none; what a person has to allow first';

alter table partner_records add column mark bigint not null default 0;
comment on column partner_records.mark is 'pii:none; when everything was read anew and it came';

grant select, insert, update, delete on sync_partners to lorntech_app;
