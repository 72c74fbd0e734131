drop function hand_over(uuid, uuid, uuid, timestamptz);
drop policy handed_over on service_requests;
drop policy handed_over_seen on service_requests;
alter table request_events drop column totem_id;
