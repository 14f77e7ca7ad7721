internal import Diagnostics
internal import Evidence
internal import PsqlOutput
internal import Quantities

/// Finds out whether counters were set to zero between two captures of them: their difference means nothing.
struct StatisticsResets {
    let folder: EvidenceFolder
    let query: QueryFile
    /// The capture that is being made.
    let capture: String
    /// The captures of the same query, without the one that is being made or replaced.
    let others: [(record: SavedRecord, bytes: [UInt8])]

    init(_ folder: EvidenceFolder, _ query: QueryFile, _ request: CaptureRequest) throws(Diagnostics) {
        self.folder = folder
        self.query = query
        let capture = request.path(of: query)
        self.capture = capture
        others =
            query.readsStatistics.isEmpty
            ? []
            : try folder.captures(named: request.fileName(of: query)).filter { $0.record.capture != capture }
    }

    /// The findings for what a session tells of resets.
    func findings(_ facts: SessionFacts) -> [Diagnostic] {
        others.flatMap { other in
            query.readsStatistics.sorted().compactMap { view in
                guard let then = other.record.statisticsReset[view], let now = facts.statisticsReset[view],
                    then.microseconds != now.microseconds
                else { return nil }
                return finding(view, other.record, "now they count from \(now.text)", "from \(then.text)")
            }
        }
    }

    /// The findings for counters of pg_stat_statements that went down.
    ///
    /// Before PostgreSQL 14 that is the only trace of a reset; later it is one of a single statement's,
    /// and of a statement that was dropped for want of room and came back.
    func findings(_ bytes: [UInt8], at time: Timestamp) -> [Diagnostic] {
        guard query.readsStatistics.contains("pg_stat_statements"), let mine = calls(in: bytes) else {
            return []
        }
        return others.compactMap { other in
            guard let theirs = calls(in: other.bytes) else { return nil }
            let isLater = time >= other.record.captured
            let (before, after) = isLater ? (theirs, mine) : (mine, theirs)
            let fallen = before.keys.sorted().first { key in
                guard let later = after[key], let earlier = before[key] else { return false }
                return later < earlier
            }
            guard let fallen, let earlier = before[fallen], let later = after[fallen] else { return nil }
            return finding(
                "pg_stat_statements", other.record,
                "the calls of the statement \(fallen) went from \(earlier) to \(later)",
                "at \(other.record.captured.text)")
        }
    }

    private func finding(_ view: String, _ other: SavedRecord, _ now: String, _ then: String) -> Diagnostic {
        Diagnostic(
            .capture(.statisticsReset),
            "The counters of \(view) were set to zero since \(other.capture) was captured: \(now), there \(then)",
            at: Place(path: "\(folder.shown)/\(SavedRecord.path(of: other.capture))"),
            expected: "two captures of the same counting, so that their difference is what happened between",
            help: """
                Nothing was saved. Capture \(other.capture) anew with --replace and then this one; where the two \
                are not to be compared, save the query under another name.
                """)
    }

    /// How often each statement was called, by what identifies it; nil where the capture does not tell.
    private func calls(in bytes: [UInt8]) -> [String: Int]? {
        let tables: [ResultTable]
        do throws(Diagnostics) {
            tables = try parseCSV(in: SourceFile(path: capture, bytes: bytes))
        } catch {
            return nil
        }
        guard let table = tables.first, let calls = table.column(named: "calls"),
            let id = table.column(named: "queryid")
        else { return nil }
        let keys = ["userid", "dbid", "toplevel"].compactMap(table.column(named:)) + [id]
        var found: [String: Int] = [:]
        var unclear: Set<String> = []
        for row in 0..<table.rowCount {
            let key = keys.map { table.text(row: row, column: $0) }.joined(separator: "/")
            guard let count = Int(table.text(row: row, column: calls)) else { continue }
            // Without the role and the database in the capture, several rows may be of one statement.
            if found.updateValue(count, forKey: key) != nil { unclear.insert(key) }
        }
        return found.filter { !unclear.contains($0.key) }
    }
}
