drop index request_messages_mail_key;
alter table request_messages drop column mail_digest;
drop table reply_addresses;
