drop function webhook_type(text, text, uuid, boolean);
drop table webhook_deliveries;
drop table webhook_events;
drop table webhooks;
drop function own_client();
