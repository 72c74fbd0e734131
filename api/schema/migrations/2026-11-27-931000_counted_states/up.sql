-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion
-- With what row-level security asks of a request, so that the states of a site are counted without reading its requests.
drop index service_requests_by_totem;
create index service_requests_by_totem on service_requests (totem_id, status, due_at, id) include (requester_id, submitted_at);
