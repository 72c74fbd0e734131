alter table request_documents drop column question_id;
