drop policy readers on dossier_versions;
create policy pilots on dossier_versions using ((select sees_all()) or (select steers_candidacies()));
drop table dossier_reviews;
drop function account_of(text);
drop function own_review(uuid);
