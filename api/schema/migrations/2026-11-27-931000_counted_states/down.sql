drop index service_requests_by_totem;
create index service_requests_by_totem on service_requests (totem_id, status, due_at, id);
