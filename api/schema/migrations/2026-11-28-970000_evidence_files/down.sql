drop index candidacy_evidence_document;
drop table evidence_files;
