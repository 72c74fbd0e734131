set local lorntech.role = 'service';
drop table feed_purges;
drop table feed;
drop table feed_head;
update change_log set position = null where position is not null;
alter table api_clients drop column authority;
alter table organizations drop column authority;
