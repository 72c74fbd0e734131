do $$
declare
    private record;
begin
    for private in select p.tablename, p.policyname from pg_policies p where p.schemaname = 'public' loop
        execute format('drop policy %I on %I', private.policyname, private.tablename);
        execute format('alter table %I no force row level security, disable row level security', private.tablename);
    end loop;
end $$;
drop index accounts_email_key;
drop function account_name, own_email;
alter table accounts drop column email_folded;
create unique index accounts_email_key on accounts (lower(email));
drop function sees_all, is_admin, own_account, own_request, own_totems, own_organizations;
