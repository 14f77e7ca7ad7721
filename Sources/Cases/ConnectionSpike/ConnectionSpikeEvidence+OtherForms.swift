import Casebook

extension ConnectionSpike.Evidence {
    /// The same measurements in the other forms that PostgreSQL and psql print.
    ///
    /// A plan in JSON is a run of its own, so its times are not those of the text; the tables are of the
    /// same rows, asked for again.
    struct OtherForms: Sendable {
        let before = PlanCapture("explain_before.json")
        let beforeLargestKey = PlanCapture("explain_before_miss.json")
        let beforeByUserIndex = PlanCapture("explain_before_user_index_only.json")
        let beforeByBitmap = PlanCapture("explain_before_random_page_cost_1.1.json")
        let beforeRewritten = PlanCapture("explain_before_rewrite_only.json")
        let after = PlanCapture("explain_after.json")
        let afterLargestKey = PlanCapture("explain_after_miss.json")
        let afterRewritten = PlanCapture("explain_after_rewrite.json")
        let afterRewrittenLargestKey = PlanCapture("explain_after_rewrite_miss.json")

        let statements = Table<StatementStatistics>("incident_before/e1_pg_stat_statements_expanded.txt")
        let statementsAfter = Table<StatementStatistics>("incident_after/e1_pg_stat_statements_expanded.txt")
        let summary = Table<StatementSummary>("incident_before/e1_pg_stat_statements.txt")
        let summaryAfter = Table<StatementSummary>("incident_after/e1_pg_stat_statements.txt")

        let concentration = Table<Concentration>("business_context_expanded.txt", after: "== B2")
        let deduplication = Table<Deduplication>("business_context_expanded.txt", after: "== B5")
        let stuck = Table<StuckReports>("business_context_expanded.txt", after: "== B6")
        let powerUsers = Table<PowerUser>("data_distribution.csv", after: "== D1")
        let refusalKinds = Table<RefusalKind>("evidence_chain.csv", after: "== E5")
        let extremes = Table<RunExtremes>("evidence_chain.csv", after: "== E8")
    }

    // MARK: Plans

    private var scanBeforeInJSON: PlanNode { otherForms.before.node("Parallel Index Scan", on: "reports") }
    /// Both forms print the mean of a process in whole rows: the printed numbers have to be the same, and
    /// not only means that could be.
    var removedPerProcessInJSON: Quantity<Rows> {
        scanBeforeInJSON.rowsRemoved("Rows Removed by Filter").asPrinted
    }
    var removedPerProcessInText: Quantity<Rows> { removedPerProcess.asPrinted }
    var scanLoopsInJSON: Quantity<Count> { scanBeforeInJSON.loops }
    var workersLaunchedInJSON: Quantity<Count> { otherForms.before.node("Gather").workersLaunched }
    var chosenCostInJSON: Quantity<Cost> { otherForms.before.root.totalCost }

    var rowsExaminedBeforeWorstInJSON: Quantity<Rows> { otherForms.beforeLargestKey.rowsExamined }
    var rowsExaminedUserIndexInJSON: Quantity<Rows> { otherForms.beforeByUserIndex.rowsExamined }
    var rowsExaminedBitmap: Quantity<Rows> { beforeByBitmap.rowsExamined }
    var rowsExaminedBitmapInJSON: Quantity<Rows> { otherForms.beforeByBitmap.rowsExamined }
    var rowsExaminedRewriteAloneInJSON: Quantity<Rows> { otherForms.beforeRewritten.rowsExamined }
    var rowsExaminedAfterInJSON: Quantity<Rows> { otherForms.after.rowsExamined }
    var rowsExaminedAfterWorstInJSON: Quantity<Rows> { otherForms.afterLargestKey.rowsExamined }
    var rowsExaminedRewrite: Quantity<Rows> { afterRewritten.rowsExamined }
    var rowsExaminedRewriteInJSON: Quantity<Rows> { otherForms.afterRewritten.rowsExamined }
    var rowsExaminedRewriteWorstInJSON: Quantity<Rows> { otherForms.afterRewrittenLargestKey.rowsExamined }

    // MARK: Statements

    private var checkExpanded: TableRow<StatementStatistics> {
        otherForms.statements.row(where: \.query, contains: "EXTRACT(")
    }
    private var checkSummary: TableRow<StatementSummary> {
        otherForms.summary.row(where: \.query, contains: "WHERE user_id = $1")
    }
    var checkCallsExpanded: Quantity<Count> { checkExpanded.calls }
    var checkCallsAligned: Quantity<Count> { checkSummary.calls }
    var checkTimeExpanded: Quantity<Time> { checkExpanded.total }
    var checkTimeAligned: Quantity<Time> { checkSummary.total }
    var callsExpanded: Quantity<Count> { otherForms.statements.calls.sum }
    var callsAligned: Quantity<Count> { otherForms.summary.calls.sum }
    var callsAfterExpanded: Quantity<Count> { otherForms.statementsAfter.calls.sum }
    var callsAfterAligned: Quantity<Count> { otherForms.summaryAfter.calls.sum }

    // MARK: The data

    var powerUserIncompleteInCSV: Quantity<Rows> {
        otherForms.powerUsers.row(where: \.user, is: "4217").incomplete
    }
    var powerUserIncompleteCounted: Quantity<Rows> { fingerprint.only.incompleteOfPowerUser }
    var topUsersIncomplete: Quantity<Rows> { powerUsers.incomplete.sum }
    var topUsersIncompleteInCSV: Quantity<Rows> { otherForms.powerUsers.incomplete.sum }

    var reportsMonthExpanded: Quantity<Count> { otherForms.concentration.only.reports }
    var missedDuplicatesExpanded: Quantity<Count> { otherForms.deduplication.only.missed }
    /// The line of totals has no status.
    var stuckTotalExpanded: Quantity<Count> { otherForms.stuck.row(where: \.status, is: "").total }

    // MARK: The chain of evidence

    var refusalKindsTotal: Quantity<Count> { refusalKinds.refusals.sum }
    var refusalKindsTotalInCSV: Quantity<Count> { otherForms.refusalKinds.refusals.sum }
    var runRefusals: Quantity<Count> { extremes.row(where: \.run, is: "before").refused }
    var runRefusalsInCSV: Quantity<Count> { otherForms.extremes.row(where: \.run, is: "before").refused }
    var runRefusalsAfterInCSV: Quantity<Count> { otherForms.extremes.row(where: \.run, is: "after").refused }
}
