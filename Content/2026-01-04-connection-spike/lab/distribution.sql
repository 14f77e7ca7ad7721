-- How the reports are spread.
\echo '== D1  power users: who holds the incomplete reports =='
\ir ../sql/distribution_1_users.sql
\echo '== D2  organisations with most incomplete reports =='
\ir ../sql/distribution_2_organisations.sql
\echo '== D3  improvement ratio: rows idx_reports_user_id reads for the user / rows the new index reads for the user''s largest key =='
\ir ../sql/distribution_3_ratio.sql
