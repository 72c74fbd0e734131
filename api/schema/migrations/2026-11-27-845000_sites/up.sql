-- What a site says of itself: when it is open, how it is reached.
alter table totems
    add column opening_hours jsonb not null default '[]'
        constraint totems_opening_hours check (jsonb_typeof(opening_hours) = 'array'),
    add column contact jsonb constraint totems_contact check (jsonb_typeof(contact) = 'object');
comment on column totems.opening_hours is 'pii:none';
comment on column totems.contact is 'pii:none';
