-- Spaces of the Totem sites, and who holds which unit of them when.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid
create extension if not exists btree_gist;

create table spaces (
    id uuid primary key,
    totem_id uuid not null constraint spaces_totem_id_fkey references totems,
    slug text not null,
    kind text not null constraint spaces_kind check (kind in ('desk', 'office', 'meeting_room', 'machine')),
    name jsonb not null,
    description jsonb,
    units integer not null constraint spaces_units check (units between 1 and 200),
    price jsonb not null,
    opening_hours jsonb not null,
    rules jsonb not null,
    status text not null default 'active' constraint spaces_status check (status in ('active', 'paused')),
    pause_reason jsonb,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint spaces_slug_key unique (totem_id, slug)
);
create trigger spaces_revision before update on spaces for each row execute function raise_revision();
comment on column spaces.id is 'pii:none';
comment on column spaces.totem_id is 'pii:none';
comment on column spaces.slug is 'pii:none';
comment on column spaces.kind is 'pii:none';
comment on column spaces.name is 'pii:none';
comment on column spaces.description is 'pii:none';
comment on column spaces.units is 'pii:none; how many there are, numbered from 1';
comment on column spaces.price is 'pii:none';
comment on column spaces.opening_hours is 'pii:none; in the civil time of the site';
comment on column spaces.rules is 'pii:none';
comment on column spaces.status is 'pii:none';
comment on column spaces.pause_reason is 'pii:none';
comment on column spaces.revision is 'pii:none';
comment on column spaces.created_at is 'pii:none';
comment on column spaces.updated_at is 'pii:none';
grant select, insert, update on spaces to lorntech_app;

create table bookings (
    id uuid primary key,
    space_id uuid not null constraint bookings_space_id_fkey references spaces,
    totem_id uuid not null constraint bookings_totem_id_fkey references totems,
    unit integer not null constraint bookings_unit check (unit >= 1),
    during tstzrange not null constraint bookings_during check (
        not isempty(during) and not lower_inf(during) and not upper_inf(during)
        and lower_inc(during) and not upper_inc(during)),
    status text not null default 'confirmed' constraint bookings_status check (status in ('confirmed', 'cancelled')),
    account_id uuid constraint bookings_account_id_fkey references accounts on delete set null,
    contact_name text not null,
    contact_email text not null,
    contact_language text not null constraint bookings_contact_language check (contact_language in ('fr', 'de', 'en')),
    terms jsonb not null,
    series_id uuid,
    cancelled_at timestamptz,
    cancelled_by text,
    cancel_reason text,
    price_due boolean not null default false,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint bookings_cancelled check (
        (status = 'cancelled') = (cancelled_at is not null)
        and (cancelled_at is not null) = (cancelled_by is not null) and (cancelled_by is null or cancelled_by in ('member', 'site'))),
    -- What decides who holds a unit, whatever the program believes.
    constraint bookings_no_overlap exclude using gist (space_id with =, unit with =, during with &&) where (status = 'confirmed')
);
create trigger bookings_revision before update on bookings for each row execute function raise_revision();
create index bookings_account_id on bookings (account_id, id) where account_id is not null;
create index bookings_contact_email on bookings (lower(contact_email));
create index bookings_totem_id on bookings (totem_id, lower(during), id);
create index bookings_series_id on bookings (series_id) where series_id is not null;
create index bookings_over on bookings (upper(during));

comment on table bookings is 'Bookings; of whoever comes; basis: contract (art. 6(1)(b)); seen by oneself and the agents of the Totem';
comment on column bookings.id is 'pii:none';
comment on column bookings.space_id is 'pii:preference; where they come; 12 months after the end';
comment on column bookings.totem_id is 'pii:none';
comment on column bookings.unit is 'pii:none';
comment on column bookings.during is 'pii:activity; when they come; 12 months after the end';
comment on column bookings.status is 'pii:none';
comment on column bookings.account_id is 'pii:pseudonym; whose booking it is; 12 months after the end, or until the account ends';
comment on column bookings.contact_name is 'pii:name; whom to expect; 12 months after the end, or until the account ends';
comment on column bookings.contact_email is 'pii:email; how to reach them; 12 months after the end, or until the account ends';
comment on column bookings.contact_language is 'pii:preference; the language to write to them in; 12 months after the end';
comment on column bookings.terms is 'pii:none; price and cancellation as they were agreed';
comment on column bookings.series_id is 'pii:none';
comment on column bookings.cancelled_at is 'pii:activity; when it was cancelled; 12 months after the end';
comment on column bookings.cancelled_by is 'pii:none';
comment on column bookings.cancel_reason is 'pii:text; why it was cancelled; 12 months after the end, or until the account ends';
comment on column bookings.price_due is 'pii:none';
comment on column bookings.revision is 'pii:none';
comment on column bookings.updated_at is 'pii:none';
comment on column bookings.created_at is 'pii:activity; when it was made; 12 months after the end';

-- Where the calendar of a member's own bookings is: whoever has the address reads it, until it is taken back.
create table calendar_feeds (
    account_id uuid primary key constraint calendar_feeds_account_id_fkey references accounts on delete cascade,
    id uuid not null constraint calendar_feeds_id_key unique,
    created_at timestamptz not null
);
comment on table calendar_feeds is 'Addresses of calendars; of whoever wants their bookings in their own calendar; basis: contract (art. 6(1)(b)); seen by oneself';
comment on column calendar_feeds.account_id is 'pii:pseudonym; whose calendar it is; until it is taken back, or the account ends';
comment on column calendar_feeds.id is 'pii:none; the signature that makes it an address is kept nowhere';
comment on column calendar_feeds.created_at is 'pii:activity; since when; until it is taken back, or the account ends';

alter table bookings enable row level security, force row level security;
create policy party on bookings using (
    (select sees_all()) or account_id = (select own_account()) or totem_id = any ((select own_totems())::uuid[]));
alter table calendar_feeds enable row level security, force row level security;
create policy own on calendar_feeds using ((select sees_all()) or account_id = (select own_account()));
grant select, insert, update, delete on bookings, calendar_feeds to lorntech_app;

-- Everybody may know when a unit is held, and nobody by whom: the function alone, while it runs, sees all bookings.
create policy through_functions on bookings for select to current_user
    using ((select coalesce(current_setting('lorntech.holding', true) = 'on', false)));
create function held_units(space uuid, wanted tstzrange) returns table (unit integer, during tstzrange)
    language plpgsql stable security definer set search_path = '' as $$
begin
    perform pg_catalog.set_config('lorntech.holding', 'on', true);
    return query select b.unit, b.during from public.bookings b
                  where b.space_id = space and b.during && wanted and b.status = 'confirmed';
    perform pg_catalog.set_config('lorntech.holding', '', true);
end $$;

-- Letters about them can be switched off.
-- It comes back wider in the same statement.
alter table notification_settings
    drop constraint notification_settings_kind,
    add constraint notification_settings_kind check (kind in
        ('request_received', 'request_answers', 'request_reminders', 'site_requests', 'site_replies', 'site_deadlines', 'records',
        'record_confirmations', 'saved_searches',
         'bookings'));
