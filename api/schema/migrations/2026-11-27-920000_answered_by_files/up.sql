-- A file may be the answer to a question of the service.
alter table request_documents add column question_id text;
comment on column request_documents.question_id is 'pii:none; the question of the service that it answers';
