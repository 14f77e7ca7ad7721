import Casebook

extension ConnectionSpike {
    var tables: [DataTable] { fixTables + evidenceTables + dataTables + businessTables }

    /// Before and after.
    private var fixTables: [DataTable] {
        [
            DataTable("before-after", ["What", "Before", "After", "Change"]) { $0.beforeAfterRows },
            DataTable(
                "plan-differences",
                [
                    "Node", "Change", "Own time before", "Own time after", "Rows read before",
                    "Rows read after", "Blocks before", "Blocks after",
                ]
            ) { $0.planDifferenceRows },
            DataTable("estimates", ["Plan", "Node", "Rows expected", "Rows found", "Off by"]) {
                $0.estimateRows
            },
            DataTable("settings", ["Setting", "Value", "Why it matters"]) { $0.settingRows },
            DataTable(
                "runs", ["Variant", "Runs", "Fastest", "Median", "Slowest", "Median as the client saw it"]
            ) {
                $0.runRows
            },
            DataTable("rejected-designs", ["Design", "Rows read", "Time (median)", "Why not"]) {
                $0.rejectedDesignRows
            },
            DataTable("index-phases", ["Phase", "From", "Duration", "Blocks done"]) { $0.indexPhaseRows },
        ]
    }

    /// The chain of evidence.
    private var evidenceTables: [DataTable] {
        [
            DataTable("refusals", ["Role", "SQLSTATE", "Message", "Refusals", "First", "Last"]) { evidence in
                evidence.refusalKinds.rows.map { row in
                    [
                        Cell.reading(row.user), Cell.reading(row.state), Cell.reading(row.message),
                        Cell.figure(row.refusals), Cell.figure(row.first), Cell.figure(row.last),
                    ]
                }
            },
            DataTable(
                "projected-rows", ["Way to the answer", "Rows to read", "Fewer than the plan that ran"]
            ) {
                evidence in
                evidence.accessPaths.rows.map { row in
                    [Cell.reading(row.path), Cell.figure(row.rows), Cell.figure(row.reduction)]
                }
            },
            DataTable("excluded", ["What would have shown it", "Observed"]) { evidence in
                evidence.alternatives.rows.map { row in
                    [Cell.reading(row.hypothesis), Cell.reading(row.observed)]
                }
            },
            DataTable(
                "counterfactual",
                ["Run", "Most connections", "Most checks", "Fewest free slots", "Oldest check", "Refused"]
            ) { evidence in
                evidence.extremes.rows.map { row in
                    [
                        Cell.reading(row.run), Cell.figure(row.backends), Cell.figure(row.checks),
                        Cell.figure(row.leastFree), Cell.figure(row.oldest, .seconds),
                        Cell.figure(row.refused),
                    ]
                }
            },
            DataTable("sweep", ["Form", "Sessions", "Throughput", "Mean time", "Processor time of a check"]) {
                evidence in
                evidence.sweep.rows.map { row in
                    [
                        Cell.reading(row.form), Cell.figure(row.sessions),
                        Cell.figure(row.throughput, .short),
                        Cell.figure(row.latency), Cell.figure(row.processorTime),
                    ]
                }
            },
            DataTable("model", ["Quantity", "Model", "Observed", "Model by observed"]) { $0.modelRows },
            DataTable(
                "what-if",
                [
                    "Run", "", "Finished while it ran", "Refused", "First refusal", "A check took",
                ]
            ) { $0.whatIfRows },
        ]
    }

