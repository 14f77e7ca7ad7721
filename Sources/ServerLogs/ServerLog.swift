internal import Diagnostics
public import Evidence

/// A server log of PostgreSQL, bound to an incident: plain, csvlog or jsonlog.
public struct ServerLog: Sendable {
    /// Every entry, in the order of the file.
    public let entries: ServerLogEntries

    /// Reads the log through the current reader; its format is found from its bytes.
    ///
    /// `prefix` is the server's `log_line_prefix`; without it, it is found out from the lines of a plain
    /// log. `zone` is the server's `log_timezone` where the log shows it by an abbreviation other than UTC
    /// and GMT.
    public init(_ path: String, prefix: String? = nil, zone: TimeZoneOffset? = nil) {
        var found: ServerLogRecords?
        var problems: [Diagnostic] = []
        switch currentFile(path) {
        case .failure(let reason): problems = [reason]
        case .success(let file):
            do throws(Diagnostics) {
                let log = try ServerLogFile.read(file, prefix: prefix, zone: zone)
                if let problem = log.timeProblem { throw Diagnostics(problem) }
                found = log.records
                for warning in log.warnings { EvidenceReader.current?.record(warning) }
            } catch {
                problems = error.all
                for finding in problems { EvidenceReader.current?.record(finding) }
            }
        }
        entries = ServerLogEntries(log: found, problems: problems)
    }
}
