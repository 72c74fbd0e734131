-- What a service asks, of whom, how much of it there is and when it pauses; and what was answered.
-- squawk-ignore-file adding-field-with-default, ban-drop-constraint, constraint-missing-not-valid, prefer-robust-stmts
alter table totem_services
    add column access text not null default 'anyone' constraint totem_services_access check (access in ('anyone', 'account')),
    add column eligibility jsonb,
    add column capacity integer constraint totem_services_capacity check (capacity between 1 and 10000),
    add column lead_time_days integer constraint totem_services_lead_time_days check (lead_time_days between 0 and 250),
    add column paused_reason jsonb,
    add column resumes_on date,
    add column fulfils text[] not null default '{}',
    add column questions jsonb not null default '[]',
    add constraint totem_services_pause check (status = 'paused' or (paused_reason is null and resumes_on is null)),
    drop constraint totem_services_family,
    add constraint totem_services_family check (family in (
        'logistics', 'real_estate', 'coaching', 'financing', 'training', 'events', 'equipment', 'other'));
comment on column totem_services.access is 'pii:none';
comment on column totem_services.eligibility is 'pii:none';
comment on column totem_services.capacity is 'pii:none';
comment on column totem_services.lead_time_days is 'pii:none';
comment on column totem_services.paused_reason is 'pii:none';
comment on column totem_services.resumes_on is 'pii:none';
comment on column totem_services.fulfils is 'pii:none';
comment on column totem_services.questions is 'pii:none';

-- A change of a service is a change of its site, once in a transaction.
create function raise_totem_revision() returns trigger language plpgsql as $$
begin
    update totems set updated_at = now() where id = new.totem_id and updated_at <> now();
    return null;
end $$;
create trigger totem_services_of_totem after insert or update on totem_services
    for each row execute function raise_totem_revision();

-- Each with the words of its question, which may be changed afterwards.
alter table service_requests add column answers jsonb not null default '[]';
comment on column service_requests.answers is 'pii:text; what was answered to the questions of the service; 24 months after the request ended, 30 days if it was never confirmed, or until the account ends';
