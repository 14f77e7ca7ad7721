import Casebook

extension ConnectionSpike {
    /// What was printed in another form as well, and what stands whole behind its summaries.
    var otherFormCaptures: [CaptureRecord] { planCaptures + otherTableCaptures + wholeCaptures }

    /// Each plan in the four formats, each of them of a run of its own.
    private var planCaptures: [CaptureRecord] {
        let plans: [(name: String, title: String)] = [
            ("explain_before", "The check before the index"),
            ("explain_before_miss", "The check before the index, for the user's largest key"),
            ("explain_before_rewrite_only", "The rewritten check without the new index"),
            ("explain_before_random_page_cost_1.1", "The check with a smaller random_page_cost"),
            ("explain_before_user_index_only", "The check when only the index on the user is left to it"),
            ("explain_after", "The check after the index"),
            ("explain_after_miss", "The check after the index, for the user's largest key"),
            ("explain_after_rewrite", "The rewritten check with the index"),
            ("explain_after_rewrite_miss", "The rewritten check with the index, for the user's largest key"),
        ]
        let formats = [("json", "JSON"), ("yaml", "YAML"), ("xml", "XML")]
        return plans.flatMap { plan in
            [CaptureRecord("\(plan.name).txt", "\(asWritten: plan.title)")]
                + formats.map { ending, format in
                    CaptureRecord(
                        "\(plan.name).\(ending)",
                        "\(asWritten: plan.title), as \(asWritten: format)"
                    )
                }
        }
    }

    /// The answers of the same queries in psql's other forms.
    private var otherTableCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/e1_pg_stat_statements_expanded.txt",
                "The statements of the incident, a column on each line"
            ),
            CaptureRecord(
                "incident_after/e1_pg_stat_statements_expanded.txt",
                "The statements of the replay, a column on each line"
            ),
            CaptureRecord("evidence_chain.csv", "The chain of evidence as CSV"),
            CaptureRecord(
                "data_distribution.csv",
                "Users, organisations and the ratio of improvement as CSV"
            ),
            CaptureRecord(
                "business_context_expanded.txt",
                "What is made, by whom, when, and what gets stuck, a column on each line"
            ),
        ]
    }

    /// What summaries were made of.
    private var wholeCaptures: [CaptureRecord] {
        [
            CaptureRecord(
                "incident_before/pg_stat_activity_rows_200ms.csv.gz",
                "Every session of every sample of the incident, compressed"
            ),
            CaptureRecord(
                "incident_after/pg_stat_activity_rows_200ms.csv.gz",
                "Every session of every sample of the replay, compressed"
            ),
            CaptureRecord(
                "postgres.log",
                "The server's log from its start before the incident to its end after the replay"
            ),
        ]
    }
}
