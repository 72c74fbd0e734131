alter table accounts drop constraint accounts_absence, drop column absent_from_on, drop column absent_until_on;
