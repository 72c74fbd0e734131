-- Logos, drawn anew in a few sizes from what was uploaded (docs/decisions/0019-logos-in-the-database.md).
-- squawk-ignore-file require-concurrent-index-creation

alter table organizations add column logo text;
comment on column organizations.logo is 'pii:none';

create table organization_logos (
    organization_id uuid not null constraint organization_logos_organization_id_fkey references organizations on delete cascade,
    size integer not null constraint organization_logos_size check (size in (64, 128, 256, 512)),
    digest text not null,
    image bytea not null,
    constraint organization_logos_key primary key (organization_id, size)
);
create index organization_logos_digest on organization_logos (digest, size);
-- It is compressed already.
alter table organization_logos alter column image set storage external;

comment on column organization_logos.organization_id is 'pii:none';
comment on column organization_logos.size is 'pii:none';
comment on column organization_logos.digest is 'pii:none';
comment on column organization_logos.image is 'pii:none';

grant select, insert, update, delete on organization_logos to lorntech_app;
