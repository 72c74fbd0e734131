alter table sessions drop column client;
alter table accounts drop column closes_at;
drop table account_links;
