@_exported public import Evidence
@_exported public import Incidents
@_exported public import Metrics
@_exported public import Pgbench
@_exported public import Pictures
@_exported public import PsqlOutput
@_exported public import Quantities
@_exported public import QueryPlans
@_exported public import Queueing
@_exported public import ServerLogs

/// The incidents of a repository, and the program that builds their site.
///
///     import Casebook
///
///     @main struct Cases: CaseList {
///         static let incidents: [any Incident] = [ConnectionSpike()]
///     }
public protocol CaseList {
    /// The incidents, in any order.
    static var incidents: [any Incident] { get }
}

extension CaseList {
    /// Runs `casebook` with the arguments of the process.
    public static func main() async {
        await CommandLineProgram(incidents: incidents).run()
    }
}
