drop trigger organizations_facts_begin on organizations;
drop trigger organizations_facts_change on organizations;
drop trigger organizations_facts_end on organizations;
drop function keep_facts;
drop function fact_instant;
drop table organization_facts;
