set local lorntech.role = 'service';
-- Whoever has no password chooses one by the link for a new one: nothing matches this.
update accounts set password_hash = '' where password_hash is null;
alter table accounts alter column password_hash set not null;
drop table sign_in_attempts;
drop table identities;
