import Diagnostics
import Evidence
import Foundation
import PsqlOutput
import Quantities
import TestSupport
import Testing

/// `casebook capture` against a PostgreSQL 15 with pg_stat_statements.
@Suite(.capturedServer) struct CaptureTests {
    @TaskLocal static var cluster: PostgreSQLCluster?

    /// A project with an incident's queries, and the server that they are run on.
    struct Laboratory: Sendable {
        static let id = "2026-02-01-slots"
        static let evidence = "Content/\(id)/evidence"

        let folder: TemporaryFolder
        let server: PostgreSQLCluster

        func query(_ name: String, _ sql: String) throws {
            try folder.write(sql, to: "Content/\(Self.id)/queries/\(name).sql")
        }

        func command(_ arguments: [String], host: String? = nil) throws -> Command {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            return Command(
                try builtProgram("casebook"), arguments: ["capture", "--root", folder.path] + arguments,
                in: folder.path,
                environment: [
                    "PGHOST": host ?? server.folder, "PGUSER": "postgres", "PGDATABASE": "postgres",
                    "PGOPTIONS": "", "PGTZ": "", "PGSERVICE": "", "PATH": "\(server.programs):\(path)",
                ])
        }

        func capture(_ arguments: String..., host: String? = nil) async throws -> Command.Result {
            try await command(["--incident", Self.id] + arguments, host: host).run()
        }

        /// The files of the evidence, hidden ones too.
        func files() throws -> [String] {
            let prefix = "\(Self.evidence)/"
            return try folder.files().filter { $0.hasPrefix(prefix) }.map {
                String($0.dropFirst(prefix.count))
            }
        }

        func text(_ capture: String) throws -> String { try folder.text(of: "\(Self.evidence)/\(capture)") }

        func record(_ capture: String) throws -> SavedRecord {
            let path = SavedRecord.path(of: capture)
            let bytes = try folder.bytes(of: "\(Self.evidence)/\(path)")
            return try SavedRecord(SourceFile(path: path, bytes: bytes))
        }

        func table(_ capture: String) throws -> ResultTable {
            try #require(try parseCSV(in: SourceFile(path: capture, text: try text(capture))).first)
        }

        @discardableResult
        func sql(_ statements: String) async throws -> String {
            try await server.psql("-qAt", input: statements)
        }
    }

    static func laboratory(_ body: (Laboratory) async throws -> Void) async throws {
        let server = try #require(Self.cluster)
        try await TemporaryFolder.with { folder in
            try folder.write("", to: "Templates/report.md")
            try folder.write("", to: "Content/\(Laboratory.id)/queries/.keep")
            try await body(Laboratory(folder: folder, server: server))
        }
    }

    static func wait(for application: String, _ lab: Laboratory) async throws {
        let query = """
            SELECT count(*) FROM pg_stat_activity
             WHERE application_name = '\(application)' AND query LIKE '%pg_sleep%' AND state = 'active';
            """
        try await until("\(application) is there") { try await lab.sql(query) != "0\n" }
    }

    /// A minute and more may pass on a machine that is busy with other tests.
    static func until(_ what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "\(what) within three minutes")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    // MARK: What is saved

