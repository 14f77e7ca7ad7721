import Casebook

extension ConnectionSpike.Evidence {
    // MARK: How the reports are spread

    var rowsTotal: Quantity<Rows> {
        figure(fingerprint.only.rows, "Reports in the table.")
    }
    var rowsIncomplete: Quantity<Rows> {
        figure(fingerprint.only.incomplete, "Reports that count as unfinished.")
    }
    var incompleteShare: Quantity<Share> {
        figure(rowsIncomplete.share(of: rowsTotal), "The unfinished part of the reports.")
    }

    private var powerUser: TableRow<PowerUser> { powerUsers.row(where: \.user, is: "4217") }
    private var powerUserRatio: TableRow<ImprovementRatio> { ratios.row(where: \.user, is: "4217") }
    var powerUserReports: Quantity<Rows> {
        figure(powerUser.reports, "Reports of the user with most unfinished ones.")
    }
    var powerUserIncomplete: Quantity<Rows> {
        figure(powerUser.incomplete, "Unfinished reports of that user.")
    }
    var mostIncomplete: Quantity<Rows> { powerUsers.incomplete.max }
    var powerUserShare: Quantity<Share> {
        figure(powerUserIncomplete.share(of: rowsIncomplete), "That user's part of all unfinished reports.")
    }
    var topTenUsersShare: Quantity<Share> {
        figure(
            powerUsers.incomplete.sum.share(of: rowsIncomplete),
            "The part of all unfinished reports that ten users hold.")
    }
    var topTenOrganisationsShare: Quantity<Share> {
        figure(
            organisations.incomplete.sum.share(of: rowsIncomplete),
            "The part of all unfinished reports that ten organisations hold.")
    }
    var largestKey: Quantity<Rows> {
        figure(powerUserRatio.largestKey, "Unfinished reports in the user's largest key.")
    }
    var smallestKey: Quantity<Rows> {
        figure(powerUserRatio.smallestKey, "Unfinished reports in the guide's key, the user's smallest.")
    }
    var largestKeyOfAll: Quantity<Rows> {
        figure(ratios.largestKey.max, "Unfinished reports in the largest key of the twenty largest users.")
    }
    var ratioPowerUser: Quantity<Ratio> {
        figure(powerUserRatio.worst, "The user's reports by those of the user's largest key.", as: .times)
    }
    var ratioBestKey: Quantity<Ratio> {
        figure(powerUserRatio.best, "The user's reports by those of the user's smallest key.", as: .times)
    }
    var ratioLeast: Quantity<Ratio> {
        figure(ratios.worst.min, "The least such ratio among the twenty largest users.", as: .times)
    }
    var ratioMedian: Quantity<Ratio> {
        figure(ratios.worst.median, "The median of those ratios.", as: .times)
    }
    var ratioLargest: Quantity<Ratio> {
        figure(ratios.worst.max, "The greatest of those ratios.", as: .times)
    }

    // MARK: The planner's statistics, and what each way has to read

    /// The capture has the two columns of the table one after the other: first the user, then the completion.
    private var correlations: Readings<Ratio> {
        plannerStatistics.rows(where: \.property, hasPrefix: "correlation").value
    }
    var userCorrelation: Quantity<Ratio> {
        figure(
            correlations.first.asPrinted,
            "How far the order of the table follows the user: one would be wholly, zero not at all.",
            as: .factor)
    }
    var completedCorrelation: Quantity<Ratio> {
        figure(
            correlations.last.asPrinted, "How far the order of the table follows the time of completion.",
            as: .factor)
    }
    private func rowsToRead(_ path: String) -> Quantity<Rows> {
        accessPaths.row(where: \.path, contains: path).rows
    }
    var e6Chosen: Quantity<Rows> {
        figure(rowsToRead("chosen plan"), "Rows to read by the plan that ran.")
    }
    var e6UserIndex: Quantity<Rows> {
        figure(rowsToRead("existing idx_reports_user_id"), "Rows to read by the index on the user.")
    }
    var e6UserIncomplete: Quantity<Rows> {
        figure(rowsToRead("incomplete only"), "Rows to read of the user's unfinished reports.")
    }
    var e6LargestKey: Quantity<Rows> {
        figure(rowsToRead("largest (type, format)"), "Rows to read of the user's largest key.")
    }
    var e6CsvKey: Quantity<Rows> {
        figure(
            rowsToRead("proposed index, managed-vendor-findings / csv"), "Rows to read of the guide's key.")
    }
    var e6Rewrite: Quantity<Rows> {
        figure(rowsToRead("rewritten predicate"), "Rows to read of the guide's key by the rewritten query.")
    }

