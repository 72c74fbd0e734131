-- What each column holds of people, why, and for how long: `pii:none`, or `pii:kind; purpose; retention`. Tables with such
-- columns say whose data it is, on what basis, and who sees it. docs/privacy/register.md is made of this, and a test fails
-- for a column without.

comment on table accounts is 'Accounts; of whoever signs in; basis: contract (art. 6(1)(b)); seen by oneself and by colleagues of the same Totem or organization (name, address)';
comment on column accounts.id is 'pii:pseudonym; names the account elsewhere; as long as the account';
comment on column accounts.email is 'pii:email; sign-in and letters; as long as the account';
comment on column accounts.name is 'pii:name; told to those one works with; as long as the account';
comment on column accounts.language is 'pii:preference; the language of letters; as long as the account';
comment on column accounts.password_hash is 'pii:secret; sign-in; as long as the account';
comment on column accounts.created_at is 'pii:activity; since when there is the account; as long as the account';
comment on column accounts.updated_at is 'pii:activity; when it was last changed; as long as the account';

comment on table account_links is 'Links in mails about accounts; of whoever opens or mends one; basis: contract (art. 6(1)(b)); seen by nobody';

comment on table sessions is 'Sessions; of whoever is signed in; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column sessions.id is 'pii:pseudonym; names the session; as long as the session, 30 days at most';
comment on column sessions.account_id is 'pii:pseudonym; whose session it is; as long as the session, 30 days at most';
comment on column sessions.created_at is 'pii:activity; shown in the list of one''s sessions; as long as the session, 30 days at most';
comment on column sessions.last_seen_at is 'pii:activity; ends what is not used; as long as the session, 30 days at most';

comment on table refresh_tokens is 'Tokens of sessions; of whoever is signed in elsewhere than on the site; basis: contract (art. 6(1)(b)); seen by nobody';

comment on table grants is 'Rights; of members of teams; basis: contract (art. 6(1)(b)); seen by oneself, colleagues of the same place, and administrators';
comment on column grants.account_id is 'pii:pseudonym; whose right it is; until it is withdrawn, or the account ends';
comment on column grants.role is 'pii:right; what its holder may do; until it is withdrawn, or the account ends';
comment on column grants.totem_id is 'pii:right; where its holder works; until it is withdrawn, or the account ends';
comment on column grants.organization_id is 'pii:right; what its holder keeps; until it is withdrawn, or the account ends';
comment on column grants.granted_at is 'pii:activity; since when; until it is withdrawn, or the account ends';

comment on table invitations is 'Invitations; of whoever is invited to a team; basis: legitimate interest (art. 6(1)(f)); seen by the invited and by whoever may invite';
comment on column invitations.status is 'pii:activity; what was answered; until answered, and 90 days';
comment on column invitations.answered_at is 'pii:activity; when; until answered, and 90 days';

comment on table api_clients is 'Machine clients; of the developers who answer for them; basis: contract (art. 6(1)(b)); seen by their owner and administrators';

comment on table organizations is 'Directory; of organizations, and of whoever proposed a record; basis: public task (art. 6(1)(e)); published, but for who proposed it';
comment on column organizations.created_by is 'pii:pseudonym; who proposed the record and may mend it; as long as the account';

comment on table service_requests is 'Service requests; of entrepreneurs who ask a Totem; basis: steps at the request of the person (art. 6(1)(b)); seen by oneself and the agents of the Totem';
comment on column service_requests.subject is 'pii:text; what is asked; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.body is 'pii:text; what is asked; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.contact_name is 'pii:name; whom to answer; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.contact_email is 'pii:email; where to answer; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.contact_phone is 'pii:phone; where to answer; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.contact_language is 'pii:preference; how to answer; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.requester_id is 'pii:pseudonym; who asked; 24 months after the request ended, or until the account ends';
comment on column service_requests.created_at is 'pii:activity; when it was asked; 24 months after the request ended, 30 days if it was never confirmed';
comment on column service_requests.submitted_at is 'pii:activity; when the address was confirmed; 24 months after the request ended, 30 days if it was never confirmed';

