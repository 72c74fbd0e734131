-- The first migration has nothing before it: dropping the database is the way back.
select 1 / 0 as "the foundation cannot be reverted";
