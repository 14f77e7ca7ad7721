import Diagnostics
import Evidence
import Quantities
import ServerLogs
import TestSupport
import Testing

/// What a server writes of an entry is read back, whatever the entry holds, and in whatever chunks it comes.
@Suite struct ServerLogRoundTripTests {
    static let prefix = "%m [%p] %q%u@%d/%a %e "

    private func check(_ log: ServerLogFile, _ entries: [RenderedEntry], columns: Int = 26) {
        #expect(log.entries.count == entries.count)
        for (found, entry) in zip(log.entries, entries) {
            let what = Comment(rawValue: "\(log.destination), entry \(entry.sessionLine)")
            #expect(found.time.derivation.directSource?.text == entry.time, what)
            #expect(found.process == entry.process, what)
            #expect(found.severity?.rawValue == entry.severity, what)
            #expect(found.user.text == entry.user ?? "", what)
            #expect(found.database.text == entry.database ?? "", what)
            if columns > 22 { #expect(found.application.text == entry.application, what) }
            #expect(found.message.text == entry.message, what)
            #expect(found.detail?.text ?? "" == entry.detail ?? "", what)
            #expect(found.hint?.text ?? "" == entry.hint ?? "", what)
            #expect(found.context?.text ?? "" == entry.context ?? "", what)
            #expect(found.statement?.text ?? "" == entry.statement ?? "", what)
            #expect(found.reading(of: .internalQuery)?.text ?? "" == entry.internalQuery ?? "", what)
            let field: ServerLogField = entry.internalQuery == nil ? .cursorPosition : .internalPosition
            #expect(found.reading(of: field)?.text == entry.position.map(String.init), what)
            if entry.user != nil || log.destination != .stderr {
                #expect(found.sqlState.text == entry.sqlState, what)
            }
            if log.destination != .stderr, columns == 26 {
                #expect(found.sessionID.text == "6b030126.2355", what)
                #expect(found.queryID.text == "\(entry.queryID)", what)
                #expect(found.backendType.text == "client backend", what)
            }
            let view = log.message(of: found)
            #expect(view.text(0..<view.bytes.count) == entry.message, what)
        }
    }

    private func read(_ text: String, prefix: String? = prefix) throws -> ServerLogFile {
        try ServerLogFile.read(SourceFile(path: "a.log", text: text), prefix: prefix)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func eachFormat(seed: UInt64) throws {
        let entries = RenderedEntry.random(40, seed: seed)
        check(try read(entries.map(\.plain).joined()), entries)
        check(try read(entries.map(\.json).joined()), entries)
        for columns in [22, 23, 24, 26] {
            check(try read(entries.map { $0.csv(columns: columns) }.joined()), entries, columns: columns)
        }
    }

    @Test func windowsLineEndingsAndAByteOrderMarkDoNotCount() throws {
        let entries = RenderedEntry.random(60, seed: 5).filter { !$0.plain.contains("\r") }
        let text = "\u{FEFF}" + entries.map(\.plain).joined().replacing("\n", with: "\r\n")
        check(try read(text), entries)
        check(try read("\u{FEFF}" + entries.map(\.json).joined().replacing("\n", with: "\r\n")), entries)
    }

    @Test(arguments: ["plain", "csv", "json"], [1, 7, 100, 4_096])
    func chunksGiveTheSameEntriesAtTheSamePlaces(format: String, size: Int) throws {
        let entries = RenderedEntry.random(60, seed: UInt64(size))
        let text = entries.map {
            switch format {
            case "plain": $0.plain
            case "csv": $0.csv()
            default: $0.json
            }
        }.joined()
        let whole = try read(text)
        let bytes = Array(text.utf8)
        var stream = ServerLogStream(
            path: "a.log", prefix: Self.prefix,
            limits: ServerLogLimits(longestEntry: 1 << 16, memory: 1 << 18 + size * 100))
        var index = 0
        var places: [SourceSpan?] = []
        var lines: [Int?] = []
        try stream.read {
            () throws(Diagnostics) in
            guard index < bytes.count else { return nil }
            defer { index += size }
            return Array(bytes[index..<min(bytes.count, index + size)])
        } _: {
            (batch) throws(Diagnostics) in
            for entry in batch.entries {
                places.append(entry.span)
                lines.append(entry.span?.line)
                #expect(entry.message.text == whole.entries[places.count - 1].message.text)
            }
        }
        #expect(places == whole.entries.map(\.span))
        #expect(lines == whole.entries.map { $0.span?.line })
    }

    /// A batch is an eighth of the memory, so that a small limit has many of them.
    @Test(arguments: ["plain", "csv", "json"])
    func smallBatchesSumUpToTheWhole(format: String) throws {
        let entries = RenderedEntry.random(2_000, seed: 11)
        let text = entries.map { format == "plain" ? $0.plain : format == "csv" ? $0.csv() : $0.json }
            .joined()
        var expected = ServerLogSummary()
        expected.add(try read(text))
        var found = ServerLogSummary()
        var stream = ServerLogStream(
            path: "a.log", prefix: Self.prefix, limits: ServerLogLimits(longestEntry: 4_096, memory: 1 << 17))
        var batches = 0
        try stream.add(Array(text.utf8)) { batch throws(Diagnostics) in
            batches += 1
            found.add(batch)
        }
        try stream.finish { batch throws(Diagnostics) in found.add(batch) }
        #expect(batches > 20)
        #expect(found.entries == 2_000)
        #expect(found.bytes == text.utf8.count)
        #expect(found.lines == expected.lines)
        #expect(found.firstTime == expected.firstTime)
        #expect(found.lastTime == expected.lastTime)
        #expect(found.severities.map(\.severity) == expected.severities.map(\.severity))
        #expect(found.severities.map(\.tally) == expected.severities.map(\.tally))
        #expect(found.sqlStates.map(\.sqlState) == expected.sqlStates.map(\.sqlState))
        #expect(found.sqlStates.map(\.tally) == expected.sqlStates.map(\.tally))
        #expect(found.durations?.count == expected.durations?.count)
        #expect(found.durations?.greatest == expected.durations?.greatest)
        #expect(found.durations?.least == expected.durations?.least)
        for severity in ServerLogSeverity.allCases {
            let count = entries.count { $0.severity == severity.rawValue }
            #expect(found.severities.first { $0.severity == severity }?.tally.count ?? 0 == count)
        }
    }
}
