-- What the agents of a site write often.
create table answer_templates (
    id uuid primary key,
    totem_id uuid not null constraint answer_templates_totem_id_fkey references totems,
    name text not null,
    body text not null,
    language text not null constraint answer_templates_language check (language in ('fr', 'de', 'en')),
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create trigger answer_templates_revision before update on answer_templates for each row execute function raise_revision();
create index answer_templates_totem_id on answer_templates (totem_id, name, id);
comment on column answer_templates.id is 'pii:none';
comment on column answer_templates.totem_id is 'pii:none';
comment on column answer_templates.name is 'pii:none';
comment on column answer_templates.body is 'pii:none; what stands for anybody';
comment on column answer_templates.language is 'pii:none';
comment on column answer_templates.revision is 'pii:none';
comment on column answer_templates.created_at is 'pii:none';
comment on column answer_templates.updated_at is 'pii:none';
grant select, insert, update, delete on answer_templates to lorntech_app;
