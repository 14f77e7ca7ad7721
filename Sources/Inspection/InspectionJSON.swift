import Diagnostics
package import Evidence
import Metrics
import PsqlOutput
import Quantities
import QueryPlans
import ServerLogs

/// What was read, as one line of JSON for each file.
package enum InspectionJSON {
    /// Writes `{"file", "error"?, "captures": [ … ]}` and a newline.
    package static func write(_ file: InspectedFile, to json: inout JSONBuffer) {
        json.object { json in
            json.key("file")
            json.value(file.path)
            if !file.problems.isEmpty {
                json.key("error")
                json.value(file.problems.map(\.text).joined(separator: "\n"))
            }
            json.key("captures")
            json.list { json in
                for capture in file.captures { write(capture, to: &json) }
            }
        }
        json.newline()
    }

    private static func write(_ capture: InspectedCapture, to json: inout JSONBuffer) {
        switch capture {
        case .plan(let plan): write(plan, to: &json)
        case .table(let table): write(table, at: capture.start.line, to: &json)
        case .log(let log): write(log, to: &json)
        case .pgbench(let run): write(run, to: &json)
        case .series(let series, let format): write(series, format, to: &json)
        }
    }

    // MARK: Plans

    private static func write(_ plan: QueryPlan, to json: inout JSONBuffer) {
        let printed = PrintedFigures(plan)
        json.object { json in
            json.key("kind")
            json.value("plan")
            json.key("format")
            json.value(plan.format.rawValue)
            json.key("line")
            json.value(plan.line)
            json.member("planningTime", plan.planningTime.value)
            json.member("executionTime", plan.executionTime.value)
            json.key("nodes")
            json.list { json in
                for node in plan.nodes { write(node, printed, to: &json) }
            }
        }
    }

    private static func write(_ node: PlanNode, _ printed: PrintedFigures, to json: inout JSONBuffer) {
        let figures = NodeFigures(node, printed)
        json.object { json in
            json.key("id")
            json.value(node.id)
            json.key("parent")
            if let parent = node.parent { json.value(parent.id) } else { json.null() }
            json.key("type")
            json.value(node.type)
            json.member("relation", node.relation)
            json.member("alias", node.alias)
            json.member("index", node.index)
            json.member("startupCost", figures.startupCost)
            json.member("totalCost", figures.totalCost)
            json.member("planRows", figures.planRows)
            json.member("planWidth", figures.planWidth)
            json.member("actualStartupTime", figures.actualStartupTime)
            json.member("actualTotalTime", figures.actualTotalTime)
            json.member("actualRows", figures.actualRows)
            json.member("loops", figures.loops)
            if let never = figures.neverExecuted {
                json.key("neverExecuted")
                json.value(never)
            }
            json.member("inclusiveTime", figures.inclusiveTime)
            json.member("exclusiveTime", figures.exclusiveTime)
            json.member("rowsRemovedByFilter", figures.rowsRemovedByFilter)
            json.key("line")
            json.value(node.line)
        }
    }

    // MARK: Tables

    private static func write(_ table: ResultTable, at line: Int, to json: inout JSONBuffer) {
        let hasHeader = table.columns.contains { $0.span != nil }
        json.object { json in
            json.key("kind")
            json.value("table")
            json.key("line")
            json.value(line)
            json.key("columns")
            json.list { json in
                for column in table.columns where hasHeader { json.value(column.name) }
            }
            json.key("rows")
            json.list { json in
                let nulls = NullReading(table)
                for row in 0..<table.rowCount {
                    json.list { json in
                        for column in table.columns.indices {
                            if nulls[row, column] == .null {
                                json.null()
                            } else {
                                json.value(table.text(row: row, column: column))
                            }
                        }
                    }
                }
            }
        }
    }

    // MARK: The rest

    private static func write(_ log: InspectedLog, to json: inout JSONBuffer) {
        json.object { json in
            json.key("kind")
            json.value("log")
            json.key("format")
            json.value(log.format)
            json.key("line")
            json.value(log.start.line)
            json.member("prefix", log.prefix)
            json.key("entries")
            json.value(log.entryCount)
            json.member("from", log.times?.first.iso8601)
            json.member("to", log.times?.last.iso8601)
            json.key("severities")
            json.object { json in
                for (severity, count) in log.severities {
                    json.key(severity.rawValue)
                    json.value(count)
                }
            }
        }
    }

    private static func write(_ run: InspectedRun, to json: inout JSONBuffer) {
        json.object { json in
            json.key("kind")
            json.value("pgbench")
            json.key("line")
            json.value(run.start.line)
            json.key("output")
            json.value(run.kind.rawValue)
            for figure in run.figures { json.member(figure.name, figure.value) }
        }
    }

    private static func write(
        _ series: RecordedSeries, _ format: MetricCapture.Format, to json: inout JSONBuffer
    ) {
        let extent = series.extent
        json.object { json in
            json.key("kind")
            json.value("series")
            json.key("format")
            json.value(format.rawValue)
            json.key("line")
            json.value(series.span.line)
            json.key("name")
            json.value(series.name)
            json.member("unit", series.unit)
            json.key("labels")
            json.object { json in
                for label in series.labels {
                    json.key(label.name)
                    json.value(label.value)
                }
            }
            json.key("points")
            json.value(series.pointCount)
            if let first = series.firstTime, let last = series.lastTime {
                json.member("from", Timestamp(secondsSinceEpoch: first).iso8601)
                json.member("to", Timestamp(secondsSinceEpoch: last).iso8601)
            }
            json.member("min", extent?.least)
            json.member("max", extent?.greatest)
        }
    }
}
