import Casebook

extension ConnectionSpike.Evidence {
    // MARK: Plans

    var scanBefore: PlanNode { before.node("Parallel Index Scan", on: "reports") }
    var gatherBefore: PlanNode { before.node("Gather") }
    var scanAfter: PlanNode { after.node("Index Scan", on: "reports") }
    var scanAfterLargestKey: PlanNode { afterLargestKey.node("Index Scan", on: "reports") }

    var beforeRun: Quantity<Time> {
        figure(before.executionTime, "Execution time of the captured plan before the index, one run.")
    }
    var afterRun: Quantity<Time> { after.executionTime }
    var beforeColdRun: Quantity<Time> {
        figure(beforeCold.executionTime, "Before the index, the first run on a cold server.")
    }
    var afterWorstColdRun: Quantity<Time> {
        figure(
            afterLargestKeyCold.executionTime,
            "After the index, the user's largest key, the first run on a cold server.")
    }

    var removedPerProcess: Quantity<Rows> {
        figure(
            scanBefore.rowsRemoved("Rows Removed by Filter"),
            "Rows removed by the filter as the plan prints them: the mean of a process.")
    }
    var removedTotal: Quantity<Rows> {
        figure(scanBefore.totalRowsRemoved, "Rows removed by the filter in all processes together.")
    }
    var scanLoops: Quantity<Count> {
        figure(scanBefore.loops, "Processes that shared the scan.")
    }
    var workersLaunched: Quantity<Count> {
        figure(gatherBefore.workersLaunched, "Parallel workers that were started.")
    }
    var processes: Quantity<Count> {
        workersLaunched + .assumed(1, because: "the leader of a parallel scan works too")
    }
    var rowsExaminedBefore: Quantity<Rows> {
        figure(scanBefore.rowsExamined, "Rows that the scan read before the index.")
    }
    var rowsReturnedBefore: Quantity<Rows> {
        figure(before.root.totalRows, "Rows that the check gave back.")
    }
    var rowsExaminedAfter: Quantity<Rows> {
        figure(scanAfter.rowsExamined, "Rows that the scan read after the index.")
    }
    var rowsExaminedAfterWorst: Quantity<Rows> {
        figure(
            scanAfterLargestKey.rowsExamined,
            "Rows that the scan read after the index for the user's largest key.")
    }
    var rowsExaminedRewriteWorst: Quantity<Rows> {
        afterRewrittenLargestKey.node("Index Scan", on: "reports").rowsExamined
    }
    var rowsExaminedUserIndex: Quantity<Rows> {
        figure(
            beforeByUserIndex.node("Index Scan", on: "reports").rowsExamined,
            "Rows that a scan by the index on the user reads.")
    }
    var rowsExaminedBeforeWorst: Quantity<Rows> {
        beforeLargestKey.node("Parallel Index Scan", on: "reports").rowsExamined
    }
    var rowsRatioWorst: Quantity<Ratio> {
        figure(
            rowsExaminedBeforeWorst / rowsExaminedAfterWorst,
            "Rows read before the index by rows read after it for the user's largest key.", as: .times)
    }
    var blocksBeforeWorst: Quantity<Blocks> { beforeLargestKey.root.buffers.shared }

    /// How many of the two captured checks after the index read it.
    var scansOfNewIndex: Quantity<Count> {
        let scans = (after.nodes + afterLargestKey.nodes).filter { $0.index == "idx_reports_dedup_active_v1" }
        return Quantity(
            Double(scans.count),
            derivation: .aggregate(
                name: "count", label: "plan nodes that read idx_reports_dedup_active_v1", count: scans.count,
                at: scans.map(\.span)))
    }

    var blocksBefore: Quantity<Blocks> {
        figure(before.root.buffers.shared, "Blocks that the plan before the index needed.")
    }
    var blocksAfter: Quantity<Blocks> {
        figure(after.root.buffers.shared, "Blocks that the plan after the index needed.")
    }
    var blocksAfterWorst: Quantity<Blocks> {
        figure(
            afterLargestKey.root.buffers.shared,
            "Blocks that the plan after the index needed for the user's largest key.")
    }
    var bytesPerCheck: Quantity<Bytes> {
        figure(
            blocksBefore.mapped("× 8,192 bytes", to: Bytes.self) { $0 * 8192 },
            "Memory that a check touched before the index: its blocks of eight kilobytes.")
    }
    var rowsExaminedRewriteAlone: Quantity<Rows> {
        figure(beforeRewritten.rowsExamined, "Rows that the rewritten check reads without the new index.")
    }
    var rewriteAloneBusyHourRows: Quantity<Count> {
        figure(
            busiestHour.per(.assumed(30, because: "the query on hours looks back for thirty days")),
            "Reports made in the busiest hour of a day, which the rewrite alone would read.")
    }
    var underLoadRun: Quantity<Time> {
        figure(
            underLoad.executionTime, "Execution time of the same plan at the peak of the incident, one run.")
    }
    var underLoadWorkers: Quantity<Count> {
        figure(underLoad.node("Gather").workersLaunched, "Parallel workers that it got.")
    }
    var chosenCost: Quantity<Cost> {
        figure(before.root.totalCost, "Planner's cost of the plan that ran.")
    }
    var projectedCost: Quantity<Cost> {
        figure(hypothetical.root.totalCost, "Planner's cost with the hypothetical index.")
    }

