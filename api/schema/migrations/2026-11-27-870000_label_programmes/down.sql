drop table candidacy_events;
alter table candidacies drop column superseded_by, drop column contacts, drop column call_slug, drop column programme_id;
drop table label_waves;
drop table label_programmes;
