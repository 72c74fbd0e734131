-- When somebody who works at a Totem is away: others are reminded in their place, and whoever gives out work sees it.
-- squawk-ignore-file constraint-missing-not-valid
alter table accounts
    add column absent_from_on date,
    add column absent_until_on date,
    add constraint accounts_absence check ((absent_from_on is null) = (absent_until_on is null) and absent_from_on <= absent_until_on);
comment on column accounts.absent_from_on is 'pii:activity; since when somebody is away from work; until the account ends';
comment on column accounts.absent_until_on is 'pii:activity; until when somebody is away from work; until the account ends';
