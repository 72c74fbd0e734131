drop table sync_acks;
