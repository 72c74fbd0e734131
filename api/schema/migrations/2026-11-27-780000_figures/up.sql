-- What the figures of a site are made of: what was promised, when the first answer or refusal came, and what whoever asked
-- thinks of it.
alter table service_requests
    add column target_days integer,
    add column responded_at timestamptz,
    add column response_days integer,
    add column in_time boolean,
    add column reopenings integer not null default 0,
    add column satisfaction smallint constraint service_requests_satisfaction check (satisfaction between 1 and 5),
    add column satisfaction_comment text,
    add column satisfied_at timestamptz;
comment on column service_requests.target_days is 'pii:none';
comment on column service_requests.responded_at is 'pii:none';
comment on column service_requests.response_days is 'pii:none';
comment on column service_requests.in_time is 'pii:none';
comment on column service_requests.reopenings is 'pii:none';
comment on column service_requests.satisfaction is 'pii:preference; what somebody thinks of an answer; 24 months after the request ended, then without a name';
comment on column service_requests.satisfaction_comment is 'pii:text; what somebody thinks of an answer; 24 months after the request ended';
comment on column service_requests.satisfied_at is 'pii:activity; when that was said; 24 months after the request ended, then without a name';
update service_requests r
   set target_days = s.response_target_days,
       responded_at = r.answered_at,
       in_time = r.answered_at <= r.due_at
  from totem_services s where s.id = r.service_id and r.submitted_at is not null;