    @Test func `A capture is what psql printed, beside a record of how`() async throws {
        try await Self.laboratory { lab in
            let sql = "-- What the server says.\nSELECT 1 AS one, 'two' AS two;\n"
            try lab.query("words", sql)
            let before = Date()
            let result = try await lab.capture("--label", "before")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors == "")
            #expect(result.text.hasPrefix("Captured \(Laboratory.evidence)/before/words.csv: 14 bytes in "))
            #expect(try lab.files() == ["before/words.csv", "before/words.csv.record.json"])
            #expect(try lab.text("before/words.csv") == "one,two\n1,two\n")

            let record = try lab.record("before/words.csv")
            #expect(record.capture == "before/words.csv")
            #expect(record.title == "What the server says.")
            #expect(try SHA256(of: Array("one,two\n1,two\n".utf8)).hexadecimal == record.sha256)
            #expect(record.bytes == 14)
            #expect(record.command == sql)
            #expect(record.query == "words")
            #expect(record.label == "before")
            #expect(record.access == .readOnly)
            #expect(record.timeZone == "UTC")
            #expect(abs(record.captured.secondsSinceEpoch - before.timeIntervalSince1970) < 60)
            #expect(try #require(record.seconds) >= 0)
            #expect(record.server?.host == lab.server.folder)
            #expect(record.server?.database == "postgres")
            #expect(record.server?.role == "postgres")
            #expect(record.replaces.isEmpty && record.sampling == nil && record.statisticsReset.isEmpty)
            let version = try await lab.sql("SHOW server_version;")
            #expect("\(record.server?.version ?? "")\n" == version)
            #expect(record.client?.hasPrefix("psql 15.") == true)
        }
    }

    @Test func `Nulls, empty texts, quotes, newlines and every script are read back as they were`()
        async throws
    {
        try await Self.laboratory { lab in
            try lab.query(
                "values",
                #"""
                SELECT NULL AS "null", '' AS empty, 'say "x", y' AS quoted, E'two\nlines' AS lines,
                       '漢字 é 👩‍💻' AS script, E'\ttab ' AS blank;
                """#)
            let result = try await lab.capture()
            #expect(result.status == 0, "\(result.errors)")
            let table = try lab.table("values.csv")
            #expect(
                (1..<6).map { table.text(row: 0, column: $0) }
                    == ["", "say \"x\", y", "two\nlines", "漢字 é 👩‍💻", "\ttab "])
            #expect((0..<3).map { table.nullity(row: 0, column: $0) } == [.null, .value, .value])
        }
    }

    @Test func `Every format holds nothing of ours`() async throws {
        try await Self.laboratory { lab in
            try lab.query("plan", "EXPLAIN (COSTS OFF) SELECT 1;\n")
            try lab.query("document", "EXPLAIN (FORMAT JSON, COSTS OFF) SELECT 1\n")
            try lab.query("several", "\\x\nSELECT 1 AS a;\n\\x\n\\t\nSELECT 2 AS b;\n\\echo the end\n")
            let result = try await lab.capture()
            #expect(result.status == 0, "\(result.errors)")
            let several = try lab.text("several.txt")
            #expect(several == "-[ RECORD 1 ]\na | 1\n\n 2\n\nthe end\n", "\(several)")
            #expect(try lab.text("plan.txt") == " QUERY PLAN \n------------\n Result\n(1 row)\n\n")
            let document = try lab.text("document.json")
            #expect(document.hasPrefix("[\n") && document.hasSuffix("]\n"))
            _ = try JSONSerialization.jsonObject(with: Data(document.utf8))
        }
    }

    @Test func `A variable's value is put in quotes, and the record tells it`() async throws {
        try await Self.laboratory { lab in
            try lab.query("table", "-- Sizes.\n-- variable: name  The table\nSELECT :'name' AS name;\n")
            let missing = try await lab.capture()
            #expect(missing.status == 1)
            #expect(missing.errors.contains("[query.variable-missing]"))
            let result = try await lab.capture("--set", "name=it's; DROP")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try lab.text("table.csv") == "name\nit's; DROP\n")
            #expect(try lab.record("table.csv").command.hasPrefix("\\set name 'it''s; DROP'\n-- Sizes."))
            let unknown = try await lab.capture("--set", "nam=x", "--replace")
            #expect(unknown.errors.contains("did you mean “name”?"), "\(unknown.errors)")
        }
    }

    @Test func `The host is left out where that is asked for`() async throws {
        try await Self.laboratory { lab in
            try lab.query("one", "SELECT 1 AS one;")
            _ = try await lab.capture("--redact-host")
            let record = try lab.folder.text(of: "\(Laboratory.evidence)/one.csv.record.json")
            #expect(!record.contains(lab.server.folder))
            #expect(try lab.record("one.csv").server?.database == "postgres")
        }
    }

    // MARK: What is there already

    @Test func `A capture that is there stays as it is, and nothing runs`() async throws {
        try await Self.laboratory { lab in
            try lab.query("now", "SELECT clock_timestamp() AS now;")
            try lab.query("other", "SELECT 1 AS one;")
            _ = try await lab.capture("--query", "now")
            let (bytes, record) = (try lab.text("now.csv"), try lab.record("now.csv"))
            let again = try await lab.capture(host: "/nowhere")
            #expect(again.status == 1)
            #expect(again.errors.contains("evidence/now.csv: error: "), "\(again.errors)")
            #expect(again.errors.contains("[capture.exists]"))
            let after = (try lab.text("now.csv"), try lab.record("now.csv"))
            #expect(after == (bytes, record))
            #expect(try lab.files() == ["now.csv", "now.csv.record.json"])
        }
    }

    @Test func `Replacing keeps the hash and time of all that stood there`() async throws {
        try await Self.laboratory { lab in
            try lab.query("now", "SELECT clock_timestamp() AS now;")
            // The first was saved by hand, without a record.
            try lab.folder.write("now\nlong ago\n", to: "\(Laboratory.evidence)/now.csv")
            var hashes = [try SHA256(of: Array("now\nlong ago\n".utf8)).hexadecimal]
            var times: [Int64?] = [nil]
            for _ in 0..<3 {
                let result = try await lab.capture("--replace")
                #expect(result.status == 0, "\(result.errors)")
                let record = try lab.record("now.csv")
                #expect(record.replaces.map(\.sha256) == hashes)
                #expect(record.replaces.map { $0.captured?.microseconds } == times)
                hashes.insert(record.sha256, at: 0)
                times.insert(record.captured.microseconds, at: 0)
            }
            #expect(Set(hashes).count == 4)
        }
    }

}

/// Starts a server with pg_stat_statements before the first test of a suite and stops it after the last.
struct CapturedServerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await PostgreSQLCluster.with(settings: ["shared_preload_libraries = 'pg_stat_statements'"]) {
            cluster in
            try await CaptureTests.$cluster.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == CapturedServerTrait {
    static var capturedServer: Self { Self() }
}