comment on table request_assignments is 'Who works on a request; of agents; basis: legitimate interest (art. 6(1)(f)); seen by the requester (name) and the agents of the Totem';
comment on column request_assignments.account_id is 'pii:pseudonym; who works on it; 24 months after the request ended, or until the account ends';
comment on column request_assignments.assigned_at is 'pii:activity; since when; 24 months after the request ended, or until the account ends';

comment on table request_messages is 'Messages of requests; of requesters and agents; basis: steps at the request of the person (art. 6(1)(b)); seen by both sides, notes by the agents of the Totem';
comment on column request_messages.author_id is 'pii:pseudonym; who wrote; 24 months after the request ended, or until the account ends';
comment on column request_messages.author_name is 'pii:name; who wrote; 24 months after the request ended, 30 days if it was never confirmed';
comment on column request_messages.body is 'pii:text; what was written; 24 months after the request ended, 30 days if it was never confirmed';
comment on column request_messages.created_at is 'pii:activity; when; 24 months after the request ended, 30 days if it was never confirmed';

comment on table request_events is 'Steps of requests; of requesters and agents; basis: steps at the request of the person (art. 6(1)(b)); seen by both sides';
comment on column request_events.at is 'pii:activity; when; 24 months after the request ended, 30 days if it was never confirmed';
comment on column request_events.actor_id is 'pii:pseudonym; who took the step; 24 months after the request ended, 30 days if it was never confirmed';
comment on column request_events.actor_name is 'pii:name; who took the step; 24 months after the request ended, 30 days if it was never confirmed';
comment on column request_events.note is 'pii:text; what was said with it; 24 months after the request ended, 30 days if it was never confirmed';

comment on table idempotency_keys is 'Answers kept for whoever repeats a request; of callers; basis: legitimate interest (art. 6(1)(f)); seen by the same caller';
comment on column idempotency_keys.scope is 'pii:pseudonym; whose key it is; 24 hours';
comment on column idempotency_keys.location is 'pii:answer; the answer that is repeated; 24 hours';
comment on column idempotency_keys.body is 'pii:answer; the answer that is repeated; 24 hours';
comment on column idempotency_keys.created_at is 'pii:activity; ends the key; 24 hours';

comment on table outbox is 'Letters that wait to be sent; of whoever is written to; basis: contract (art. 6(1)(b)); seen by nobody';
comment on column outbox.payload is 'pii:letter; what is sent to whom; 7 days after it was sent';
comment on column outbox.last_error is 'pii:letter; why it was not sent, which may name the address; 7 days after it was sent';

comment on table audit_log is 'Audit log; of whoever changes something or is refused; basis: legitimate interest, security (art. 6(1)(f)); seen by administrators';
comment on column audit_log.at is 'pii:activity; when; 12 months';
comment on column audit_log.actor_id is 'pii:pseudonym; who did it; 12 months';
comment on column audit_log.subject_id is 'pii:pseudonym; what it was done to, which may be an account; 12 months';

-- All other columns that were there before comments were asked for: read through one by one, nothing of people.
do $$
declare
    bare record;
begin
    for bare in
        select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and col_description(c.oid, a.attnum) is null
        and c.relname in (
            'communes', 'postal_codes', 'activities', 'legal_forms', 'sources', 'accounts', 'sessions', 'totems', 'totem_services',
            'grants', 'organizations', 'organization_identifiers', 'service_requests', 'request_assignments',
            'request_messages', 'request_events', 'request_links', 'candidacies', 'milestones', 'objectives',
            'idempotency_keys', 'audit_log', 'change_log', 'outbox')
    loop
        execute format('comment on column %I.%I is %L', bare.relname, bare.attname, 'pii:none');
    end loop;
end $$;

-- The log only grows for the role of the service; what is older than a year goes by this function alone. Seals stay, for
-- they hold nothing of people.
create policy old on audit_log for select to current_user using (at < now() - interval '12 months');
create policy forgotten on audit_log for delete to current_user using (at < now() - interval '12 months');
create function forget_audit() returns void language sql security definer set search_path = '' as $$
    delete from public.audit_log where at < now() - interval '12 months'
$$;
-- Rows lie in the order of time, which makes this index small and nearly free for whoever writes.
-- squawk-ignore require-concurrent-index-creation
create index audit_log_at on audit_log using brin (at);
