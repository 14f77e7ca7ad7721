-- E9: dose-response: closed-loop sweep (N concurrent sessions, no think time)
SELECT b.n, b.tps AS before_tps, b.lat_ms AS before_ms, b.server_cpu_ms_per_tx AS before_cpu_ms, a.tps AS after_extract_tps, a.lat_ms AS after_extract_ms, a.server_cpu_ms_per_tx AS after_extract_cpu_ms, r.tps AS after_rewrite_tps, r.lat_ms AS after_rewrite_ms, r.server_cpu_ms_per_tx AS after_rewrite_cpu_ms
FROM lab.sweep b LEFT JOIN lab.sweep a ON a.n = b.n AND a.form = 'after_extract' LEFT JOIN lab.sweep r ON r.n = b.n AND r.form = 'after_rewrite'
WHERE b.form = 'before' ORDER BY 1;
