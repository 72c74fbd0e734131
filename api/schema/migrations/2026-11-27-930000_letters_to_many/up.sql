-- A letter to everybody at a site that the mail server took for some of them only goes on with the others.
alter table outbox add column sent_to uuid [] not null default '{}';
comment on column outbox.sent_to is 'pii:pseudonym; accounts for which the letter has left while others still wait; 7 days after it was sent, or until the account ends';
