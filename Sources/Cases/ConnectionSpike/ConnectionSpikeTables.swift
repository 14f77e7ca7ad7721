import Casebook

extension ConnectionSpike.Evidence {
    /// What the index changed, each measured in the same way before and after.
    var beforeAfterRows: [[Cell]] {
        func row<Unit: AdditiveUnit>(
            _ what: String, _ before: Quantity<Unit>, _ after: Quantity<Unit>, _ format: Format<Unit>? = nil,
            fewer: Bool = true
        ) -> [Cell] {
            [
                Cell.words(what), Cell.figure(before, format), Cell.figure(after, format),
                after.value == 0
                    ? Cell.words("none left")
                    : Cell.figure(fewer ? before / after : after / before, .times),
            ]
        }
        return [
            row("Median time of a check alone, guide's key", beforeMedian, afterMedian, .milliseconds),
            row("The same after for the user's largest key", beforeMedian, afterWorstMedian, .milliseconds),
            row(
                "The latter, as the client sees it", beforeClientMedian, afterWorstClientMedian, .milliseconds
            ),
            row(
                "Rows that the scan reads, user's largest key", rowsExaminedBeforeWorst,
                rowsExaminedAfterWorst),
            row("Blocks that a check needs, user's largest key", blocksBeforeWorst, blocksAfterWorst),
            row("Processor time of a check", cpuPerCheck, cpuPerCheckAfter, .milliseconds),
            row(
                "Highest throughput, checks per second", sweepCeilingBefore, sweepCeilingAfter, .short,
                fewer: false),
            row("Utilisation that the spike's load means", utilisation, utilisationAfter, .factor),
            row("Most client connections in a sample", peakBackends, peakBackendsAfter),
            row("Median time of a check in the spike", checkMedianSpike, checkMedianAfter, .milliseconds),
            row("Median time of an API call in the spike", apiMedianSpike, apiMedianAfter, .milliseconds),
            row("Checks refused", checksRefused, checksRefusedAfter),
            row("Health checks failed", probesFailed, probesFailedAfter),
        ]
    }

    var planDifferenceRows: [[Cell]] {
        func figure<Unit: UnitOfMeasure>(_ node: PlanNode?, _ value: (PlanNode) -> Quantity<Unit>) -> Cell {
            node.map { Cell.figure(value($0)) } ?? Cell.none
        }
        return (before.compared(to: after)?.pairs ?? []).map { pair in
            [
                Cell.code(pair.title), Cell.words(pair.change.rawValue),
                figure(pair.before, \.exclusiveTime), figure(pair.after, \.exclusiveTime),
                figure(pair.before, \.rowsExamined), figure(pair.after, \.rowsExamined),
                figure(pair.before, \.exclusiveSharedBlocks), figure(pair.after, \.exclusiveSharedBlocks),
            ]
        }
    }

    var estimateRows: [[Cell]] {
        let plans: [(String, PlanCapture)] = [
            ("before", before), ("by the index on the user", beforeByUserIndex), ("after", after),
            ("after, user's largest key", afterLargestKey),
        ]
        return plans.flatMap { name, plan in
            plan.nodes.filter { $0.readsTable }.map { node in
                [
                    Cell.words(name), Cell.code(node.displayName), Cell.figure(node.planRows),
                    Cell.figure(node.actualRows.asPrinted), Cell.figure(node.estimateError),
                ]
            }
        }
    }

    var settingRows: [[Cell]] {
        [
            [
                Cell.code("max_connections"), Cell.figure(maxConnections),
                Cell.words("the slots that everybody shares"),
            ],
            [
                Cell.code("superuser_reserved_connections"), Cell.figure(reservedSlots),
                Cell.words("how an administrator still gets in"),
            ],
            [
                Cell.code("shared_buffers"),
                Cell.figure(settings.row(where: \.name, is: "shared_buffers").blocks, .blocks),
                Cell.words("the table and its indexes fit in, so that disks play no part"),
            ],
            [
                Cell.code("fsync"), Cell.words("off"),
                Cell.words("the laboratory throws its data away; reads are not affected"),
            ],
            [
                Cell.code("cores"), Cell.figure(cores),
                Cell.words("what checks compete for, and the clients with them"),
            ],
        ]
    }

    var runRows: [[Cell]] {
        Self.variants.map { variant in
            let times = serverTimes(variant.name)
            return [
                Cell.words(variant.title), Cell.figure(times.count), Cell.figure(times.min),
                Cell.figure(times.median), Cell.figure(times.max),
                Cell.figure(clientTimes(variant.name).median),
            ]
        }
    }

    var rejectedDesignRows: [[Cell]] {
        [
            [
                Cell.words("Leave it, without parallel workers"), Cell.figure(rowsExaminedBefore),
                Cell.figure(serialMedian),
                Cell.words("kinder to other sessions, but no less work: the spike would come again"),
            ],
            [
                Cell.words("Lower random_page_cost, so that two indexes are combined"),
                Cell.figure(beforeByBitmap.rowsExamined), Cell.figure(bitmapMedian),
                Cell.words("changes every plan of the server, and still reads all of the user's reports"),
            ],
            [
                Cell.words("Use the index on the user alone"), Cell.figure(rowsExaminedUserIndex), Cell.none,
                Cell.words("the planner does not choose it by itself; reads finished reports as well"),
            ],
            [
                Cell.words("Rewrite the query, no new index"), Cell.figure(rowsExaminedRewriteAlone),
                Cell.figure(rewriteAloneMedian),
                Cell.words(
                    "not rejected but put second: it needs a deployment, and its cost follows the reports of everybody's last hour"
                ),
            ],
            [
                Cell.words("An index that is not partial"), Cell.none, Cell.none,
                Cell.words(
                    "would hold the finished reports too, which the check never asks for; not built, not measured"
                ),
            ],
            [
                Cell.words("Chosen: the partial index on the whole key"), Cell.figure(rowsExaminedAfterWorst),
                Cell.figure(afterWorstMedian),
                Cell.words("needs no deployment; the rewrite is to follow"),
            ],
        ]
    }

    var indexPhaseRows: [[Cell]] {
        buildPhases.map { phase in
            let samples = build.rows(where: \.phase, is: phase.name)
            return [
                Cell.reading(samples.phase.first), Cell.figure(phase.start),
                Cell.figure(phase.end.since(phase.start), .about), Cell.figure(samples.blocksDone.max),
            ]
        }
    }
}
