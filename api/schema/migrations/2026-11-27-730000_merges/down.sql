drop function move_keepers(uuid, uuid);
drop policy merged on invitations;
drop policy merged_seen on invitations;
drop policy merged_away on grants;
drop policy merged on grants;
drop function moderates();
drop index organizations_merged_into;
alter table organizations drop constraint organizations_gone, drop column merged_into, drop column was_public;
