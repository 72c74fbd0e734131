alter table totems drop column contact, drop column opening_hours;
