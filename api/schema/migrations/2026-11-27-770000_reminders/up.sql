-- When the service next looks at a request by itself: to remind somebody of it, or to end it. And the days on which a
-- site is closed besides the holidays.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, ban-drop-constraint, constraint-missing-not-valid, ban-drop-function
alter table totems
    add column closures jsonb not null default '[]' constraint totems_closures check (jsonb_typeof(closures) = 'array');
comment on column totems.closures is 'pii:none';

alter table service_requests add column look_at timestamptz;
comment on column service_requests.look_at is 'pii:none';
-- The first look works out when the next one is.
update service_requests set look_at = now()
 where status in ('draft', 'submitted', 'triage', 'assigned', 'in_progress', 'waiting_requester', 'answered');
drop index service_requests_drafts;
create index service_requests_look_at on service_requests (look_at) where look_at is not null;

alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'request_reminders', 'site_requests', 'site_replies', 'site_deadlines',
        'records', 'record_confirmations', 'saved_searches'));

drop function hand_over(uuid, uuid, uuid, timestamptz);
create function hand_over(request uuid, totem uuid, service uuid, due timestamptz, look timestamptz) returns bigint
    language plpgsql security definer set search_path = '' as $$
declare
    risen bigint;
begin
    perform pg_catalog.set_config('lorntech.handing_over', request::text, true);
    update public.service_requests r
       set totem_id = totem, service_id = service, due_at = due, look_at = look, status = 'triage'
     where r.id = request and r.totem_id = any (public.own_totems())
       and r.status in ('submitted', 'triage', 'assigned', 'in_progress')
    returning r.revision into risen;
    perform pg_catalog.set_config('lorntech.handing_over', '', true);
    return risen;
end $$;
