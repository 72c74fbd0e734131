-- Each fact of a wave is known by an id and by when it was written down, so that it can be withdrawn and told as it was known.
update label_waves w set facts = (
    select coalesce(jsonb_agg(f.told || jsonb_build_object('id', gen_random_uuid(), 'recorded_at', w.created_at) order by f.place), '[]')
      from jsonb_array_elements(w.facts) with ordinality as f (told, place)
) where w.facts <> '[]';

comment on column label_waves.position is 'pii:none; as they were added, from 1';
comment on column label_waves.facts is 'pii:none; each as one source tells it, also what was withdrawn';
