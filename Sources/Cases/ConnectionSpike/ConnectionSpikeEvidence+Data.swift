import Casebook

extension ConnectionSpike.Evidence {
    // MARK: How the reports are spread

    var rowsTotal: Quantity<Rows> { fingerprint.only.rows }
    var rowsIncomplete: Quantity<Rows> { fingerprint.only.incomplete }
    var incompleteShare: Quantity<Share> { rowsIncomplete.share(of: rowsTotal) }

    private var powerUser: TableRow<PowerUser> { powerUsers.row(where: \.user, is: "4217") }
    private var powerUserRatio: TableRow<ImprovementRatio> { ratios.row(where: \.user, is: "4217") }
    var powerUserReports: Quantity<Rows> { powerUser.reports }
    var powerUserIncomplete: Quantity<Rows> { powerUser.incomplete }
    var mostIncomplete: Quantity<Rows> { powerUsers.incomplete.max }
    var powerUserShare: Quantity<Share> { powerUserIncomplete.share(of: rowsIncomplete) }
    var topTenUsersShare: Quantity<Share> { powerUsers.incomplete.sum.share(of: rowsIncomplete) }
    var topTenOrganisationsShare: Quantity<Share> {
        organisations.incomplete.sum.share(of: rowsIncomplete)
    }
    var largestKey: Quantity<Rows> { powerUserRatio.largestKey }
    var smallestKey: Quantity<Rows> { powerUserRatio.smallestKey }
    var largestKeyOfAll: Quantity<Rows> { ratios.largestKey.max }
    var ratioPowerUser: Quantity<Ratio> { powerUserRatio.worst }
    var ratioBestKey: Quantity<Ratio> { powerUserRatio.best }
    var ratioLeast: Quantity<Ratio> { ratios.worst.min }
    var ratioMedian: Quantity<Ratio> { ratios.worst.median }
    var ratioLargest: Quantity<Ratio> { ratios.worst.max }

    // MARK: The planner's statistics, and what each way has to read

    /// The capture has the two columns of the table one after the other: first the user, then the completion.
    private var correlations: Readings<Ratio> {
        plannerStatistics.rows(where: \.property, hasPrefix: "correlation").value
    }
    var userCorrelation: Quantity<Ratio> { correlations.first.asPrinted }
    var completedCorrelation: Quantity<Ratio> { correlations.last.asPrinted }
    private func rowsToRead(_ path: String) -> Quantity<Rows> {
        accessPaths.row(where: \.path, contains: path).rows
    }
    var e6Chosen: Quantity<Rows> { rowsToRead("chosen plan") }
    var e6UserIndex: Quantity<Rows> { rowsToRead("existing idx_reports_user_id") }
    var e6UserIncomplete: Quantity<Rows> { rowsToRead("incomplete only") }
    var e6LargestKey: Quantity<Rows> { rowsToRead("largest (type, format)") }
    var e6CsvKey: Quantity<Rows> { rowsToRead("proposed index, managed-vendor-findings / csv") }
    var e6Rewrite: Quantity<Rows> { rowsToRead("rewritten predicate") }

    // MARK: What the reports are made for

    var reportsMonth: Quantity<Count> { concentration.only.reports }
    var usersMonth: Quantity<Count> { concentration.only.users }
    var topTenMonthShare: Quantity<Share> { concentration.only.topTen }
    var topTenthMonthShare: Quantity<Share> { concentration.only.topTenth }
    var busiestHour: Quantity<Count> { hours.reports.max }
    var medianHour: Quantity<Count> { hours.reports.median }
    var busiestHourRatio: Quantity<Ratio> { busiestHour / medianHour }

    private var sixteenFifteen: TableRow<MinuteOfDay> { minutes.row(where: \.minute, is: "16:15") }
    var sixteenFifteenReports: Quantity<Count> { sixteenFifteen.reports }
    var sixteenFifteenRatio: Quantity<Ratio> { sixteenFifteen.ratio }
    var sixteenFifteenDays: Quantity<Count> { sixteenFifteen.days }
    var sixteenFifteenUsers: Quantity<Count> { sixteenFifteen.users }

    var identicalWithinHour: Quantity<Count> { deduplication.only.identical }
    var missedDuplicates: Quantity<Count> { deduplication.only.missed }
    var missedShare: Quantity<Share> { missedDuplicates.share(of: reportsMonth) }
    var identicalCompleted: Quantity<Count> { deduplication.only.completed }

    // MARK: Reports that never finish

    /// The line of totals has no status.
    private var allStuck: TableRow<StuckReports> { stuck.row(where: \.status, is: "") }
    var stuckTotal: Quantity<Count> { allStuck.total }
    var stuckOverMonth: Quantity<Count> { allStuck.overMonth }
    var stuckOverMonthShare: Quantity<Share> { stuckOverMonth.share(of: stuckTotal) }
    var stuckUnderHour: Quantity<Count> { allStuck.underHour }
    var stuckUnderHourShare: Quantity<Share> { stuckUnderHour.share(of: stuckTotal) }
    var stuckFailed: Quantity<Count> { stuck.row(where: \.status, is: "failed").total }
    var stuckFailedShare: Quantity<Share> { stuckFailed.share(of: stuckTotal) }
    var stuckPending: Quantity<Count> { stuck.row(where: \.status, is: "pending").total }
    var stuckRunning: Quantity<Count> { stuck.row(where: \.status, is: "running").total }
}
