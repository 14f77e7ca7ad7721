// casebook: accept action.overdue because the incident is a reproduction: nobody is waiting for these actions
import Casebook

extension ConnectionSpike {
    var actions: [ActionItem] {
        [
            ActionItem(
                "Keep the index `idx_reports_dedup_active_v1` in the schema's migrations.",
                owner: "Database administrator on call", due: "2026-01-07", .high, .prevent,
                doneWhen: "A database made from the migrations has the index, and `indisvalid` is true."),
            ActionItem(
                "Bound the scheduler: a pool of a few connections for all checks, with a queue in the job.",
                owner: "Reports team", due: "2026-01-16", .high, .prevent,
                doneWhen: """
                    In a test with the spike's load and without the index, the job never holds more \
                    connections than its pool has, and no other client is refused.
                    """),
            ActionItem(
                "Rewrite the check: bound `created_at` instead of computing each row's age with `EXTRACT()`.",
                owner: "Reports team", due: "2026-01-16", .high, .prevent,
                doneWhen: """
                    The plan in the test suite shows `created_at` in the index condition, and the check of \
                    equivalence finds no row on which the two forms differ.
                    """),
            ActionItem(
                "Alert on free connection slots, with the thresholds of the runbook.", owner: "Platform team",
                due: "2026-01-09", .high, .detect,
                doneWhen: "The alert fires in a replay of the spike before the first connection is refused."),
            ActionItem(
                "Alert on refused connections in the server log (SQLSTATE `53300`).", owner: "Platform team",
                due: "2026-01-14", .medium, .detect,
                doneWhen: "One refused connection in the test environment reaches the channel on call."),
            ActionItem(
                "Give the scheduler's role a connection limit of its own, below the slots that others need.",
                owner: "Database administrator on call", due: "2026-01-14", .medium, .mitigate,
                doneWhen: """
                    `pg_roles` shows the limit for the scheduler's own role, and a replay of the spike leaves \
                    the health check unhurt.
                    """),
            ActionItem(
                "Spread the job's start over several minutes.", owner: "Reports team", due: "2026-01-23",
                .medium, .mitigate,
                doneWhen: "No minute of the day has more than ten times the reports of the median minute."),
            ActionItem(
                "Decide how long an unfinished report is kept, and close what is older.",
                owner: "Product owner of reports", due: "2026-01-30", .medium, .prevent,
                doneWhen: "The query on stuck reports finds none that is older than the decided age."),
            ActionItem(
                "Set limits for statements and for idle transactions on the scheduler's role.",
                owner: "Database administrator on call", due: "2026-01-23", .medium, .mitigate,
                doneWhen: "A check that is made to last longer than the limit is cancelled in a test."),
            ActionItem(
                "Tell a full server from a dead one in the health check.", owner: "Platform team",
                due: "2026-01-30", .low, .detect,
                doneWhen: "The probe reports SQLSTATE `53300` as its own state."),
            ActionItem(
                "Check this incident's claims against production: counts, plan, timings before and after.",
                owner: "Database administrator on call", due: "2026-01-16", .medium, .learn,
                doneWhen:
                    "Captures from production stand beside those of the laboratory, with their verdicts."),
            ActionItem(
                "Write the runbook page on report query performance and rehearse it.",
                owner: "Database administrator on call", due: "2026-01-23", .medium, .learn,
                doneWhen: "Somebody who did not write it has followed it to its end in the test environment."),
            ActionItem(
                "Look for other queries that scan by `completed_at IS NULL`.", owner: "Reports team",
                due: "2026-02-06", .low, .learn,
                doneWhen: "Each statement of `pg_stat_statements` on the table is listed with its plan."),
        ]
    }

    var glossary: [GlossaryTerm] {
        [
            GlossaryTerm(
                "Connection slot",
                "One of the places for clients that the server has; when all are taken, it refuses the next."),
            GlossaryTerm(
                "Duplicate check",
                """
                The question that the scheduler asks before it makes a report: is the same report, at most an \
                hour old, still being made? In code it is called dedup.
                """),
            GlossaryTerm(
                "Index", "A sorted copy of some columns, so that a few rows are found without reading all."),
            GlossaryTerm(
                "Partial index",
                "An index of only those rows that satisfy a condition; here, reports not completed."),
            GlossaryTerm(
                "Loop",
                """
                One execution of a plan's node. `EXPLAIN` prints the mean of a loop; a parallel scan has a loop \
                in each process, so that its row counts have to be multiplied.
                """),
            GlossaryTerm(
                "Sargable",
                "Said of a condition that an index can serve, because the column stands alone on one side."),
            GlossaryTerm(
                "Utilisation",
                "Arriving work divided by what the cores can do. Above one, a backlog grows without end."),
            GlossaryTerm(
                "Little's law",
                "The mean number in a system is the rate of arrival times the mean time that each one stays."),
            GlossaryTerm("Median", "The value in the middle: half of the runs took less, half took more."),
            GlossaryTerm("Offered load", "What was asked for, whether it was served or refused."),
            GlossaryTerm(
                "Valid index",
                """
                An index that queries may use. One whose concurrent build failed exists, but is invalid: \
                `indisvalid` is false.
                """),
            GlossaryTerm(
                "Snapshot",
                "What a transaction sees. A concurrent index build waits for the transactions with older ones."
            ),
            GlossaryTerm("SQLSTATE `53300`", "The server's code for too many connections."),
        ]
    }

    var corrections: [Correction] {
        [
            Correction(
                on: "2026-01-06",
                """
                The guide's figures, among them "200x", "99.95%" and "189x", were stated as results. They are \
                promises, and stand now beside what was measured, each with its verdict.
                """),
            Correction(
                on: "2026-01-06",
                """
                The plan's \(\.removedPerProcess, .rows) removed by the filter were read as the total. They \
                are the mean of \(\.scanLoops) processes; the scan reads \(\.rowsExaminedBefore, .rows).
                """),
        ]
    }
}
