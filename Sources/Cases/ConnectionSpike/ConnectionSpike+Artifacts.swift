import Casebook

extension ConnectionSpike {
    var artifacts: [Artifact] {
        [usageGuide, executiveSummary, finalIndexCreation, explainAnalysis, dataDistribution]
            + [smokingGunEvidence, postIncidentReport, concurrencyMath, businessContext]
    }

    private var usageGuide: Artifact {
        Artifact(
            "usage-guide", "Artifact usage guide", for: [.everyone], .rightNow, .reading(minutes: 5),
            useWhen: "Deciding which document to open",
            purpose: "Say which document serves whom, when, and for how long.",
            oneLine: "Which document for what")
    }

    private var executiveSummary: Artifact {
        Artifact(
            "executive-summary", "Executive summary", for: [.leadership, .management], .today,
            .reading(minutes: 2), useWhen: "Telling leadership in a minute or two",
            purpose: "Say what happened, whom it hurt, why, what fixed it and what stops the next one.",
            oneLine: "The bottom line, with two requests",
            steps: [
                "Send it before anybody asks.",
                "Have the two requests decided, and put the answers into the incident report.",
            ],
            checklist: [
                ChecklistItem(
                    "Prepare a summary of five minutes for your manager.",
                    doneWhen: "Your manager has read it and can repeat the cause in a sentence."),
                ChecklistItem(
                    "Present to leadership.", doneWhen: "Both requests have an answer and a name beside it."),
            ], expectedOutcome: "Leadership knows the harm and the fix, and has decided on the two requests.")
    }

    private var finalIndexCreation: Artifact {
        Artifact(
            "final-index-creation", "Final index creation: reports dedup query",
            for: [.databaseAdministrators], .rightNow, .working(minutes: 5),
            useWhen: "Creating the index now",
            purpose: "Create the index without holding up the service, and prove that it is valid.",
            oneLine: "The statements to copy that fix the issue",
            steps: [
                "Check the preconditions: room on disk, old transactions, locks, leftovers of an earlier attempt.",
                "Copy `CREATE INDEX CONCURRENTLY` and run it in a session of its own, outside a transaction.",
                "Watch `pg_stat_progress_create_index` in a second session.",
                "Verify `indisvalid`: that the index exists is not enough.",
                "If it fails, drop the invalid index it leaves, and begin again.",
            ],
            checklist: [
                ChecklistItem(
                    "Open this document and run the preconditions.",
                    doneWhen:
                        "No old transaction is open, no invalid index of the name exists, and there is room."),
                ChecklistItem(
                    "Copy the `CREATE INDEX` command and run it in production.",
                    doneWhen: "psql prints `CREATE INDEX` and a time."),
                ChecklistItem(
                    "Watch `pg_stat_progress_create_index`.",
                    doneWhen:
                        "The view is empty again, and no phase waited for a session that you do not know."),
                ChecklistItem(
                    "Verify that the index was created.",
                    doneWhen: "`indisvalid` and `indisready` are both t for `idx_reports_dedup_active_v1`."),
            ],
            expectedOutcome: """
                The index is valid, reads went on meanwhile, and you know what the build waited for. Here it took \
                \(\.buildTime, .seconds), \(\.buildWaitTime, .seconds) of it waiting.
                """)
    }

    private var explainAnalysis: Artifact {
        Artifact(
            "explain-analysis", "EXPLAIN analysis: the slow query", for: [.databaseAdministrators], .rightNow,
            .working(minutes: 10), useWhen: "Testing the query's performance",
            purpose: "Test the query before and after the index, on the same server and the same data.",
            oneLine: "Proof by before and after that the fix works",
            steps: [
                """
                Before the index: run the `EXPLAIN` of the guide's example, managed vendor findings as `csv`. Note \
                the rows removed by the filter, the loops beside them, and the execution time.
                """,
                "Repeat the run. One says little; the median of many says more.",
                "After the index: run the same statement, unchanged.",
                """
                Look for `Index Scan using idx_reports_dedup_active_v1`, for the rows that it reads, and for the \
                time.
                """,
                "Keep both outputs: the report links to them.",
            ],
            checklist: [
                ChecklistItem(
                    "Run `EXPLAIN` before and after.",
                    doneWhen: "Two captures with `ANALYZE` and `BUFFERS` of the same statement are saved."),
                ChecklistItem(
                    "Keep what shows the improvement.",
                    doneWhen:
                        "Captures are saved as text and linked from the report; a screenshot is no evidence."),
                ChecklistItem(
                    "Check `pg_stat_statements` for the improvement.",
                    doneWhen: "After a reset and a run of the job, the check is no longer on top by a factor."
                ),
            ],
            expectedOutcome: """
                Before: a parallel index scan that removes \(\.removedPerProcess, .rows) in each of \(\.scanLoops) \
                processes, \(\.beforeMedian) at the median. After: an index scan of the new index, at most \
                \(\.rowsExaminedAfterWorst, .rows) for this user, \(\.afterWorstMedian) for that user's largest key.
                """)
    }

    private var dataDistribution: Artifact {
        Artifact(
            "data-distribution", "Data distribution: why this index",
            for: [.databaseAdministrators, .developers], .today, .reading(minutes: 15),
            useWhen: "Understanding the patterns that the query meets",
            purpose: "Show how the reports are spread, and that the index fits them.",
            oneLine: "Know the data, justify the design",
            steps: [
                "Run the first query: which users have most unfinished reports.",
                "Run the second: which organisations have.",
                "Run the third: what the index saves, for each of the largest users.",
                "Quote the least and the median ratio beside the greatest.",
            ],
            checklist: [
                ChecklistItem(
                    "Run the queries of this document.",
                    doneWhen: "The three results of production stand beside those of the laboratory."),
                ChecklistItem(
                    "Document the results: power users and ratios of improvement.",
                    doneWhen: "The tables name a date, a server and the number of rows that they come from."),
            ], expectedOutcome: "Numbers that support the design of the index, and those that limit it.")
    }
}
