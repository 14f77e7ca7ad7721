import Captures
import Diagnostics
import Quantities
import QueryPlans

/// Either every finding has its place, or every cell stands where the table says it does.
func tables(_ bytes: [UInt8]) {
    guard let file = text(bytes) else { return }
    do throws(Diagnostics) {
        let tables = try parseResultTables(in: file)
        for table in tables {
            require(!table.columns.isEmpty, "a table without columns")
            require(
                table.lines.lowerBound >= 1 && table.lines.upperBound <= file.lineCount,
                "lines outside the file"
            )
            for row in 0..<table.rowCount {
                for column in table.columns.indices {
                    let range = table.range(row: row, column: column)
                    require(
                        range.lowerBound >= 0 && range.upperBound <= file.bytes.count,
                        "a cell outside the file"
                    )
                    _ = table.text(row: row, column: column)
                }
            }
            if let stated = table.statedRowCount {
                require(stated == table.rowCount, "the footer counts other rows")
            }
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}

/// Every value of every node can be asked for, and the nodes hang together as a tree.
func plans(_ bytes: [UInt8]) {
    guard let file = text(bytes) else { return }
    do throws(Diagnostics) {
        for plan in try QueryPlan.plans(in: file) {
            require(!plan.nodes.isEmpty, "a plan without nodes")
            _ = (
                plan.executionTime, plan.planningTime, plan.settings, plan.triggers, plan.jit,
                plan.rowsExamined
            )
            _ = plan.dominatingNode
            var children = 0
            for node in plan.nodes {
                for child in node.children {
                    require(child.parent?.id == node.id, "a child of another parent")
                }
                children += node.children.count
                require(node.line >= 1 && node.line <= file.lineCount, "a node outside the file")
                _ = (node.title, node.conditions, node.workers.map(\.totalTime), node.buffers.shared)
                _ = (
                    node.exclusiveTime, node.totalRows, node.estimateError, node.sortSpaceUsed,
                    node.peakMemory
                )
                for property in node.properties { _ = (property.name, property.text, property.span.line) }
                for value in [
                    node.totalCost.value, node.planRows.value, node.actualRows.value, node.loops.value,
                ] {
                    if let value { require(value.isFinite && value >= 0, "\(value)") }
                }
            }
            require(children == plan.nodes.count - 1, "not a tree")
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}

/// Entries follow one another, and all their parts can be asked for.
func serverLog(_ bytes: [UInt8]) {
    for prefix in ["%m [%p] %q%u@%d/%a %e ", "%t:%r:%u@%d:[%p]: "] {
        let log = reading(bytes) { ServerLog("capture", prefix: prefix) }
        var end = 0
        for entry in log.entries.all {
            guard let span = entry.span else { continue }
            require(span.range.lowerBound >= end, "entries overlap")
            end = span.range.upperBound
            _ = (
                entry.time, entry.severity, entry.user.text, entry.message.text, entry.detail("DETAIL")?.text
            )
        }
        _ = (log.entries.count, log.entries.durations.max, log.entries.times.first)
    }
}

func pgbenchSummary(_ bytes: [UInt8]) {
    let summary = reading(bytes) { PgbenchSummary("capture") }
    for value in [summary.transactions.value, summary.latencyAverage.value, summary.tps.value] {
        if let value { require(value.isFinite, "\(value)") }
    }
    let progress = reading(bytes) { PgbenchProgress("capture") }
    _ = (progress.latency.max, progress.tps.mean)
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

/// The bytes as every capture is taken in: not binary, and UTF-8.
private func text(_ bytes: [UInt8]) -> SourceFile? { try? textFile(path: "capture", bytes: bytes) }

/// Binds a capture to the bytes, through a reader of its own.
private func reading<Binding>(_ bytes: [UInt8], _ bind: () -> Binding) -> Binding {
    let reader = EvidenceReader(folder: "evidence") { _ throws(Diagnostic) in bytes }
    let binding = EvidenceReader.$current.withValue(reader) { bind() }
    _ = reader.diagnostics.map(\.text)
    return binding
}

/// Every finding can be printed and points into the file.
private func requirePlaces(_ findings: [Diagnostic], in file: SourceFile) {
    require(!findings.isEmpty, "an error without a finding")
    for finding in findings {
        _ = finding.text
        if let place = finding.place { require(place.line <= file.lineCount + 1, "a place outside the file") }
    }
}
