import Diagnostics
import Evidence
import Quantities
import ServerLogs
import TestSupport
import Testing

/// Large logs: limits that hold, places that are those of the file, fields that nobody foresaw.
@Suite struct ServerLogStreamTests {
    private let line = "2026-01-04 16:15:02.126 UTC [7] LOG:  x\n"

    private func finding(_ text: String, limits: ServerLogLimits) -> String {
        var stream = ServerLogStream(path: "a.log", limits: limits)
        return messages { () throws(Diagnostics) in
            try stream.add(Array(text.utf8)) { _ in }
            try stream.finish { _ in }
        }
    }

    @Test func anEntryLongerThanTheLimitIsRefusedWithItsPlace() {
        let long = line + line + line.dropLast() + String(repeating: "\n\ty", count: 5_000) + "\n" + line
        let report = finding(
            String(repeating: line, count: 1_000) + long,
            limits: ServerLogLimits(longestEntry: 8_000, memory: 1 << 16))
        #expect(
            report == """
                a.log:1003:1: error: The entry that begins here is longer than 8000 bytes [server-log.entry-over-budget]
                 1003 | 2026-01-04 16:15:02.126 UTC [7] LOG:  x
                        ^
                  expected: an entry of at most 8000 bytes, and of a quarter of the memory, 65536 bytes
                  help: Raise ServerLogLimits, or cut the entry out where it is not needed; a quote may be missing.
                """)
        #expect(
            finding(long, limits: ServerLogLimits(longestEntry: 1 << 20, memory: 1 << 22))
                == "nothing was thrown")
    }

    /// Thousands of tiny members take more room as parts of an entry than as bytes.
    @Test func memoryBeyondTheLimitIsRefused() {
        let members = String(repeating: ",\"a\":1", count: 1_000)
        let text = #"{"timestamp":"2026-01-04 16:15:02.126 UTC","error_severity":"LOG""# + members + "}\n"
        let report = finding(
            String(repeating: text, count: 10),
            limits: ServerLogLimits(longestEntry: 1 << 14, memory: 1 << 16))
        #expect(report.contains(": error: Reading on from here takes "))
        #expect(report.contains("[server-log.over-budget]"))
    }

    @Test func anErrorFarInTheLogHasItsLine() {
        let report = finding(
            String(repeating: line, count: 9_000) + "oops\n" + line,
            limits: ServerLogLimits(longestEntry: 1 << 12, memory: 1 << 16))
        #expect(report.contains("a.log:9001:1: error: The line does not begin with the log_line_prefix"))
    }

    @Test func anEmptyLogAndACutOneAreRefused() {
        let limits = ServerLogLimits()
        #expect(finding("", limits: limits).contains("[capture.empty]"))
        #expect(finding(String(line.dropLast()), limits: limits).contains("server-log.prefix-unknown"))
        #expect(finding(line + line.dropLast(), limits: limits).contains("[capture.truncated]"))
        #expect(finding(line.replacing("x", with: "\0"), limits: limits).contains("[capture.binary]"))
    }

    @Test func summaryKnowsWhereEachFigureStands() throws {
        let text = """
            2026-01-04 16:15:02.126 UTC [7] 00000 LOG:  duration: 3.5 ms
            2026-01-04 16:15:01.000 UTC [8] 42P01 ERROR:  no
            2026-01-04 16:15:01.000 UTC [8] 42P01 STATEMENT:  select
            \t1
            2026-01-04 16:15:03.000 UTC [7] 00000 LOG:  duration: 10.25 ms  plan:
            \tQuery Text: select 1
            \tResult  (cost=0.00..0.01 rows=1 width=4)
            2026-01-04 16:15:02.500 UTC [8] 42P01 ERROR:  no

            """
        var summary = ServerLogSummary()
        let file = SourceFile(path: "a.log", text: text)
        summary.add(try ServerLogFile.read(file, prefix: "%m [%p] %e "))
        #expect((summary.entries, summary.lines, summary.plans) == (4, 8, 1))
        #expect(summary.severities.map(\.severity) == [.log, .error])
        #expect(summary.severities.map(\.tally.count) == [2, 2])
        #expect(summary.severities.map(\.tally.first.line) == [1, 2])
        #expect(summary.severities.map(\.tally.last.line) == [5, 8])
        #expect(summary.sqlStates.map(\.sqlState) == ["00000", "42P01"])
        #expect(summary.firstTime?.place.line == 2)
        #expect(summary.lastTime?.value == Timestamp("2026-01-04T16:15:03Z").secondsSinceEpoch)
        let durations = try #require(summary.durations)
        #expect((durations.count, durations.sum) == (2, 13.75))
        #expect(file.text(durations.greatest.place.bytes) == "10.25")
        #expect((durations.greatest.place.line, durations.greatest.place.column) == (5, 55))
        #expect(file.text(durations.least.place.bytes) == "3.5")
    }

    @Test func placesInEscapedTextsAreThoseOfTheFile() throws {
        let json =
            #"{"timestamp":"2026-01-04 16:15:02.126 UTC","error_severity":"LOG","message":"a\n\t\"b\" \u00e4\ud83d\ude00 7"}"#
            + "\n"
        let log = try ServerLogFile.read(SourceFile(path: "a.json", text: json))
        let view = log.message(of: log.entries[0])
        let text = view.text(0..<view.bytes.count)
        #expect(text == "a\n\t\"b\" ä😀 7")
        let seven = view.span(view.bytes.count - 1..<view.bytes.count)
        #expect((seven.text, seven.line) == ("7", 1))
        #expect(view.span(view.line(2)).text == #"\t\"b\" \u00e4\ud83d\ude00 7"#)
        let csv = RenderedEntry.random(30, seed: 8).map { $0.csv() }.joined()
        let table = try ServerLogFile.read(SourceFile(path: "a.csv", text: csv))
        for entry in table.entries {
            let message = table.message(of: entry)
            for index in message.bytes.indices {
                #expect(message.span(index..<index + 1).text == message.text(index..<index + 1))
            }
        }
    }

    @Test func unknownFieldsAreKept() throws {
        let json =
            #"{"timestamp":"2026-01-04 16:15:02.126 UTC","error_severity":"LOG","message":"x","wait_event":"Lock\u0021","tags":{"a":[1,"}"]},"n":null,"x y":-1.5e3}"#
            + "\n"
        let entry = try ServerLogFile.read(SourceFile(path: "a.json", text: json)).entries[0]
        #expect(entry.unknownFields.map(\.name) == ["wait_event", "tags", "x y"])
        #expect(entry.unknownFields.map(\.value.text) == ["Lock!", #"{"a":[1,"}"]}"#, "-1.5e3"])
        #expect(entry.unknownFields.map(\.value.span?.text).last == "-1.5e3")
        let csv = RenderedEntry.random(1, seed: 1)[0].csv()
        let longer = String(csv.dropLast()) + ",,\"new \"\"thing\"\"\"\n"
        let later = try ServerLogFile.read(SourceFile(path: "a.csv", text: longer)).entries[0]
        #expect(later.unknownFields.map(\.name) == ["column 27", "column 28"])
        #expect(later.unknownFields.map(\.value.text) == ["", "new \"thing\""])
    }

    @Test func linesOfSeveralProcessesThatAreMixedAreRefused() {
        let report = finding(
            """
            2026-01-04 16:15:02.126 UTC [7] ERROR:  deadlock detected
            2026-01-04 16:15:02.126 UTC [8] LOG:  y
            2026-01-04 16:15:02.126 UTC [7] DETAIL:  Process 7 waits

            """, limits: ServerLogLimits())
        #expect(report.contains("a.log:3:1: error: The line adds to an entry of another process"))
    }

    @Test func aCountOfWhatThePrefixDoesNotPrintIsUnknown() {
        let reader = reader(["a.log": line])
        let entries = bound(reader) { ServerLog("a.log").entries }
        #expect(entries.count.value == 1)
        #expect(entries.with(sqlState: "53300").count.value == nil)
        #expect(entries.with(user: "app").problems.map(\.id) == ["server-log.no-field"])
    }

    @Test func zonesThatAreNotKnownTakeTheTimesAlone() throws {
        let file = SourceFile(path: "a.log", text: line.replacing("UTC", with: "CEST"))
        let log = try ServerLogFile.read(file)
        #expect(log.entries[0].message.text == "x")
        #expect(log.entries[0].time.value == nil)
        #expect(log.timeProblem?.id == "capture.unknown-zone")
        let declared = try ServerLogFile.read(file, zone: .east(hours: 2))
        #expect(declared.timeProblem == nil)
        #expect(declared.entries[0].time.value == Timestamp("2026-01-04T14:15:02.126Z").secondsSinceEpoch)
    }

    @Test func capturesOverTheBudgetAreRefusedBeforeTheyAreRead() {
        let text = line
        let small = EvidenceReader(
            folder: "evidence", budget: 30, size: { _ in 41 },
            read: { path throws(Diagnostic) in throw Diagnostic(.program(.failed), "\(path) was read") })
        _ = bound(small) { ServerLog("a.log") }
        #expect(
            small.diagnostics.map(\.text) == [
                """
                evidence/a.log: error: The capture has 41 bytes, which is over the budget [capture.over-budget]
                  expected: at most 30 bytes
                  help: Cut it to the time of the incident, such as with awk '$0 >= "2026-01-04 16:10" && $0 < "2026-01-04 16:30"', or raise the budget.
                """
            ])
        let unknown = EvidenceReader(folder: "evidence", budget: 30) { _ in Array(text.utf8) }
        _ = bound(unknown) { ServerLog("a.log") }
        #expect(unknown.diagnostics.map(\.id) == ["capture.over-budget"])
    }
}
