comment on column label_waves.position is 'pii:none; in time, from 1';
comment on column label_waves.facts is 'pii:none; each as one source tells it';
update label_waves w set facts = (
    select coalesce(jsonb_agg(f.told - 'id' - 'recorded_at' - 'withdrawn' order by f.place)
           filter (where f.told -> 'withdrawn' is null), '[]')
      from jsonb_array_elements(w.facts) with ordinality as f (told, place)
);
