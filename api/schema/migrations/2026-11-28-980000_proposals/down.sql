create or replace function note_change(organization uuid, public_before boolean, public_after boolean, changes jsonb) returns void
    language sql as $$
    insert into organization_history (organization_id, actor_kind, account_id, public_before, public_after, changes)
    values (organization, case when own_account() is null then 'system' else 'account' end, own_account(), public_before,
        public_after, changes)
$$;
alter table organization_history drop column revision, drop column proposed_by;
create or replace function webhook_type(action text, kind text, record uuid, gone boolean) returns text language sql stable as $$
    select case kind
        when 'organization' then nullif(coalesce((
            select case
                when o.status = 'published' and not gone then 'organization.updated'
                when exists (select from organization_versions v where v.organization_id = o.id and v.until = o.updated_at)
                    then 'organization.removed' else '' end
            from organizations o where o.id = record),
            (select 'organization.removed' from feed f where gone and f.record_id = record and f.state = 'updated')), '')
        when 'service_request' then case
            when gone or action in ('service_request.held', 'service_request.released', 'service_request.mail_refused',
                'service_request.reminded', 'service_request.anonymised') then null
            when action = 'service_request.message_sent'
                and (select m.internal from request_messages m where m.request_id = record order by m.id desc limit 1) then null
            else 'service_request.updated' end
        when 'saved_search' then case when action = 'saved_search.told' then 'saved_search.matched' end
    end
$$;
drop table proposals;
drop function spoken_authority();
