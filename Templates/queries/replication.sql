-- How far each standby is behind, in bytes of write-ahead log and in seconds.
SELECT application_name AS standby,
       state,
       sync_state,
       pg_wal_lsn_diff(
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, sent_lsn
       ) AS unsent_bytes,
       pg_wal_lsn_diff(sent_lsn, replay_lsn) AS unreplayed_bytes,
       round(extract(epoch FROM write_lag)::numeric, 3) AS write_lag_s,
       round(extract(epoch FROM flush_lag)::numeric, 3) AS flush_lag_s,
       round(extract(epoch FROM replay_lag)::numeric, 3) AS replay_lag_s
FROM pg_stat_replication
ORDER BY application_name COLLATE "C", pid;
