drop trigger organization_identifiers_history_removed on organization_identifiers;
drop trigger organization_identifiers_history_added on organization_identifiers;
drop trigger organizations_history on organizations;
drop function keep_identifier_history();
drop function keep_history();
drop function note_change(uuid, boolean, boolean, jsonb);
drop function record_members(organizations);
drop table organization_history;
