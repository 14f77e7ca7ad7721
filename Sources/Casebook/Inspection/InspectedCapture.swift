import Captures
import Diagnostics
import QueryPlans

/// Something that was read of a file, whatever it is.
///
/// A new kind of capture is plugged in here: with a case, with its place, with its shape as JSON
/// (``InspectionJSON``) and with its shape for a reader (``InspectionText``). ``CaptureFinder`` finds it.
enum InspectedCapture: Sendable {
    /// A query plan.
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
    var start: SourceSpan {
        switch self {
        case .plan(let plan): plan.span
        case .table(let table): table.headerSpan
        case .log(let log): log.start
        case .pgbench(let run): run.start
        case .series(let series, _): series.span
        }
    }
}

/// A file, and either all that was read of it or why it could not be read whole.
struct InspectedFile: Sendable {
    /// The path as it was given.
    let path: String
    /// What was read, in the order of the text; empty where anything is wrong.
    let captures: [InspectedCapture]
    /// What is wrong; empty where all is well.
    let problems: [Diagnostic]

    /// Takes what was read.
    init(path: String, captures: [InspectedCapture]) {
        self.path = path
        self.captures = captures
        problems = []
    }

    /// Takes why it could not be read.
    init(path: String, problems: [Diagnostic]) {
        self.path = path
        self.problems = problems
        captures = []
    }

    /// The plans among what was read.
    var plans: [QueryPlan] {
        captures.compactMap { if case .plan(let plan) = $0 { plan } else { nil } }
    }
}
