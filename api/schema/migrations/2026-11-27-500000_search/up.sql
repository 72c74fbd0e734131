-- Search: names apart from texts, other names as one writes them, sites, positions, and the words that a typo is mended to.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, ban-drop-column, adding-field-with-default

create extension if not exists cube;

-- A name without what people leave out: "C.R.A.N.", "In'Air Solutions", "UMR 7503".
create function name_key(value text) returns text
    language sql immutable parallel safe strict
    return regexp_replace(fold(value), '[^[:alnum:]]+', '', 'g');

-- The capitals of a name of several words: "Institut Jean Lamour" is IJL to whoever knows it.
create function initials(value text) returns text
    language sql immutable parallel safe strict
    return (select lower(string_agg(left(word, 1), '' order by place))
        from regexp_split_to_table(public.unaccent('public.unaccent'::regdictionary, value), '[^[:alnum:]]+')
            with ordinality as w(word, place)
        where word ~ '^[[:upper:]]');

create function name_keys(name text, others text[], legal_name text) returns text[]
    language sql immutable parallel safe
    return (select coalesce(array_agg(distinct key), '{}') from (
        select name_key(value) as key from unnest(array[name, legal_name] || others) as value
        union all select case when length(initials(name)) between 3 and 8 then initials(name) end
    ) as keys where key <> '');

-- `https://www.loria.fr/fr/` as `fr.loria.`: what lies beneath a domain begins with it.
create function site_key(address text) returns text
    language sql immutable parallel safe strict
    return (select string_agg(label, '.' order by place desc) || '.'
        from unnest(string_to_array(regexp_replace(
            lower(substring(address from '^(?:https?://)?(?:[^/@]*@)?([^/:?#]+)')), '^www\.', ''), '.'))
            with ordinality as l(label, place));

-- What each kind is called, so that "fablab nancy" or "Labor Trier" finds who is one.
create function kind_words(kinds text[]) returns text
    language sql immutable parallel safe strict
    return (select string_agg(case kind
        when 'startup' then 'start-up startup jeune pousse gründung'
        when 'sme' then 'PME petite moyenne entreprise KMU Unternehmen company'
        when 'large_company' then 'grande entreprise Großunternehmen company'
        when 'research_lab' then 'laboratoire de recherche labo Labor Forschungslabor research lab laboratory'
        when 'university' then 'université Universität Hochschule university'
        when 'training_body' then 'école formation Schule Ausbildung school training'
        when 'accelerator' then 'accélérateur Akzelerator accelerator'
        when 'incubator' then 'incubateur Inkubator incubator'
        when 'business_nursery' then 'pépinière d’entreprises Gründerzentrum business nursery'
        when 'fablab' then 'fablab atelier makerspace Werkstatt'
        when 'coworking' then 'coworking espace de travail partagé'
        when 'third_place' then 'tiers-lieu third place'
        when 'data_centre' then 'centre de données Rechenzentrum data centre center'
        when 'funder' then 'financeur financement Förderer Finanzierung funder funding'
        when 'association' then 'association Verein'
        when 'cluster' then 'pôle de compétitivité grappe Cluster'
        when 'public_body' then 'organisme public öffentliche Einrichtung public body'
        when 'totem' then 'totem'
    end, ' ') from unnest(kinds) as kind);

-- Metres from the centre of a sphere as large as the earth, for distances without another extension.
create function on_earth(latitude double precision, longitude double precision) returns cube
    language sql immutable parallel safe strict
    return cube(array[
        6371009 * cos(radians(latitude)) * cos(radians(longitude)),
        6371009 * cos(radians(latitude)) * sin(radians(longitude)),
        6371009 * sin(radians(latitude))]);

