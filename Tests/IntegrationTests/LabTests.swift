import Diagnostics
import Evidence
import Foundation
import TestSupport
import Testing

/// The lab of the shipped incident: its SQL still makes the data that the captures show, and its captures
/// are as it recorded them.
@Suite struct LabTests {
    private let incident = "\(repositoryRoot)/Content/2026-01-04-connection-spike"

    /// The first line of a capture that holds a text, without the blanks around it.
    private func line(with text: String, in capture: String) throws -> String {
        let whole = try String(contentsOfFile: "\(incident)/evidence/\(capture)", encoding: .utf8)
        let line = try #require(whole.split(separator: "\n").first { $0.contains(text) })
        return line.trimmingCharacters(in: .whitespaces)
    }

    @Test func `A server loaded by the lab's SQL shows what the captures show`() async throws {
        try await PostgreSQLCluster.with(settings: [
            "shared_buffers = 512MB", "fsync = off", "max_wal_size = 2GB", "timezone = 'UTC'",
        ]) { server in
            _ = try await server.psql(
                "-q", "-v", "anchor=2026-01-04 16:15:00+00", "-f", "\(incident)/sql/schema.sql", "-f",
                "\(incident)/sql/data.sql", "-f", "\(incident)/sql/indexes_before.sql", "-f",
                "\(incident)/lab/roles.sql", "-c", "ALTER DATABASE postgres SET timezone = 'UTC'", "-c",
                "VACUUM (ANALYZE) reports.reports")
            let fingerprint = try await server.psql("-At", "-f", "\(incident)/lab/fingerprint.sql")
            #expect(
                fingerprint
                    == (try String(
                        contentsOfFile: "\(incident)/evidence/data_fingerprint.txt", encoding: .utf8)))

            let before = try await server.psql("-f", "\(incident)/sql/explain_before.sql")
            #expect(before.contains("Parallel Index Scan using idx_reports_completed_at"))
            #expect(before.contains(try line(with: "Rows Removed by Filter: ", in: "explain_before.txt")))
            _ = try await server.psql("-f", "\(incident)/sql/fix.sql")
            let after = try await server.psql("-f", "\(incident)/sql/explain_after.sql")
            #expect(after.components(separatedBy: "Index Scan using idx_reports_dedup_active_v1").count == 3)
            #expect(!after.contains("Gather"))
            let equivalence = try await server.psql("-At", "-f", "\(incident)/sql/rewrite_equivalence.sql")
            let captured = try line(with: " 0", in: "rewrite_equivalence.txt")
            #expect(equivalence == captured.replacing(" ", with: "") + "\n")
        }
    }

    @Test func `Each capture has a record, and the bytes that were recorded`() throws {
        let folder = "\(incident)/evidence"
        let files = try files(below: folder)
        let captures = files.filter { !SavedRecord.isRecord($0) }
        #expect(captures.count > 100)
        #expect(captures.count * 2 == files.count)
        for capture in captures {
            let record = try SavedRecord(
                SourceFile(
                    path: SavedRecord.path(of: capture),
                    bytes: Array(
                        try Data(
                            contentsOf: URL(fileURLWithPath: "\(folder)/\(SavedRecord.path(of: capture))")))))
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(capture)")))
            #expect(record.capture == capture)
            #expect(record.bytes == bytes.count, "\(capture)")
            #expect(record.sha256 == (try SHA256(of: bytes).hexadecimal), "\(capture)")
        }
    }

    @Test func `What a run changed is told figure by figure`() async throws {
        try await TemporaryFolder.with { folder in
            let changed = folder.path(of: "evidence")
            try FileManager.default.copyItem(atPath: "\(incident)/evidence", toPath: changed)
            let same = try await Command("\(incident)/lab/changes", changed, "\(incident)/evidence").succeed()
            #expect(!same.contains("%  ") && !same.contains("changed"), "\(same)")

            let path = "evidence/explain_before.txt"
            let text = try folder.text(of: path)
            let time = try #require(text.split(separator: "\n").first { $0.contains("Execution Time:") })
            try folder.write(text.replacing(time, with: " Execution Time: 1.000 ms"), to: path)
            let told = try await Command("\(incident)/lab/changes", "\(incident)/evidence", changed).succeed()
            let line = try #require(
                told.split(separator: "\n").first { $0.hasPrefix("before: execution, ms") })
            #expect(line.contains(" 1.000 "))
            #expect(line.hasSuffix(" %"))
        }
    }
}
