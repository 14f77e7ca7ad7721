-- Who connects: the application (the job and the API), and the health check.
CREATE ROLE app_user LOGIN;
GRANT USAGE ON SCHEMA reports TO app_user;
GRANT SELECT, INSERT, UPDATE ON reports.reports TO app_user;
CREATE ROLE monitor LOGIN;
GRANT pg_monitor TO monitor;
