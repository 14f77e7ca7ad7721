public import Diagnostics
public import Metrics
public import PsqlOutput
public import QueryPlans

/// Something that was read of a file, whatever it is; ``CaptureFinder`` finds it.
///
/// A new kind of capture is plugged in here: with a case and with its place. What shows captures, such as
/// `casebook inspect` and the evidence pages, then has to say how it shows this one.
public enum InspectedCapture: Sendable {
    case plan(QueryPlan)
    /// A result of a query.
    case table(ResultTable)
    /// A server log, without the plans in it, which are captures of their own.
    case log(InspectedLog)
    /// What a run of pgbench printed.
    case pgbench(InspectedRun)
    /// A series of a metric, and how its capture was saved.
    case series(RecordedSeries, MetricCapture.Format)

    /// Where in the file it begins.
    public var start: SourceSpan {
        switch self {
        case .plan(let plan): plan.span
        case .table(let table): table.headerSpan
        case .log(let log): log.start
        case .pgbench(let run): run.start
        case .series(let series, _): series.span
        }
    }

    /// What a reader should know though all could be read.
    public var warnings: [Diagnostic] {
        switch self {
        case .plan(let plan): plan.warnings
        case .log(let log): log.warnings
        case .table, .pgbench, .series: []
        }
    }
}
