import Diagnostics
import Foundation
import TestSupport
import Testing

/// Runs `casebook inspect` in the repository's root, where no project matters to it.
func inspect(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
) async throws -> Command.Result {
    try await Command(
        "\(buildFolder)/casebook", arguments: ["inspect"] + arguments, in: repositoryRoot,
        environment: environment, input: input
    ).run()
}

/// What `casebook inspect --json` printed: an object for each line.
func inspectedJSON(_ arguments: String..., input: String = "") async throws -> [JSONValue] {
    let result = try await inspect(arguments + ["--json"], input: input)
    return try result.text.split(separator: "\n").map {
        try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
    }
}

private let plans = "Tests/QueryPlansTests/Fixtures"
private let captures = "Tests/Captures"

/// The captures of files as JSON, through the real program.
@Suite("casebook inspect --json")
struct InspectTests {
    private func keys(_ value: JSONValue?) -> Set<String> {
        guard case .object(let members) = value else { return [] }
        return Set(members.keys)
    }

    // MARK: Plans

    @Test func everyFieldOfAPlanIsThereWithItsLine() async throws {
        let line = try #require(try await inspectedJSON("\(plans)/lab/explain_before.txt").first)
        #expect(line["file"] == .text("\(plans)/lab/explain_before.txt"))
        #expect(line["error"] == nil)
        let plan = try #require(line["captures"]?.items.first)
        #expect(plan["kind"] == "plan")
        #expect(plan["format"] == "text")
        #expect(plan["line"] == 3)
        #expect(plan["planningTime"] == .number(0.848))
        #expect(plan["executionTime"] == .number(100.577))
        let nodes = try #require(plan["nodes"]?.items)
        #expect(nodes.map { $0["id"] } == [0, 1, 2, 3])
        #expect(nodes.map { $0["parent"] } == [.null, 0, 1, 2])
        #expect(nodes.map { $0["type"] } == ["Limit", "Sort", "Gather", "Parallel Index Scan"])
        let scan = try #require(nodes.last)
        #expect(
            scan
                == .object([
                    "id": 3, "parent": 2, "type": "Parallel Index Scan", "relation": "reports",
                    "alias": "reports", "index": "idx_reports_completed_at", "startupCost": .number(0.43),
                    "totalCost": .number(20971.53), "planRows": 1, "planWidth": 25,
                    "actualStartupTime": .number(85.057), "actualTotalTime": .number(85.062), "actualRows": 0,
                    "loops": 3, "neverExecuted": false, "inclusiveTime": .number(85.062),
                    "exclusiveTime": .number(85.062), "rowsRemovedByFilter": 151472, "line": 13,
                ]))
        // What is not printed is absent, not null or zero.
        #expect(keys(nodes[0]).isDisjoint(with: ["relation", "alias", "index", "rowsRemovedByFilter"]))
        // Exact to the last digit: 97.627 + 2.878 is not 100.50500000000001.
        let text = try await inspect(["\(plans)/lab/explain_before.txt", "--json"]).text
        #expect(text.contains("\"exclusiveTime\":15.392,"))
    }

    @Test func aPlanThatWasNotRunHasNoFiguresOfARun() async throws {
        let input = "Seq Scan on t a  (cost=0.00..4.50 rows=9 width=4)\n  Filter: (x = 1)\n"
        let line = try #require(try await inspectedJSON("-", input: input).first)
        #expect(line["file"] == "-")
        let node = try #require(line["captures"]?.items.first?["nodes"]?.items.first)
        #expect(
            keys(node) == [
                "id", "parent", "type", "relation", "alias", "startupCost", "totalCost", "planRows",
                "planWidth", "line",
            ])
        #expect(node["alias"] == "a")
    }

    @Test func aNodeThatNeverRanHasNoFigures() async throws {
        let input = """
            Append  (cost=0.00..4.00 rows=2 width=4) (actual time=0.010..0.020 rows=1 loops=1)
              ->  Seq Scan on a  (cost=0.00..2.00 rows=1 width=4) (actual time=0.005..0.015 rows=1 loops=1)
              ->  Seq Scan on b  (cost=0.00..2.00 rows=1 width=4) (never executed)
            Execution Time: 0.050 ms
            """
        let line = try #require(try await inspectedJSON("-", input: input).first)
        let nodes = try #require(line["captures"]?.items.first?["nodes"]?.items)
        #expect(nodes.map { $0["neverExecuted"] } == [false, false, true])
        #expect(
            keys(nodes[2]).isDisjoint(with: [
                "actualStartupTime", "actualTotalTime", "actualRows", "loops", "inclusiveTime",
                "exclusiveTime",
            ]))
        #expect(nodes[0]["exclusiveTime"] == .number(0.005))
    }

    // MARK: Tables

    @Test func aTableHasItsColumnsAndRowsAndTellsNullsApart() async throws {
        let input = """
             a  |    b
            ----+----------
             1  | (null)
             23 | x "y" \\ z
            (2 rows)

            """
        let line = try #require(try await inspectedJSON("-", input: input).first)
        let table = try #require(line["captures"]?.items.first)
        #expect(
            table
                == .object([
                    "kind": "table", "line": 1, "columns": .list(["a", "b"]),
                    "rows": .list([.list(["1", .null]), .list(["23", "x \"y\" \\ z"])]),
                ]))
    }

    @Test func plansAndTablesOfOneSessionComeInTheOrderOfTheText() async throws {
        let session = "Tests/Captures/lab/before/peak_psql.txt"
        let line = try #require(try await inspectedJSON(session).first)
        let found = try #require(line["captures"]?.items)
        #expect(found.map { $0["kind"] } == Array(repeating: "table", count: 6) + ["plan"])
        let lines = found.compactMap { $0["line"]?.integer }
        #expect(lines == lines.sorted() && lines.count == 7)
    }

    // MARK: The rest

    @Test(
        "A server log has its shape and its plans, in each format",
        arguments: [("pg.log", "stderr"), ("pg.json", "jsonlog")])
    func log(name: String, format: String) async throws {
        let line = try #require(try await inspectedJSON("\(captures)/autoexplain/\(name)").first)
        let found = try #require(line["captures"]?.items)
        #expect(found.first?["kind"] == "log")
        #expect(found.first?["format"] == .text(format))
        #expect(found.first?["entries"]?.integer ?? 0 > 88)
        #expect(found.dropFirst().count == 88)
        #expect(found.dropFirst().allSatisfy { $0["kind"] == "plan" })
    }

    @Test func aBenchmarkHasItsFigures() async throws {
        let run = "Tests/Captures/lab/before/pgbench_spike.txt"
        let line = try #require(try await inspectedJSON(run).first)
        let capture = try #require(line["captures"]?.items.first)
        #expect(capture["kind"] == "pgbench")
        #expect(capture["output"] == "summary")
        #expect(capture["transactions"] == 209)
        #expect(capture["tps"] == .number(8.848504))
        #expect(capture["latencyAverage"] == .number(5123.687))
    }

    @Test func metricsAreSeriesAndCompressedFilesAreUnpacked() async throws {
        let lines = try await inspectedJSON(
            "\(captures)/metrics/cloudwatch_data.json", "\(captures)/metrics/prometheus_range.json",
            "\(captures)/gzip/activity.csv.gz")
        #expect(lines.map { $0["error"] } == [nil, nil, nil])
        #expect(lines[0]["captures"]?.items.first?["kind"] == "series")
        #expect(lines[1]["captures"]?.items.first?["format"] == "prometheus")
        #expect(lines[2]["captures"]?.items.first?["kind"] == "table")
    }

    // MARK: What cannot be read

    @Test func aFileThatCannotBeReadWholeIsAnErrorAndTheOthersGoOn() async throws {
        let result = try await inspect([
            "--json", "nowhere.txt", "\(plans)/lab/explain_before.txt", "Sources", "README.md",
        ])
        #expect(result.status == 1)
        #expect(result.errors == "3 of 4 files could not be read.\n")
        let lines = try result.text.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(lines.map { $0["error"] == nil } == [false, true, false, false])
        #expect(lines.map { $0["captures"]?.items.count } == [0, 1, 0, 0])
        #expect(lines[0]["error"]?.text?.contains("does not exist") == true)
        #expect(lines[2]["error"]?.text?.contains("is a folder") == true)
        #expect(lines[3]["error"]?.text?.contains("[inspect.nothing]") == true)
    }

    @Test func aCutPlanIsRefusedWithItsPlaceAndACaret() async throws {
        let whole = try fixture("\(plans)/lab/explain_before.txt")
        let cut = whole.text(0..<whole.line(12).upperBound) + "\n"
        let result = try await inspect(["-"], input: cut)
        #expect(result.status == 1)
        #expect(result.text.isEmpty)
        #expect(result.errors.contains("-:12:"))
        #expect(result.errors.contains("^"))
        #expect(result.errors.contains("expected:"))
        let line = try #require(try await inspectedJSON("-", input: cut).first)
        #expect(line["error"]?.text?.contains("-:12:") == true)
        #expect(line["captures"] == .list([]))
    }

    @Test func emptyAndBinaryFilesAreRefused() async throws {
        for (input, id) in [("", "capture.empty"), ("a\0b\n", "capture.binary")] {
            let result = try await inspect(["-"], input: input)
            #expect(result.status == 1)
            #expect(result.errors.contains("[\(id)]"))
        }
    }

    @Test func wrongUsageEndsWithTwo() async throws {
        let plan = "\(plans)/lab/explain_before.txt"
        for (arguments, says) in [
            ([], "Missing expected argument '<file> ...'"),
            ([plan, "--jsno"], "Unknown option '--jsno'. Did you mean '--json'?"),
            ([plan, "--time-zone", "CET"], "neither UTC nor an offset"),
            ([plan, plan, "--against", plan], "--against compares one file with another"),
            ([plan, "--plan", "1"], "--against"),
        ] {
            let result = try await inspect(arguments)
            #expect(result.status == 2, "\(arguments)")
            #expect(result.errors.contains(says), "\(result.errors)")
            #expect(result.text.isEmpty)
        }
    }

    @Test func manyFilesAreReadInTheirOrder() async throws {
        let plan = "\(plans)/lab/explain_after.txt"
        let files = (0..<1_000).map { $0 % 200 == 199 ? "missing\($0)" : plan }
        let result = try await inspect(["--json"] + files)
        let names = try result.text.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))["file"]?.text
        }
        #expect(names == files)
        #expect(result.status == 1)
    }

    @Test func hostileTextOfACaptureIsEscaped() async throws {
        let input =
            "Seq Scan on t  (cost=0.00..4.00 rows=9 width=4)\n  Filter: (x = '\u{1B}[2J\u{202E}\u{9B}')\n"
        let named = "Seq Scan on \"a\u{9B}31m\u{202E}b\"  (cost=0.00..4.00 rows=9 width=4)\n"
        let json = try await inspect(["-", "--json"], input: named)
        #expect(json.text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) })
        let line = try #require(try await inspectedJSON("-", input: named).first)
        let node = try #require(line["captures"]?.items.first?["nodes"]?.items.first)
        #expect(node["relation"] == "a\u{9B}31m\u{202E}b")
        for text in [input, named] {
            let shown = try await inspect(["-"], input: text)
            #expect(shown.status == 0)
            #expect(!shown.text.unicodeScalars.contains("\u{1B}"))
            #expect(!shown.text.unicodeScalars.contains("\u{202E}"))
            #expect(!shown.text.unicodeScalars.contains("\u{9B}"))
            #expect(shown.text.contains("<U+202E>") && shown.text.contains("<U+009B>"))
        }
        let refused = try await inspect(
            ["-"], input: "Sqe Scan on \u{1B}[31mt  (cost=0.00..4.00 rows=9 width=4)\n")
        #expect(refused.status == 1)
        #expect(!refused.errors.unicodeScalars.contains("\u{1B}"))
    }

    // MARK: Large logs

    @Test func aLogThatIsReadInChunksGivesWhatItGivesAsAWhole() async throws {
        try await TemporaryFolder.with { folder in
            let entry =
                "2026-01-04 16:15:02.126 UTC [7] app@reports ERROR:  canceling statement due to timeout\n"
                + "2026-01-04 16:15:02.126 UTC [7] app@reports STATEMENT:  SELECT id\n\tFROM reports\n"
            let count = 17_000_000 / entry.utf8.count
            try folder.write(String(repeating: entry, count: count), to: "large.log")
            let line = try #require(try await inspectedJSON(folder.path(of: "large.log")).first)
            #expect(line["error"] == nil)
            let log = try #require(line["captures"]?.items.first)
            #expect(log["entries"] == .number(Double(count)))
            #expect(log["prefix"] == "%m [%p] %q%u@%d ")
            #expect(log["line"] == 1)
            #expect(log["severities"]?["ERROR"] == .number(Double(count)))

            try folder.write(String(repeating: entry, count: count) + "2026-01", to: "cut.log")
            let refused = try #require(try await inspectedJSON(folder.path(of: "cut.log")).first)
            guard case .text(let error) = refused["error"] else {
                Issue.record("a cut log was read")
                return
            }
            #expect(error.contains("cut.log:\(count * 3 + 1):"), "\(error)")
        }
    }
}
