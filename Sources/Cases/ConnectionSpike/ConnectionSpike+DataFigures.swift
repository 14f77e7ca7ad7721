import Casebook

extension ConnectionSpike {
    /// How the reports are spread.
    var distributionFigures: [Figure] {
        [
            Figure("rows-total", \.rowsTotal, "Reports in the table."),
            Figure("rows-incomplete", \.rowsIncomplete, "Reports that count as unfinished."),
            Figure("incomplete-share", \.incompleteShare, "The unfinished part of the reports."),
            Figure(
                "power-user-reports",
                \.powerUserReports,
                "Reports of the user with most unfinished ones."
            ),
            Figure("power-user-incomplete", \.powerUserIncomplete, "Unfinished reports of that user."),
            Figure("power-user-share", \.powerUserShare, "That user's part of all unfinished reports."),
            Figure(
                "top-ten-users-share",
                \.topTenUsersShare,
                "The part of all unfinished reports that ten users hold."
            ),
            Figure(
                "top-ten-organisations-share",
                \.topTenOrganisationsShare,
                "The part of all unfinished reports that ten organisations hold."
            ),
            Figure("largest-key", \.largestKey, "Unfinished reports in the user's largest key."),
            Figure(
                "smallest-key",
                \.smallestKey,
                "Unfinished reports in the guide's key, the user's smallest."
            ),
            Figure(
                "largest-key-of-all",
                \.largestKeyOfAll,
                "Unfinished reports in the largest key of the twenty largest users."
            ),
            Figure(
                "ratio-power-user",
                \.ratioPowerUser,
                .times,
                "The user's reports by those of the user's largest key."
            ),
            Figure(
                "ratio-least",
                \.ratioLeast,
                .times,
                "The least such ratio among the twenty largest users."
            ),
            Figure("ratio-median", \.ratioMedian, .times, "The median of those ratios."),
            Figure("ratio-largest", \.ratioLargest, .times, "The greatest of those ratios."),
            Figure(
                "ratio-best-key",
                \.ratioBestKey,
                .times,
                "The user's reports by those of the user's smallest key."
            ),
            Figure(
                "user-correlation",
                \.userCorrelation,
                .factor,
                "How far the order of the table follows the user: one would be wholly, zero not at all."
            ),
            Figure(
                "completed-correlation",
                \.completedCorrelation,
                .factor,
                "How far the order of the table follows the time of completion."
            ),
            Figure("rewrite-rows-checked", \.rewriteRowsChecked, "Rows on which the rewrite was compared."),
            Figure(
                "rewrite-differences",
                \.rewriteDifferences,
                "Rows on which the rewrite chooses otherwise."
            ),
            Figure("projected-cost", \.projectedCost, "Planner's cost with the hypothetical index."),
            Figure("chosen-cost", \.chosenCost, "Planner's cost of the plan that ran."),
            Figure("e6-chosen", \.e6Chosen, "Rows to read by the plan that ran."),
            Figure("e6-user-index", \.e6UserIndex, "Rows to read by the index on the user."),
            Figure(
                "e6-user-incomplete",
                \.e6UserIncomplete,
                "Rows to read of the user's unfinished reports."
            ),
            Figure("e6-largest-key", \.e6LargestKey, "Rows to read of the user's largest key."),
            Figure("e6-csv-key", \.e6CsvKey, "Rows to read of the guide's key."),
            Figure("e6-rewrite", \.e6Rewrite, "Rows to read of the guide's key by the rewritten query."),
        ]
    }

    /// What the reports are made for.
    var businessFigures: [Figure] {
        [
            Figure("reports-month", \.reportsMonth, "Reports made in the last thirty days."),
            Figure("users-month", \.usersMonth, "Users who made them."),
            Figure("top-ten-month-share", \.topTenMonthShare, "The part of them that ten users made."),
            Figure(
                "top-tenth-month-share",
                \.topTenthMonthShare,
                "The part of them that a tenth of the users made."
            ),
            Figure(
                "busiest-hour",
                \.busiestHour,
                "Reports made in the busiest hour of the day, over the thirty days."
            ),
            Figure("median-hour", \.medianHour, "Reports made in the median hour of the day."),
            Figure("busiest-hour-ratio", \.busiestHourRatio, .times, "The busiest hour by the median hour."),
            Figure(
                "sixteen-fifteen-reports",
                \.sixteenFifteenReports,
                "Reports made in the minute from 16:15, over the thirty days."
            ),
            Figure(
                "sixteen-fifteen-ratio",
                \.sixteenFifteenRatio,
                .times,
                "That minute by the median minute."
            ),
            Figure("sixteen-fifteen-days", \.sixteenFifteenDays, "Days on which that minute had reports."),
            Figure("sixteen-fifteen-users", \.sixteenFifteenUsers, "Users who made them."),
            Figure(
                "identical-within-hour",
                \.identicalWithinHour,
                "Reports made within an hour of an identical one."
            ),
            Figure(
                "missed-duplicates",
                \.missedDuplicates,
                "Those of them made while the identical one was still unfinished."
            ),
            Figure("missed-share", \.missedShare, "Missed duplicates as a part of all reports."),
            Figure(
                "identical-completed",
                \.identicalCompleted,
                "Those made after the identical one had finished."
            ),
            Figure("stuck-total", \.stuckTotal, "Unfinished reports of any age."),
            Figure("stuck-over-month", \.stuckOverMonth, "Unfinished reports older than thirty days."),
            Figure("stuck-over-month-share", \.stuckOverMonthShare, "Their part of all unfinished reports."),
            Figure(
                "stuck-under-hour",
                \.stuckUnderHour,
                "Unfinished reports younger than an hour, the only ones that the check asks for."
            ),
            Figure("stuck-under-hour-share", \.stuckUnderHourShare, "Their part of all unfinished reports."),
            Figure("stuck-failed", \.stuckFailed, "Unfinished reports that have failed."),
            Figure("stuck-failed-share", \.stuckFailedShare, "Their part of all unfinished reports."),
            Figure("stuck-pending", \.stuckPending, "Unfinished reports that never began."),
            Figure("stuck-running", \.stuckRunning, "Unfinished reports that claim to be running."),
        ]
    }
}
