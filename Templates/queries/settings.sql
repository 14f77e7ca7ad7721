-- Every setting that is not as PostgreSQL ships it, and where it was set; commands and connections are left out.
SELECT name, setting, unit, boot_val AS shipped, source, pending_restart
FROM pg_settings
WHERE setting IS DISTINCT FROM boot_val
  AND source NOT IN ('default', 'override', 'client', 'session')
  AND name !~ '(conninfo|command|passphrase|password|slot_name)'
  AND (name !~ '[.]' OR name ~ '^(auto_explain|pg_stat_statements)[.]')
ORDER BY name COLLATE "C";
