-- What the reports are made for.
\qecho '== B1  what reports are being generated? (last 30 days) =='
\ir ../sql/business_1_types.sql
\qecho '== B2  who generates them? concentration by user (last 30 days) =='
\ir ../sql/business_2_users.sql
\qecho '== B3  when? by hour of day, UTC (last 30 days) =='
\ir ../sql/business_3_hours.sql
\qecho '== B4  is this a scheduled job? minutes of the day that stand out against the median minute (last 30 days) =='
\ir ../sql/business_4_minutes.sql
\qecho '== B5  how effective is deduplication? reports created while an identical one, at most 1 h old, was still incomplete (last 30 days) =='
\ir ../sql/business_5_deduplication.sql
\qecho '== B6  are reports getting stuck? incomplete reports by age and status =='
\ir ../sql/business_6_stuck.sql
