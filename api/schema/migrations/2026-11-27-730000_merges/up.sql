-- What is left of a record: that it was public and is gone, or the record that took it in.
-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, constraint-missing-not-valid
-- squawk-ignore-file require-concurrent-index-creation
alter table organizations
    add column was_public boolean not null default false,
    add column merged_into uuid constraint organizations_merged_into_fkey references organizations,
    add constraint organizations_gone check (status = 'deleted' or (merged_into is null and not was_public));
create index organizations_merged_into on organizations (merged_into) where merged_into is not null;
comment on column organizations.was_public is 'pii:none; deleted, and its address was known';
comment on column organizations.merged_into is 'pii:none; the record that took it in';

-- Who kept the one keeps the other. Rights are nobody's to move but by this, and only for moderators.
create function moderates() returns boolean language sql stable parallel safe
    return is_moderator() or is_admin() or sees_all();
create policy merged on grants for update to current_user using ((select moderates())) with check ((select moderates()));
create policy merged_away on grants for delete to current_user using ((select moderates()));
create policy merged_seen on invitations for select to current_user using ((select moderates()));
create policy merged on invitations for update to current_user using ((select moderates())) with check ((select moderates()));
create function move_keepers(gone uuid, kept uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
    if not public.moderates() then
        raise exception 'only moderators merge records';
    end if;
    update public.grants g set organization_id = kept
     where g.organization_id = gone and not exists (
        select from public.grants o where o.organization_id = kept and o.account_id = g.account_id and o.role = g.role);
    delete from public.grants g where g.organization_id = gone;
    update public.invitations i set status = 'withdrawn', answered_at = now()
     where i.organization_id = gone and i.status = 'pending';
end $$;
