drop trigger organizations_words_changed on organizations;
drop trigger organizations_words_added on organizations;
drop function keep_words;
drop table directory_sectors;
drop table directory_words;
drop function one_letter_less;
drop index organization_identifiers_value;
drop index organizations_in_box;
drop index organizations_by_distance;
drop index organizations_by_site;
drop index organizations_search;
alter table organizations drop column search, drop column site_key, drop column name_words, drop column name_keys;
alter table organizations add column search tsvector not null generated always as (
    setweight(to_tsvector('names', name || ' ' || joined(alternate_names) || ' ' || coalesce(legal_name, '')), 'A')
    || setweight(to_tsvector('fr', coalesce(summary ->> 'fr', '') || ' ' || coalesce(description ->> 'fr', '')), 'C')
    || setweight(to_tsvector('de', coalesce(summary ->> 'de', '') || ' ' || coalesce(description ->> 'de', '')), 'C')
    || setweight(to_tsvector('en', coalesce(summary ->> 'en', '') || ' ' || coalesce(description ->> 'en', '')), 'C')
    || setweight(to_tsvector('names', coalesce(locality, '') || ' ' || joined(sectors)), 'B')
) stored;
create index organizations_search on organizations using gin (search, kinds) where status = 'published';
drop function on_earth;
drop function kind_words;
drop function site_key;
drop function name_keys;
drop function initials;
drop function name_key;
drop extension cube;
