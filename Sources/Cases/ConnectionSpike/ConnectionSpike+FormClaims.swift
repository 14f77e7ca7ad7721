import Casebook

extension ConnectionSpike {
    /// What was captured in several forms reads the same in each.
    var formClaims: [Claim] {
        [
            Claim(
                "forms-agree-plan-before",
                """
                A second run before the index, captured as JSON, is the plan of the text: \
                \(\.removedPerProcessInJSON, .rows) removed per process, over \(\.scanLoopsInJSON) loops, at \
                the same cost.
                """,
                test: .all([
                    .equals(\.removedPerProcessInJSON, .figure(\.removedPerProcessInText)),
                    .equals(\.scanLoopsInJSON, .figure(\.scanLoops)),
                    .equals(\.workersLaunchedInJSON, .figure(\.workersLaunched)),
                    .agrees(\.chosenCostInJSON, with: .figure(\.chosenCost)),
                    .agrees(\.rowsExaminedBeforeWorstInJSON, with: .figure(\.rowsExaminedBeforeWorst)),
                ]), refutedBy: "Other rows or loops in the other form.", in: ["explain-analysis"]),
            Claim(
                "forms-agree-plans",
                """
                The other plans read as many rows in JSON as in text: the index on the user \
                \(\.rowsExaminedUserIndexInJSON), the new one \(\.rowsExaminedAfterInJSON) and, for the \
                largest key, \(\.rowsExaminedAfterWorstInJSON).
                """,
                test: .all([
                    .equals(\.rowsExaminedUserIndexInJSON, .figure(\.rowsExaminedUserIndex)),
                    .equals(\.rowsExaminedBitmapInJSON, .figure(\.rowsExaminedBitmap)),
                    .equals(\.rowsExaminedRewriteAloneInJSON, .figure(\.rowsExaminedRewriteAlone)),
                    .equals(\.rowsExaminedAfterInJSON, .figure(\.rowsExaminedAfter)),
                    .equals(\.rowsExaminedAfterWorstInJSON, .figure(\.rowsExaminedAfterWorst)),
                    .equals(\.rowsExaminedRewriteInJSON, .figure(\.rowsExaminedRewrite)),
                    .equals(\.rowsExaminedRewriteWorstInJSON, .figure(\.rowsExaminedRewriteWorst)),
                ]), refutedBy: "A plan that reads other rows in the other form.", in: ["explain-analysis"]),
            Claim(
                "forms-agree-statements",
                """
                `pg_stat_statements` has the check's \(\.checkCallsExpanded) calls in the aligned, the \
                expanded and the CSV form.
                """,
                test: .all([
                    .equals(\.checkCallsExpanded, .figure(\.checkCallsAligned)),
                    .equals(\.checkCallsExpanded, .figure(\.checkCalls)),
                    .agrees(\.checkTimeExpanded, with: .figure(\.checkTimeAligned)),
                    .equals(\.callsExpanded, .figure(\.callsAligned)),
                    .equals(\.callsAfterExpanded, .figure(\.callsAfterAligned)),
                ]), refutedBy: "Another number of calls in one of the forms.", in: ["explain-analysis"]),
            Claim(
                "forms-agree-distribution",
                """
                The CSV form has the same \(\.powerUserIncompleteInCSV) unfinished reports for the user as \
                the table and as the count taken before the incident.
                """,
                test: .all([
                    .equals(\.powerUserIncompleteInCSV, .figure(\.powerUserIncomplete)),
                    .equals(\.powerUserIncompleteInCSV, .figure(\.powerUserIncompleteCounted)),
                    .equals(\.topUsersIncompleteInCSV, .figure(\.topUsersIncomplete)),
                ]), refutedBy: "Another number in one of the forms.", in: ["data-distribution"]),
            Claim(
                "forms-agree-business",
                """
                The expanded form has the same \(\.reportsMonthExpanded) reports, \
                \(\.missedDuplicatesExpanded) missed duplicates and \(\.stuckTotalExpanded) unfinished \
                reports as the tables.
                """,
                test: .all([
                    .equals(\.reportsMonthExpanded, .figure(\.reportsMonth)),
                    .equals(\.missedDuplicatesExpanded, .figure(\.missedDuplicates)),
                    .equals(\.stuckTotalExpanded, .figure(\.stuckTotal)),
                ]), refutedBy: "Another number in one of the forms.", in: ["data-distribution"]),
            Claim(
                "forms-agree-refusals",
                """
                The CSV form of the chain of evidence has the same \(\.runRefusalsInCSV) refusals as its \
                tables, by kind and by run.
                """,
                test: .all([
                    .equals(\.refusalKindsTotalInCSV, .figure(\.refusalKindsTotal)),
                    .equals(\.runRefusalsInCSV, .figure(\.runRefusals)),
                    .equals(\.runRefusalsInCSV, .figure(\.refusalKindsTotalInCSV)),
                    .equals(\.runRefusalsAfterInCSV, .figure(\.checksRefusedAfter)),
                ]), refutedBy: "Another number of refusals in one of the forms.", in: ["concurrency-math"]),
        ]
    }
}
