-- Comments change nothing: they stay until their columns go.
drop index audit_log_at;
drop function forget_audit;
drop policy forgotten on audit_log;
drop policy old on audit_log;
