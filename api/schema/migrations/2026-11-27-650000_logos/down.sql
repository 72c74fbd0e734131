drop table organization_logos;
alter table organizations drop column logo;
