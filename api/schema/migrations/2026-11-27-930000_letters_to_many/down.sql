alter table outbox drop column sent_to;
