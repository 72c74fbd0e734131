create or replace function webhook_type(action text, kind text, record uuid, gone boolean) returns text language sql stable as $$
    select case kind
        when 'organization' then (
            select case
                when o.status = 'published' and not gone then 'organization.updated'
                when exists (select from organization_versions v where v.organization_id = o.id and v.until = o.updated_at)
                    then 'organization.removed' end
            from organizations o where o.id = record)
        when 'service_request' then case
            when gone or action in ('service_request.held', 'service_request.released', 'service_request.mail_refused',
                'service_request.reminded', 'service_request.anonymised') then null
            when action = 'service_request.message_sent'
                and (select m.internal from request_messages m where m.request_id = record order by m.id desc limit 1) then null
            else 'service_request.updated' end
        when 'saved_search' then case when action = 'saved_search.told' then 'saved_search.matched' end
    end
$$;
drop table sync_conflicts;
drop table partner_records;
set local lorntech.role = 'service';
update api_clients set authority = null where authority = 'fr-lorraine';
alter table api_clients
    drop constraint api_clients_authority,
    add constraint api_clients_authority check (authority in ('lu', 'de-sl', 'de-tr'));
alter table organizations alter column authority set default 'fr-lorraine';
drop function own_authority();
alter table feed_head drop column authority;
