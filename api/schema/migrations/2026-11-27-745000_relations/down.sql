drop table organization_relations;
drop function keep_relation_history();
drop function refuse_circle();
drop function is_part_of(uuid, uuid);