    /// How the reports are spread.
    private var dataTables: [DataTable] {
        [
            DataTable(
                "top-users", ["User", "Organisation", "Reports", "Unfinished", "Unfinished part", "Keys"]
            ) { evidence in
                evidence.powerUsers.rows.map { row in
                    [
                        Cell.reading(row.user), Cell.reading(row.organisation), Cell.figure(row.reports),
                        Cell.figure(row.incomplete), Cell.figure(row.incompleteShare), Cell.figure(row.keys),
                    ]
                }
            },
            DataTable("top-users-pseudonyms", ["User", "Reports", "Unfinished", "Unfinished part"]) {
                evidence in
                evidence.powerUsers.rows.enumerated().map { index, row in
                    [
                        Cell.words("User \(Evidence.pseudonym(index))"), Cell.figure(row.reports),
                        Cell.figure(row.incomplete), Cell.figure(row.incompleteShare),
                    ]
                }
            },
            DataTable(
                "organisations", ["Organisation", "Users", "Reports", "Unfinished", "Part of all unfinished"]
            ) { evidence in
                evidence.organisations.rows.map { row in
                    [
                        Cell.reading(row.organisation), Cell.figure(row.users), Cell.figure(row.reports),
                        Cell.figure(row.incomplete), Cell.figure(row.share),
                    ]
                }
            },
            DataTable(
                "ratios",
                [
                    "User", "Rows by the old index", "Rows of the largest key", "Ratio",
                    "Rows of the smallest key", "Ratio of that",
                ]
            ) { evidence in
                evidence.ratios.rows.map { row in
                    [
                        Cell.reading(row.user), Cell.figure(row.current), Cell.figure(row.largestKey),
                        Cell.figure(row.worst), Cell.figure(row.smallestKey), Cell.figure(row.best),
                    ]
                }
            },
        ]
    }

    /// What the reports are made for.
    private var businessTables: [DataTable] {
        [
            DataTable(
                "report-types",
                [
                    "Type", "Format", "Reports", "Part", "Organisations", "Users", "Median time to make",
                    "Ninety-five in a hundred within",
                ]
            ) { evidence in
                evidence.reportTypes.rows.map { row in
                    [
                        Cell.reading(row.type), Cell.reading(row.format), Cell.figure(row.reports),
                        Cell.figure(row.share), Cell.figure(row.organisations), Cell.figure(row.users),
                        Cell.figure(row.median, .about), Cell.figure(row.percentile95, .about),
                    ]
                }
            },
            DataTable("concentration", ["Of all reports of the month", "Part"]) { evidence in
                let all = evidence.concentration.only
                return [
                    [Cell.words("Made by the ten most active users"), Cell.figure(all.topTen)],
                    [
                        Cell.words("Made by the most active hundredth of the users"),
                        Cell.figure(all.topHundredth),
                    ],
                    [Cell.words("Made by the most active tenth of the users"), Cell.figure(all.topTenth)],
                ]
            },
            DataTable("hours", ["Hour, UTC", "Reports"]) { evidence in
                evidence.hours.rows.map { row in [Cell.figure(row.hour), Cell.figure(row.reports)] }
            },
            DataTable("minutes", ["Minute, UTC", "Reports", "Days seen", "Users", "By the median minute"]) {
                evidence in
                evidence.minutes.rows.map { row in
                    [
                        Cell.reading(row.minute), Cell.figure(row.reports), Cell.figure(row.days),
                        Cell.figure(row.users), Cell.figure(row.ratio),
                    ]
                }
            },
            DataTable("deduplication", ["Of the reports of the month", "Reports", "Part"]) { evidence in
                let all = evidence.deduplication.only
                func row(_ what: String, _ count: Quantity<Count>) -> [Cell] {
                    [Cell.words(what), Cell.figure(count), Cell.figure(count.share(of: all.reports))]
                }
                return [
                    row("All", all.reports),
                    row("Identical to one at most an hour older", all.identical),
                    row("of those, made while the older one was unfinished: a missed duplicate", all.missed),
                    row("of those, made after the older one had finished", all.completed),
                ]
            },
            DataTable(
                "stuck",
                [
                    "Status", "Under an hour", "An hour to a day", "A day to a week", "A week to a month",
                    "Over a month", "All",
                ]
            ) { evidence in
                evidence.stuck.rows.map { row in
                    [
                        row.status.text.isEmpty ? Cell.words("all") : Cell.reading(row.status),
                        Cell.figure(row.underHour), Cell.figure(row.underDay), Cell.figure(row.underWeek),
                        Cell.figure(row.underMonth), Cell.figure(row.overMonth), Cell.figure(row.total),
                    ]
                }
            },
        ]
    }
}
