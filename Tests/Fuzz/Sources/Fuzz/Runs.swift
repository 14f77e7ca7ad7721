import Diagnostics
import Evidence
import Pgbench
import Quantities

func pgbenchSummary(_ bytes: [UInt8]) {
    let summary = reading(bytes) { PgbenchSummary("capture") }
    for value in [summary.transactions.value, summary.latencyAverage.value, summary.tps.value] {
        if let value { require(value.isFinite, "\(value)") }
    }
    let progress = reading(bytes) { PgbenchProgress("capture") }
    _ = (progress.latency.max, progress.tps.mean)
    _ = reading(bytes) { PgbenchIntervals("capture") }
}

func pgbenchLog(_ bytes: [UInt8]) {
    let log = reading(bytes) { PgbenchLog("capture") }
    guard log.problems.isEmpty else { return }
    _ = (log.latency.median, log.scheduleLag.max, log.completed.first)
    if let smallest = log.latency.min.value, let largest = log.latency.max.value {
        require(smallest <= largest, "\(smallest) is the least, \(largest) the most")
    }
    require((log.count.value ?? 0) >= 0 && (log.skipped.value ?? 0) >= 0, "a count below none")
}
