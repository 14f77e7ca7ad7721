import Diagnostics
import Inspection
import TestSupport
import Testing

/// Captures with numbers that no clock and no counter shows, and captures that repeat one line.
@Suite struct ExtremeCaptureTests {
    private func findings(in file: SourceFile) -> [Diagnostic] {
        do throws(Diagnostics) {
            _ = try CaptureFinder().captures(in: file)
            return []
        } catch {
            return error.all
        }
    }

    @Test(arguments: [
        ("prom_ns.json", "capture.not-a-time", 1),
        ("prometheus_duplicate_huge_time.json", "capture.not-a-time", 1),
        ("cloudwatch_ns.json", "capture.not-a-time", 7),
        ("pgbench_summary_requested_1e23.txt", "pgbench.aborted", 9),
    ])
    func `A number beyond every clock and counter is refused at its place`(
        _ name: String, _ id: String, _ line: Int
    ) throws {
        let findings = findings(in: try fixture("Tests/InspectionTests/Fixtures/extreme/\(name)"))
        #expect(findings.map(\.id) == [id])
        #expect(findings.first?.place?.line == line)
    }

    @Test func `Times in nanoseconds are refused with the unit to convert them to`() throws {
        let found = findings(in: try fixture("Tests/InspectionTests/Fixtures/extreme/prom_ns.json"))
        #expect(found.first?.expected == "seconds since 1970-01-01T00:00:00Z")
        #expect(found.first?.help?.contains("nanoseconds") == true)
    }

    /// Four times the lines may take at most nine times as long: sixteen times is quadratic.
    @Test(arguments: [
        "(1 row)\n", " QUERY PLAN \n", "QUERY PLAN\n",
        " Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n",
        "EXPLAIN SELECT 1;\n", "->  Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n",
    ])
    func `Reading a line that is repeated takes time in proportion to the lines`(_ line: String) {
        func time(_ count: Int) -> Duration {
            let file = SourceFile(path: "x.txt", text: String(repeating: line, count: count))
            return (0..<3).map { _ in ContinuousClock().measure { _ = findings(in: file) } }.min() ?? .zero
        }
        let (short, long) = (time(600), time(2_400))
        #expect(long < short * 9 + .milliseconds(20), "600 lines: \(short), 2,400 lines: \(long)")
    }
}
