-- The chain of evidence. Variables: t0, the job's start; t1, the last sample. Headings have no comma, so
-- that in the CSV form they cannot be taken for a row.
\pset pager off
\echo '== E1  pg_stat_statements: who consumed the time (window = this incident; reset at 16:14) =='
SET search_path = lab, public;
\ir ../sql/evidence_1_statements.sql
RESET search_path;
\echo '== E2  EXPLAIN with ANALYZE and BUFFERS: see explain_before.txt; worker detail in explain_before_verbose.txt =='
\echo
\echo '== E3  pg_stat_activity at the peak: what the active sessions were running by query_id =='
\ir ../sql/evidence_3_activity.sql
\echo '== E4  timeline by second: arrivals do not explain it but the backlog does =='
\ir ../sql/evidence_4_timeline.sql
\echo '== E5  server log: refused connections by SQLSTATE and message =='
\ir ../sql/evidence_5_refusals.sql
\echo '== E6  projection before building anything: hypopg plan + rows each access path must read (see e6_hypopg.txt) =='
\ir ../sql/evidence_6_projection.sql
\echo '== E7  alternatives excluded =='
\ir ../sql/evidence_7_alternatives.sql
\echo '== E8  counterfactual: same load and seed with the index and the query text unchanged =='
\ir ../sql/evidence_8_counterfactual.sql
\echo '== E9  dose-response: closed-loop sweep (N concurrent sessions without think time) =='
\ir ../sql/evidence_9_sweep.sql
