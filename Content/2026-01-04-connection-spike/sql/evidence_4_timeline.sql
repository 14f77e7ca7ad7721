-- E4: timeline: per second, arrivals do not explain it, the backlog does
WITH s AS (SELECT generate_series(:'t0'::timestamptz - interval '5 seconds', :'t1'::timestamptz, interval '1 second') AS sec),
a AS (SELECT date_trunc('second', ts) AS sec, max(client_backends) AS backends, max(active) AS active, max(scheduler) AS dedup, min(slots_free) AS free, max(wait_lock) AS lock_waits, max(oldest_dedup_s) AS oldest_s FROM lab.activity GROUP BY 1),
c AS (SELECT date_trunc('second', ts) AS sec, round(avg(cpu_busy_pct)) AS cpu_pct, round(avg(server_pct)) AS pg_cpu FROM lab.cpu GROUP BY 1),
l AS (SELECT date_trunc('second', ts) AS sec, count(*) AS refused, count(*) FILTER (WHERE usename = 'app_user') AS refused_app FROM lab.log_fatal GROUP BY 1),
h AS (SELECT date_trunc('second', ts) AS sec, max(ms) AS probe_ms, bool_and(ok = 1) AS probe_ok FROM lab.healthcheck GROUP BY 1),
d AS (SELECT date_trunc('second', done) AS sec, count(*) AS finished, round(avg(latency_ms)) AS mean_ms FROM lab.spike GROUP BY 1),
n AS (SELECT date_trunc('second', scheduled) AS sec, count(*) AS started FROM lab.spike GROUP BY 1)
SELECT to_char(s.sec, 'HH24:MI:SS') AS t, coalesce(n.started, 0) + coalesce(l.refused_app, 0) AS arrived, coalesce(d.finished, 0) AS finished, d.mean_ms,
       a.backends, a.active, a.dedup, a.free, a.oldest_s, a.lock_waits, c.cpu_pct, c.pg_cpu, coalesce(l.refused, 0) AS refused, h.probe_ok, h.probe_ms
FROM s LEFT JOIN a USING (sec) LEFT JOIN c USING (sec) LEFT JOIN l USING (sec) LEFT JOIN h USING (sec) LEFT JOIN d USING (sec) LEFT JOIN n USING (sec) ORDER BY 1;
