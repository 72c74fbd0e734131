drop table request_documents;
drop function remember_file();
drop table removed_files;
