-- How many connection slots are taken, by what, and how many an application can still get.
WITH sessions AS (
  SELECT count(*) AS taken,
         count(*) FILTER (WHERE state = 'active') AS active,
         count(*) FILTER (WHERE state = 'idle') AS idle,
         count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS idle_in_transaction
  FROM pg_stat_activity
  WHERE backend_type = 'client backend'
), slots AS (
  SELECT current_setting('max_connections')::int AS slots,
         current_setting('superuser_reserved_connections')::int
           + coalesce(current_setting('reserved_connections', true), '0')::int AS reserved
)
SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS captured_at,
       slots, reserved, taken, active, idle, idle_in_transaction,
       greatest(slots - reserved - taken, 0) AS free,
       round(100.0 * taken / slots, 1) AS taken_percent
FROM sessions, slots;
