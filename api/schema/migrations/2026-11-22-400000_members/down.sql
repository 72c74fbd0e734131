drop table invitations;
delete from grants where organization_id is not null;
drop index grants_id_key;
drop index grants_key;
alter table grants
    drop constraint grants_organization_id,
    drop constraint grants_role,
    add constraint grants_role check (role in ('agent', 'manager', 'pilot', 'moderator', 'admin')),
    drop column id,
    drop column organization_id,
    drop column granted_at;
create unique index grants_key on grants (account_id, role, totem_id) nulls not distinct;
