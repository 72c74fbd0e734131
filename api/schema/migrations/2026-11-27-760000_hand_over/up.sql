-- A request goes over to another site with its whole file.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
alter table request_events
    add column totem_id uuid constraint request_events_totem_id_fkey references totems;
comment on column request_events.totem_id is 'pii:none';
create index request_events_totem_id on request_events (totem_id) where totem_id is not null;

-- Whoever gives a request away does not see it any more, which row-level security takes for an attempt to smuggle it out:
-- the function alone, while it runs, sees that one request wherever it is.
create policy handed_over_seen on service_requests for select to current_user
    using (id = (select nullif(current_setting('lorntech.handing_over', true), '')::uuid));
create policy handed_over on service_requests for update to current_user
    using (totem_id = any ((select own_totems())::uuid[])) with check (true);
create function hand_over(request uuid, totem uuid, service uuid, due timestamptz) returns bigint
    language plpgsql security definer set search_path = '' as $$
declare
    risen bigint;
begin
    perform pg_catalog.set_config('lorntech.handing_over', request::text, true);
    update public.service_requests r set totem_id = totem, service_id = service, due_at = due, status = 'triage'
     where r.id = request and r.totem_id = any (public.own_totems())
       and r.status in ('submitted', 'triage', 'assigned', 'in_progress')
    returning r.revision into risen;
    perform pg_catalog.set_config('lorntech.handing_over', '', true);
    return risen;
end $$;