drop index organizations_search;
alter table organizations drop column search;
alter table organizations
    add column name_keys text[] not null generated always as (name_keys(name, alternate_names, legal_name)) stored,
    add column name_words tsvector not null generated always as (
        to_tsvector('names', name || ' ' || joined(alternate_names) || ' ' || coalesce(legal_name, ''))
    ) stored,
    add column site_key text collate "C" generated always as (site_key(website)) stored,
    add column search tsvector not null generated always as (
        setweight(to_tsvector('names', name || ' ' || joined(alternate_names) || ' ' || coalesce(legal_name, '')), 'A')
        || setweight(to_tsvector('fr', name || ' ' || joined(alternate_names)), 'B')
        || setweight(to_tsvector('de', name || ' ' || joined(alternate_names)), 'B')
        || setweight(to_tsvector('en', name || ' ' || joined(alternate_names)), 'B')
        || setweight(to_tsvector('names', coalesce(locality, '') || ' ' || joined(sectors)), 'B')
        || setweight(to_tsvector('names', kind_words(kinds)), 'C')
        || setweight(to_tsvector('fr', kind_words(kinds) || ' ' || joined(sectors)), 'C')
        || setweight(to_tsvector('fr', coalesce(summary ->> 'fr', '') || ' ' || coalesce(description ->> 'fr', '') || ' '
            || coalesce(pitch ->> 'fr', '')), 'C')
        || setweight(to_tsvector('de', coalesce(summary ->> 'de', '') || ' ' || coalesce(description ->> 'de', '') || ' '
            || coalesce(pitch ->> 'de', '')), 'C')
        || setweight(to_tsvector('en', coalesce(summary ->> 'en', '') || ' ' || coalesce(description ->> 'en', '') || ' '
            || coalesce(pitch ->> 'en', '')), 'C')
    ) stored;
comment on column organizations.name_keys is 'pii:none';
comment on column organizations.name_words is 'pii:none';
comment on column organizations.site_key is 'pii:none';
comment on column organizations.search is 'pii:none';
create index organizations_search on organizations using gin (search, name_words, name_keys, kinds) where status = 'published';
create index organizations_by_site on organizations (site_key) where status = 'published' and site_key is not null;
create index organizations_by_distance on organizations using gist (on_earth(latitude, longitude))
    where status = 'published' and latitude is not null and longitude is not null;
create index organizations_in_box on organizations using gist (point(longitude, latitude))
    where status = 'published' and latitude is not null and longitude is not null;
-- Half a SIRET is a SIREN: found by its beginning.
create index organization_identifiers_value on organization_identifiers (value collate "C");

-- ── words of names ──────────────────────────────────────────────────────────
-- A word and everything that is left of it without one letter: two words that share one are a typo apart.
create function one_letter_less(word text) returns text[]
    language sql immutable parallel safe strict
    return array(select word union select overlay(word placing '' from place for 1) from generate_series(1, length(word)) as place);

create table directory_words (word text constraint directory_words_key primary key);
comment on column directory_words.word is 'pii:none';
-- By its beginning, for words that are still being typed.
create index directory_words_near on directory_words using gin (one_letter_less(left(word, 6)));
create table directory_sectors (name text constraint directory_sectors_key primary key);
comment on column directory_sectors.name is 'pii:none';
grant select, insert on directory_words, directory_sectors to lorntech_app;

create function keep_words() returns trigger language plpgsql as $$
begin
    insert into directory_words
    select distinct word
      from published, unnest(tsvector_to_array(name_words) || tsvector_to_array(to_tsvector('names', coalesce(locality, '')))) as word
     where status = 'published' and length(word) between 4 and 30 and word ~ '^[[:alpha:]]+$'
     order by word
        on conflict do nothing;
    insert into directory_sectors
    select distinct unnest(sectors) as name from published where status = 'published' order by name
        on conflict do nothing;
    return null;
end $$;
create trigger organizations_words_added after insert on organizations
    referencing new table as published for each statement execute function keep_words();
create trigger organizations_words_changed after update on organizations
    referencing new table as published for each statement execute function keep_words();

insert into directory_words
select distinct word
  from organizations, unnest(tsvector_to_array(name_words) || tsvector_to_array(to_tsvector('names', coalesce(locality, '')))) as word
 where status = 'published' and length(word) between 4 and 30 and word ~ '^[[:alpha:]]+$';
insert into directory_sectors select distinct unnest(sectors) from organizations where status = 'published';
