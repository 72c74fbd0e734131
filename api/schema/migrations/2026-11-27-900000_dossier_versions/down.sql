drop table dossier_versions;
drop function steers_candidacies();
