drop function has_owner(uuid);
drop policy claimed_seen on grants;
drop policy claimed on grants;
drop table organization_claims;
drop function is_moderator();
