import Diagnostics
import Evidence
import Quantities
import ServerLogs
import TestSupport
import Testing

private let prefix = "%m [%p] %q%u@%d/%a %e "

@Suite struct ServerLogTests {
    @Test func logOfTheIncident() {
        let reader = reader()
        let log = bound(reader) { ServerLog("lab/before/postgres.log", prefix: prefix).entries }
        #expect(reader.diagnostics == [])
        // Every line that begins with a date is an entry; the others go on with one.
        #expect(log.count.value == 528)
        let refused = log.with(severity: .fatal).with(sqlState: "53300")
        #expect(refused.count.value == 348)
        #expect(refused.with(messageContaining: "too many clients").count.value == 22)
        #expect(refused.with(user: "monitor").count.value == 8)
        #expect(refused.first.time.value == Timestamp("2026-01-04T16:15:02.126Z").secondsSinceEpoch)
        #expect(refused.first.time.derivation.directSource?.text == "2026-01-04 16:15:02.126 UTC")
        #expect(
            refused.first.message.text
                == "remaining connection slots are reserved for non-replication superuser connections")
        #expect(refused.first.process == 22645)
        #expect(refused.first.application.text == "[unknown]")
        #expect(refused.last.time.value == Timestamp("2026-01-04T16:15:19.824Z").secondsSinceEpoch)
        #expect(
            refused.count.derivation.text
                == "count of log entries where severity = FATAL and SQLSTATE = 53300, n = 348 (postgres.log:5, postgres.log:\(refused.last.span?.line ?? 0))"
        )
    }

    @Test func windowLeavesOutAStrayClock() {
        let log = bound(reader()) { ServerLog("lab/before/postgres.log", prefix: prefix).entries }
        let from = Quantity<Instant>(
            Timestamp("2026-01-04T16:15:00Z").secondsSinceEpoch, derivation: .constant("a"))
        let to = Quantity<Instant>(
            Timestamp("2026-01-04T16:15:30Z").secondsSinceEpoch, derivation: .constant("b"))
        let window = log.from(from, to: to)
        #expect((window.count.value ?? 0) < 525)
        #expect(
            window.times.max.value.map { $0 < Timestamp("2026-01-04T16:15:30Z").secondsSinceEpoch } == true)
        #expect(log.times.max.value.map { $0 > Timestamp("2026-11-22T00:00:00Z").secondsSinceEpoch } == true)
    }

    @Test func messagesOfSeveralLinesAreWhole() throws {
        let log = bound(reader()) { ServerLog("lab/before/postgres.log", prefix: prefix).entries }
        let plan = log.with(messageContaining: "Query Text:").first
        let lines = plan.message.text.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines[0] == "duration: 3579.035 ms  plan:")
        #expect(lines[2] == "Limit  (cost=21971.56..21971.68 rows=1 width=25)")
        #expect(plan.span?.line == 57)
        #expect(log.durations.max.derivation.sources.count == 1)
        #expect(log.durations.first.value == 3579.035)
    }

    @Test func detailsBelongToTheEntryAbove() {
        let text = """
            2026-01-04 16:15:02.126 UTC [7] a@b/c d 40P01 ERROR:  deadlock detected
            2026-01-04 16:15:02.126 UTC [7] a@b/c d 40P01 DETAIL:  Process 7 waits
            \tProcess 8 waits
            2026-01-04 16:15:02.126 UTC [7] a@b/c d 40P01 STATEMENT:  select 1
            2026-01-04 16:15:03.000 UTC [9] LOG:  checkpoint starting: time

            """
        let reader = reader(["a.log": text])
        let log = bound(reader) { ServerLog("a.log", prefix: prefix).entries }
        #expect(reader.diagnostics == [])
        #expect(log.count.value == 2)
        #expect(log.first.application.text == "c d")
        #expect(log.first.detail("DETAIL")?.text == "Process 7 waits\nProcess 8 waits")
        #expect(log.first.detail("STATEMENT")?.text == "select 1")
        #expect(log.first.detail("HINT") == nil)
        #expect(log.last.user.text == "")
        #expect(
            log.first.time.interval.map { $0.upper - $0.lower > 0.0009 && $0.lower == log.first.time.value }
                == true)
    }

    @Test func aNameThatImitatesALogLineIsWarnedOf() {
        let text =
            "2026-01-04 16:15:02.126 UTC [7] a@b/x 00000 FATAL:  fake 57014 ERROR:  canceling statement\n"
        let reader = reader(["a.log": text])
        let log = bound(reader) { ServerLog("a.log", prefix: prefix).entries }
        #expect(log.count.value == 1)
        #expect(reader.diagnostics.map(\.id) == ["server-log.ambiguous-line"])
        #expect(reader.diagnostics.first?.severity == .warning)
    }

    @Test func logErrors() {
        func report(_ text: String, prefix: String = prefix) -> String {
            let reader = reader(["a.log": text])
            _ = bound(reader) { ServerLog("a.log", prefix: prefix) }
            return reader.diagnostics.map(\.text).joined(separator: "\n")
        }
        let line = "2026-01-04 16:15:02.126 UTC [7] LOG:  x\n"
        #expect(report(line) == "")
        #expect(
            report("\(line)oops\n") == """
                evidence/a.log:2:1: error: The line does not begin with the log_line_prefix [server-log.line]
                    2 | oops
                        ^~~~
                  expected: “%m [%p] %q%u@%d/%a %e ” and a severity, or a tab where a message goes on
                  help: SHOW log_line_prefix on the server that wrote the log says what it was.
                """)
        #expect(
            report("\tx\n\(line)").contains("The log begins in the middle of an entry [capture.truncated]"))
        #expect(report(String(line.dropLast())).contains("[capture.truncated]"))
        #expect(report(line.replacing("UTC", with: "CET")).contains("[capture.unknown-zone]"))
        #expect(report(line, prefix: "%m %y").contains("has the unknown escape “%y”"))
    }

    @Test func declaredZoneOfAnAbbreviation() {
        let reader = reader(["a.log": "2026-01-04 17:15:02.126 CET [7] LOG:  x\n"])
        let log = bound(reader) { ServerLog("a.log", prefix: "%m [%p] ", zone: .east(hours: 1)).entries }
        #expect(log.first.time.value == Timestamp("2026-01-04T16:15:02.126Z").secondsSinceEpoch)
        #expect(reader.diagnostics == [])
    }

    @Test func otherPrefixes() {
        let reader = reader([
            "a.log": "1767543300.958 7: user=app,db=x LOG:  y\n",
            "b.log": "%  7 2026-01-04 16:15:02 +01 PANIC:  z\n",
        ])
        let first = bound(reader) { ServerLog("a.log", prefix: "%n %p: user=%u,db=%d ").entries.first }
        #expect(first.time.value == 1_767_543_300.958)
        #expect(first.time.derivation.directSource?.text == "1767543300.958")
        #expect(first.user.text == "app")
        let second = bound(reader) { ServerLog("b.log", prefix: "%% %3p %t ").entries.first }
        #expect(second.time.value == Timestamp("2026-01-04T15:15:02Z").secondsSinceEpoch)
        #expect(second.severity == .panic)
        #expect(reader.diagnostics == [])
    }
}
