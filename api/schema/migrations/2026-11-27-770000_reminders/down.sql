drop function hand_over(uuid, uuid, uuid, timestamptz, timestamptz);
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
delete from notification_settings where kind in ('request_reminders', 'site_deadlines');
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'site_requests', 'site_replies', 'records', 'record_confirmations', 'saved_searches'));
drop index service_requests_look_at;
create index service_requests_drafts on service_requests (confirm_before) where status = 'draft';
alter table service_requests drop column look_at;
alter table totems drop column closures;
