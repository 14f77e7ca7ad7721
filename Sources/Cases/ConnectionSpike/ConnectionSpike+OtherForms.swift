import Casebook

extension ConnectionSpike {
    /// What was printed in another form as well, and what stands whole behind its summaries.
    var otherFormCaptures: [CaptureRecord] {
        plansInText.flatMap(structuredCaptures) + otherTableCaptures + wholeCaptures
    }

    /// A plan that was captured in text, and in each structured form by another run.
    private struct PlanInText {
        let name: String
        let title: String
        let statement: String
        let captured: Timestamp
        let settings: String

        init(
            _ name: String,
            _ title: String,
            of statement: String,
            at captured: Timestamp,
            settings: String = ""
        ) {
            self.name = name
            self.title = title
            self.statement = statement
            self.captured = captured
            self.settings = settings
        }
    }

    private var plansInText: [PlanInText] {
        [
            PlanInText(
                "explain_before",
                "The check before the index",
                of: "dedup_slow.sql",
                at: "2026-01-04T16:15:26Z"
            ),
            PlanInText(
                "explain_before_miss",
                "The check before the index, for the user's largest key",
                of: "dedup_slow_miss.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            PlanInText(
                "explain_before_rewrite_only",
                "The rewritten check without the new index",
                of: "dedup_rewrite.sql",
                at: "2026-01-04T16:15:27Z"
            ),
            PlanInText(
                "explain_before_random_page_cost_1.1",
                "The check with a smaller random_page_cost",
                of: "dedup_slow.sql",
                at: "2026-01-04T16:15:27Z",
                settings: "SET random_page_cost = 1.1; "
            ),
            PlanInText(
                "explain_before_user_index_only",
                "The check when only the index on the user is left to it",
                of: "dedup_slow.sql",
                at: "2026-01-04T16:15:28Z",
                settings: "SET enable_bitmapscan = off; SET random_page_cost = 0.1; "
            ),
            PlanInText(
                "explain_after",
                "The check after the index",
                of: "dedup_slow.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            PlanInText(
                "explain_after_miss",
                "The check after the index, for the user's largest key",
                of: "dedup_slow_miss.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            PlanInText(
                "explain_after_rewrite",
                "The rewritten check with the index",
                of: "dedup_rewrite.sql",
                at: "2026-01-04T16:16:11Z"
            ),
            PlanInText(
                "explain_after_rewrite_miss",
                "The rewritten check with the index, for the user's largest key",
                of: "dedup_rewrite_miss.sql",
                at: "2026-01-04T16:16:11Z"
            ),
        ]
    }

    private func structuredCaptures(of plan: PlanInText) -> [CaptureRecord] {
        ["JSON", "YAML", "XML"].map { format in
            CaptureRecord(
                "\(plan.name).\(format.lowercased())",
                "\(asWritten: plan.title), as \(asWritten: format)",
                from:
                    "\(plan.settings)EXPLAIN (ANALYZE, BUFFERS, FORMAT \(format)) of sql/\(plan.statement)",
                at: plan.captured
            )
        }
    }

    /// The answers of the same queries in psql's other forms.
    private var otherTableCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/e1_pg_stat_statements_expanded.txt",
                "The statements of the incident, a column on each line",
                from: "psql: \\x on; SELECT * FROM pg_stat_statements WHERE userid = 'app_user'::regrole",
                at: "2026-01-04T16:15:26Z"
            ),
            CaptureRecord(
                "incident_after/e1_pg_stat_statements_expanded.txt",
                "The statements of the replay, a column on each line",
                from: "psql: \\x on; SELECT * FROM pg_stat_statements WHERE userid = 'app_user'::regrole",
                at: "2026-01-04T16:16:59Z"
            ),
            CaptureRecord(
                "evidence_chain.csv",
                "The chain of evidence as CSV",
                from: "psql --csv: sql/evidence_1_statements.sql to sql/evidence_9_sweep.sql",
                at: "2026-01-04T16:17:35Z"
            ),
            CaptureRecord(
                "data_distribution.csv",
                "Users, organisations and the ratio of improvement as CSV",
                from: "psql --csv: sql/distribution_1_users.sql to sql/distribution_3_ratio.sql",
                at: "2026-01-04T16:17:34Z"
            ),
            CaptureRecord(
                "business_context_expanded.txt",
                "What is made, by whom, when, and what gets stuck, a column on each line",
                from: "psql: \\x on; sql/business_1_types.sql to sql/business_6_stuck.sql",
                at: "2026-01-04T16:17:34Z"
            ),
        ]
    }

    /// What summaries were made of.
    private var wholeCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/pg_stat_activity_rows_200ms.csv.gz",
                "Every session of every sample of the incident, compressed",
                from: "SELECT … FROM pg_stat_activity, every fifth of a second; gzip",
                at: "2026-01-04T16:15:25Z"
            ),
            CaptureRecord(
                "incident_after/pg_stat_activity_rows_200ms.csv.gz",
                "Every session of every sample of the replay, compressed",
                from: "SELECT … FROM pg_stat_activity, every fifth of a second; gzip",
                at: "2026-01-04T16:16:58Z"
            ),
            CaptureRecord(
                "postgres.log",
                "The server's log from its start before the incident to its end after the replay",
                from: "log_destination = stderr",
                at: "2026-01-04T16:16:59Z"
            ),
        ]
    }
}
