alter table sessions drop column verified_at;
drop table sign_in_challenges;
drop table passkeys;
drop table recovery_codes;
drop table totp_factors;
