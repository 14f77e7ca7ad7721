-- The server's counters of the incident, kept because the replay begins with empty ones.
CREATE SCHEMA lab;
CREATE TABLE lab.pgss_before AS
SELECT u.rolname AS usename, s.* FROM pg_stat_statements s JOIN pg_roles u ON u.oid = s.userid;
CREATE TABLE lab.dbstat_before AS SELECT * FROM pg_stat_database WHERE datname = 'reports';
-- The chain asks for pg_stat_statements as the administrator did, and finds this copy.
CREATE VIEW lab.pg_stat_statements AS SELECT * FROM lab.pgss_before;