    // MARK: Repeated runs

    /// The runs of a variant as the server timed them.
    func serverTimes(_ variant: String) -> Readings<Time> { times(variant, "explain_analyze") }
    /// The runs of a variant as the client timed them.
    func clientTimes(_ variant: String) -> Readings<Time> { times(variant, "client_timing") }
    private func times(_ variant: String, _ method: String) -> Readings<Time> {
        runs.rows(where: \.variant, is: variant).rows(where: \.method, is: method).took
    }

    var timingRuns: Quantity<Count> {
        figure(serverTimes("before").count, "Runs of each variant before and after the index.")
    }
    var beforeMedian: Quantity<Time> {
        figure(serverTimes("before").median, "Median execution time before the index, on the server.")
    }
    var beforeFastest: Quantity<Time> {
        figure(serverTimes("before").min, "Fastest of those runs.")
    }
    var beforeSlowest: Quantity<Time> {
        figure(serverTimes("before").max, "Slowest of those runs.")
    }
    var afterMedian: Quantity<Time> {
        figure(
            serverTimes("after").median,
            "Median execution time after the index for the same key, on the server.")
    }
    var afterFastest: Quantity<Time> {
        figure(serverTimes("after").min, "Fastest of those runs.")
    }
    var afterSlowest: Quantity<Time> {
        figure(serverTimes("after").max, "Slowest of those runs.")
    }
    var afterWorstMedian: Quantity<Time> {
        figure(
            serverTimes("after_miss").median,
            "Median execution time after the index for the user's largest key.")
    }
    var afterWorstSlowest: Quantity<Time> {
        figure(serverTimes("after_miss").max, "Slowest of those runs.")
    }
    var rewriteMedian: Quantity<Time> {
        figure(
            serverTimes("after_rewrite").median,
            "Median execution time of the rewritten query with the index.")
    }
    var rewriteSlowest: Quantity<Time> {
        figure(serverTimes("after_rewrite").max, "Slowest of those runs.")
    }
    var rewriteWorstMedian: Quantity<Time> {
        figure(
            serverTimes("after_rewrite_miss").median,
            "Median execution time of the rewritten query with the index for the user's largest key.")
    }
    var rewriteAloneMedian: Quantity<Time> {
        figure(
            serverTimes("before_rewrite_only").median,
            "Median execution time of the rewritten query without the new index.")
    }
    var rewriteAloneRuns: Quantity<Count> {
        figure(serverTimes("before_rewrite_only").count, "Runs of the rewritten query without the new index.")
    }
    var serialMedian: Quantity<Time> {
        figure(
            serverTimes("before_serial").median,
            "Median execution time before the index without parallel workers.")
    }
    var bitmapMedian: Quantity<Time> {
        figure(
            serverTimes("before_rpc11").median,
            "Median execution time before the index with a smaller random_page_cost.")
    }
    var beforeClientMedian: Quantity<Time> {
        figure(clientTimes("before").median, "Median time before the index as the client saw it.")
    }
    var afterClientMedian: Quantity<Time> {
        figure(clientTimes("after").median, "Median time after the index as the client saw it.")
    }
    var afterWorstClientMedian: Quantity<Time> {
        figure(
            clientTimes("after_miss").median,
            "Median time after the index for the user's largest key as the client saw it.")
    }

    var speedUp: Quantity<Ratio> {
        figure(
            beforeMedian / afterMedian, "Median before by median after, same key, on the server.", as: .times)
    }
    var speedUpWorst: Quantity<Ratio> {
        figure(
            beforeMedian / afterWorstMedian,
            "Median before by median after for the user's largest key, on the server.", as: .times)
    }
    var speedUpWorstClient: Quantity<Ratio> {
        figure(
            beforeClientMedian / afterWorstClientMedian,
            "Median before by median after for the user's largest key, as the client saw it.", as: .times)
    }
    var rewriteAloneSpeedUp: Quantity<Ratio> {
        figure(
            beforeMedian / rewriteAloneMedian,
            "Median before by median of the rewrite without the new index.", as: .times)
    }

    // MARK: Load

    var loadReduction: Quantity<Share> {
        figure(
            checkAfter.total.reduction(from: check.total),
            "By what part the check's total execution time fell, at no less offered load.")
    }
    var cpuReduction: Quantity<Share> {
        figure(
            cpuPerCheckAfter.reduction(from: cpuPerCheck), "By what part the processor time of a check fell.")
    }
    var serverCpuAfter: Quantity<Share> {
        figure(
            processorsAfter.rows(from: replayStart, to: replayEnd, by: \.at).server.mean,
            "The server's part of the machine in the replay.")
    }

    // MARK: Equivalence of the rewrite

    var rewriteRowsChecked: Quantity<Rows> {
        figure(equivalence.only.checked, "Rows on which the rewrite was compared.")
    }
    var rewriteDifferences: Quantity<Rows> {
        figure(equivalence.only.differing, "Rows on which the rewrite chooses otherwise.")
    }
}
