alter table partner_records drop column mark;
drop table sync_partners;