    // MARK: What the reports are made for

    var reportsMonth: Quantity<Count> {
        figure(concentration.only.reports, "Reports made in the last thirty days.")
    }
    var usersMonth: Quantity<Count> {
        figure(concentration.only.users, "Users who made them.")
    }
    var topTenMonthShare: Quantity<Share> {
        figure(concentration.only.topTen, "The part of them that ten users made.")
    }
    var topTenthMonthShare: Quantity<Share> {
        figure(concentration.only.topTenth, "The part of them that a tenth of the users made.")
    }
    var busiestHour: Quantity<Count> {
        figure(hours.reports.max, "Reports made in the busiest hour of the day, over the thirty days.")
    }
    var medianHour: Quantity<Count> {
        figure(hours.reports.median, "Reports made in the median hour of the day.")
    }
    var busiestHourRatio: Quantity<Ratio> {
        figure(busiestHour / medianHour, "The busiest hour by the median hour.", as: .times)
    }

    private var sixteenFifteen: TableRow<MinuteOfDay> { minutes.row(where: \.minute, is: "16:15") }
    var sixteenFifteenReports: Quantity<Count> {
        figure(sixteenFifteen.reports, "Reports made in the minute from 16:15, over the thirty days.")
    }
    var sixteenFifteenRatio: Quantity<Ratio> {
        figure(sixteenFifteen.ratio, "That minute by the median minute.", as: .times)
    }
    var sixteenFifteenDays: Quantity<Count> {
        figure(sixteenFifteen.days, "Days on which that minute had reports.")
    }
    var sixteenFifteenUsers: Quantity<Count> {
        figure(sixteenFifteen.users, "Users who made them.")
    }

    var identicalWithinHour: Quantity<Count> {
        figure(deduplication.only.identical, "Reports made within an hour of an identical one.")
    }
    var missedDuplicates: Quantity<Count> {
        figure(deduplication.only.missed, "Those of them made while the identical one was still unfinished.")
    }
    var missedShare: Quantity<Share> {
        figure(missedDuplicates.share(of: reportsMonth), "Missed duplicates as a part of all reports.")
    }
    var identicalCompleted: Quantity<Count> {
        figure(deduplication.only.completed, "Those made after the identical one had finished.")
    }

    // MARK: Reports that never finish

    /// The line of totals has no status.
    private var allStuck: TableRow<StuckReports> { stuck.row(where: \.status, is: "") }
    var stuckTotal: Quantity<Count> {
        figure(allStuck.total, "Unfinished reports of any age.")
    }
    var stuckOverMonth: Quantity<Count> {
        figure(allStuck.overMonth, "Unfinished reports older than thirty days.")
    }
    var stuckOverMonthShare: Quantity<Share> {
        figure(stuckOverMonth.share(of: stuckTotal), "Their part of all unfinished reports.")
    }
    var stuckUnderHour: Quantity<Count> {
        figure(
            allStuck.underHour,
            "Unfinished reports younger than an hour, the only ones that the check asks for.")
    }
    var stuckUnderHourShare: Quantity<Share> {
        figure(stuckUnderHour.share(of: stuckTotal), "Their part of all unfinished reports.")
    }
    var stuckFailed: Quantity<Count> {
        figure(stuck.row(where: \.status, is: "failed").total, "Unfinished reports that have failed.")
    }
    var stuckFailedShare: Quantity<Share> {
        figure(stuckFailed.share(of: stuckTotal), "Their part of all unfinished reports.")
    }
    var stuckPending: Quantity<Count> {
        figure(stuck.row(where: \.status, is: "pending").total, "Unfinished reports that never began.")
    }
    var stuckRunning: Quantity<Count> {
        figure(
            stuck.row(where: \.status, is: "running").total, "Unfinished reports that claim to be running.")
    }
}
