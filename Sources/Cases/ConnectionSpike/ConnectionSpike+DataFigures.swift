import Casebook

extension ConnectionSpike {
    /// How the reports are spread.
    var distributionFigures: [Figure] {
        [
            Figure(\.rowsTotal), Figure(\.rowsIncomplete), Figure(\.incompleteShare),
            Figure(\.powerUserReports), Figure(\.powerUserIncomplete), Figure(\.powerUserShare),
            Figure(\.topTenUsersShare), Figure(\.topTenOrganisationsShare), Figure(\.largestKey),
            Figure(\.smallestKey), Figure(\.largestKeyOfAll), Figure(\.ratioPowerUser), Figure(\.ratioLeast),
            Figure(\.ratioMedian), Figure(\.ratioLargest), Figure(\.ratioBestKey), Figure(\.userCorrelation),
            Figure(\.completedCorrelation), Figure(\.rewriteRowsChecked), Figure(\.rewriteDifferences),
            Figure(\.projectedCost), Figure(\.chosenCost), Figure(\.e6Chosen), Figure(\.e6UserIndex),
            Figure(\.e6UserIncomplete), Figure(\.e6LargestKey), Figure(\.e6CsvKey), Figure(\.e6Rewrite),
        ]
    }

    /// What the reports are made for.
    var businessFigures: [Figure] {
        [
            Figure(\.reportsMonth), Figure(\.usersMonth), Figure(\.topTenMonthShare),
            Figure(\.topTenthMonthShare), Figure(\.busiestHour), Figure(\.medianHour),
            Figure(\.busiestHourRatio), Figure(\.sixteenFifteenReports), Figure(\.sixteenFifteenRatio),
            Figure(\.sixteenFifteenDays), Figure(\.sixteenFifteenUsers), Figure(\.identicalWithinHour),
            Figure(\.missedDuplicates), Figure(\.missedShare), Figure(\.identicalCompleted),
            Figure(\.stuckTotal), Figure(\.stuckOverMonth), Figure(\.stuckOverMonthShare),
            Figure(\.stuckUnderHour), Figure(\.stuckUnderHourShare), Figure(\.stuckFailed),
            Figure(\.stuckFailedShare), Figure(\.stuckPending), Figure(\.stuckRunning),
        ]
    }
}
