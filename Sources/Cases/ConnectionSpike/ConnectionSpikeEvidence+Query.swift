import Casebook

extension ConnectionSpike.Evidence {
    // MARK: Plans

    var scanBefore: PlanNode { before.node("Parallel Index Scan", on: "reports") }
    var gatherBefore: PlanNode { before.node("Gather") }
    var scanAfter: PlanNode { after.node("Index Scan", on: "reports") }
    var scanAfterLargestKey: PlanNode { afterLargestKey.node("Index Scan", on: "reports") }

    var beforeRun: Quantity<Time> { before.executionTime }
    var afterRun: Quantity<Time> { after.executionTime }
    var beforeColdRun: Quantity<Time> { beforeCold.executionTime }
    var afterWorstColdRun: Quantity<Time> { afterLargestKeyCold.executionTime }

    var removedPerProcess: Quantity<Rows> { scanBefore.rowsRemoved("Rows Removed by Filter") }
    var removedTotal: Quantity<Rows> { scanBefore.totalRowsRemoved }
    var scanLoops: Quantity<Count> { scanBefore.loops }
    var workersLaunched: Quantity<Count> { gatherBefore.workersLaunched }
    var processes: Quantity<Count> {
        workersLaunched + .assumed(1, because: "the leader of a parallel scan works too")
    }
    var rowsExaminedBefore: Quantity<Rows> { scanBefore.rowsExamined }
    var rowsReturnedBefore: Quantity<Rows> { before.root.totalRows }
    var rowsExaminedAfter: Quantity<Rows> { scanAfter.rowsExamined }
    var rowsExaminedAfterWorst: Quantity<Rows> { scanAfterLargestKey.rowsExamined }
    var rowsExaminedRewriteWorst: Quantity<Rows> {
        afterRewrittenLargestKey.node("Index Scan", on: "reports").rowsExamined
    }
    var rowsExaminedUserIndex: Quantity<Rows> {
        beforeByUserIndex.node("Index Scan", on: "reports").rowsExamined
    }
    var rowsExaminedBeforeWorst: Quantity<Rows> {
        beforeLargestKey.node("Parallel Index Scan", on: "reports").rowsExamined
    }
    var rowsRatioWorst: Quantity<Ratio> { rowsExaminedBeforeWorst / rowsExaminedAfterWorst }
    var blocksBeforeWorst: Quantity<Blocks> { beforeLargestKey.root.buffers.shared }

    /// How many of the two captured checks after the index read it.
    var scansOfNewIndex: Quantity<Count> {
        let scans = (after.nodes + afterLargestKey.nodes).filter { $0.index == "idx_reports_dedup_active_v1" }
        return Quantity(
            Double(scans.count),
            derivation: .aggregate(
                name: "count",
                label: "plan nodes that read idx_reports_dedup_active_v1",
                count: scans.count,
                at: scans.map(\.span)
            )
        )
    }

    var blocksBefore: Quantity<Blocks> { before.root.buffers.shared }
    var blocksAfter: Quantity<Blocks> { after.root.buffers.shared }
    var blocksAfterWorst: Quantity<Blocks> { afterLargestKey.root.buffers.shared }
    var bytesPerCheck: Quantity<Bytes> {
        blocksBefore.mapped("× 8,192 bytes", to: Bytes.self) { $0 * 8192 }
    }
    var rowsExaminedRewriteAlone: Quantity<Rows> { beforeRewritten.rowsExamined }
    var rewriteAloneBusyHourRows: Quantity<Count> {
        busiestHour.per(.assumed(30, because: "the query on hours looks back for thirty days"))
    }
    var underLoadRun: Quantity<Time> { underLoad.executionTime }
    var underLoadWorkers: Quantity<Count> { underLoad.node("Gather").workersLaunched }
    var chosenCost: Quantity<Cost> { before.root.totalCost }
    var projectedCost: Quantity<Cost> { hypothetical.root.totalCost }

    // MARK: Repeated runs

    /// The runs of a variant as the server timed them.
    func serverTimes(_ variant: String) -> Readings<Time> { times(variant, "explain_analyze") }
    /// The runs of a variant as the client timed them.
    func clientTimes(_ variant: String) -> Readings<Time> { times(variant, "client_timing") }
    private func times(_ variant: String, _ method: String) -> Readings<Time> {
        runs.rows(where: \.variant, is: variant).rows(where: \.method, is: method).took
    }

    var timingRuns: Quantity<Count> { serverTimes("before").count }
    var beforeMedian: Quantity<Time> { serverTimes("before").median }
    var beforeFastest: Quantity<Time> { serverTimes("before").min }
    var beforeSlowest: Quantity<Time> { serverTimes("before").max }
    var afterMedian: Quantity<Time> { serverTimes("after").median }
    var afterFastest: Quantity<Time> { serverTimes("after").min }
    var afterSlowest: Quantity<Time> { serverTimes("after").max }
    var afterWorstMedian: Quantity<Time> { serverTimes("after_miss").median }
    var afterWorstSlowest: Quantity<Time> { serverTimes("after_miss").max }
    var rewriteMedian: Quantity<Time> { serverTimes("after_rewrite").median }
    var rewriteSlowest: Quantity<Time> { serverTimes("after_rewrite").max }
    var rewriteWorstMedian: Quantity<Time> { serverTimes("after_rewrite_miss").median }
    var rewriteAloneMedian: Quantity<Time> { serverTimes("before_rewrite_only").median }
    var rewriteAloneRuns: Quantity<Count> { serverTimes("before_rewrite_only").count }
    var serialMedian: Quantity<Time> { serverTimes("before_serial").median }
    var bitmapMedian: Quantity<Time> { serverTimes("before_rpc11").median }
    var beforeClientMedian: Quantity<Time> { clientTimes("before").median }
    var afterClientMedian: Quantity<Time> { clientTimes("after").median }
    var afterWorstClientMedian: Quantity<Time> { clientTimes("after_miss").median }

    var speedUp: Quantity<Ratio> { beforeMedian / afterMedian }
    var speedUpWorst: Quantity<Ratio> { beforeMedian / afterWorstMedian }
    var speedUpWorstClient: Quantity<Ratio> { beforeClientMedian / afterWorstClientMedian }
    var rewriteAloneSpeedUp: Quantity<Ratio> { beforeMedian / rewriteAloneMedian }

    // MARK: Load

    var loadReduction: Quantity<Share> { checkAfter.total.reduction(from: check.total) }
    var cpuReduction: Quantity<Share> { cpuPerCheckAfter.reduction(from: cpuPerCheck) }
    var serverCpuAfter: Quantity<Share> {
        processorsAfter.rows(from: replayStart, to: replayEnd, by: \.at).server.mean
    }

    // MARK: Equivalence of the rewrite

    var rewriteRowsChecked: Quantity<Rows> { equivalence.only.checked }
    var rewriteDifferences: Quantity<Rows> { equivalence.only.differing }
}
