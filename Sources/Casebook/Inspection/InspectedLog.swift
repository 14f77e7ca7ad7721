import Captures
import Diagnostics
import Quantities

/// The shape of a server log.
struct InspectedLog: Sendable {
    /// How it was written: `stderr`.
    let format: String
    /// The first entry.
    let start: SourceSpan
    /// How many entries there are.
    let entryCount: Int
    /// The earliest time of an entry and the latest, where they have one.
    let times: (first: Timestamp, last: Timestamp)?
    /// How many entries there are of each severity that occurs, the least severe first.
    let severities: [(severity: ServerLogSeverity, count: Int)]
    /// What a reader should know though all could be read.
    let warnings: [Diagnostic]

    /// Reads a log of PostgreSQL's plain format.
    init(_ file: SourceFile, prefix: String) throws(Diagnostics) {
        let reader = EvidenceReader(folder: "") { _ in file.bytes }
        let entries = EvidenceReader.$current.withValue(reader) {
            ServerLog(file.path, prefix: prefix).entries
        }
        guard entries.problems.isEmpty else { throw Diagnostics(entries.problems) }
        format = "stderr"
        start = file.span(file.line(1))
        warnings = reader.diagnostics
        entryCount = Int(entries.count.value ?? 0)
        severities = ServerLogSeverity.allCases.compactMap { severity in
            let count = Int(entries.with(severity: severity).count.value ?? 0)
            return count > 0 ? (severity, count) : nil
        }
        let instants = entries.times.values.compactMap(\.value)
        if let first = instants.min(), let last = instants.max() {
            times = (Timestamp(secondsSinceEpoch: first), Timestamp(secondsSinceEpoch: last))
        } else {
            times = nil
        }
    }
}
