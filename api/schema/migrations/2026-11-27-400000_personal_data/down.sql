drop policy through_functions on grants;
drop policy admins on sessions;
drop policy admins on accounts;
drop table legal_holds, notification_settings, exports;
drop function published_contacts(uuid), forget_consents();
drop table consents;
