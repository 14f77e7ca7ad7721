import Foundation
import TestSupport
import Testing

/// The lab's own load generator: what it tells of a check is what the server did.
@Suite struct LabJobTests {
    private struct Check {
        let due: Double
        let begun: Double
        let ended: Double
        let attempts: Int
        let refusals: Int
        let firstRefused: Double?
        let outcome: String
    }

    private let program = "\(repositoryRoot)/Content/2026-01-04-connection-spike/lab/job.pl"

    /// Asks a server with six slots, through so many kept connections or with one for each check, twenty checks
    /// a second for a second and a half, each of which takes half a second; two retries after a third of one.
    private func run(_ server: PostgreSQLCluster, connections: Int) async throws -> [Check] {
        try await TemporaryFolder.with { folder in
            try folder.write("SELECT pg_sleep(0.5)", to: "check.sql")
            let start = Int(Date().timeIntervalSince1970) + 2
            let text = try await Command(
                "perl",
                arguments: [program, "\(connections)", "\(start)", "1.5", "20", "1", "2", "0.3"]
                    + [folder.path(of: "check.sql")],
                environment: [
                    "PGHOST": server.folder, "PGUSER": "postgres", "PGDATABASE": "postgres",
                    "PGAPPNAME": "job",
                ]
            ).succeed()
            let lines = text.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            #expect(
                lines.first?.joined(separator: ",")
                    == "check,due_s,begun_s,ended_s,waited_ms,took_ms,attempts,refusals,first_refused_s,outcome"
            )
            return try lines.dropFirst().map { cells in
                Check(
                    due: try #require(Double(cells[1])), begun: try #require(Double(cells[2])),
                    ended: try #require(Double(cells[3])), attempts: try #require(Int(cells[6])),
                    refusals: try #require(Int(cells[7])), firstRefused: Double(cells[8]),
                    outcome: String(cells[9]))
            }
        }
    }

    @Test func `A refused check comes back, and gives up after its last retry`() async throws {
        try await PostgreSQLCluster.with(settings: ["max_connections = 6"]) { server in
            let checks = try await run(server, connections: 0)
            #expect(checks.contains { $0.outcome == "finished" && $0.refusals == 0 })
            #expect(checks.contains { $0.outcome == "refused" })
            for check in checks {
                #expect(check.due <= check.begun && check.begun <= check.ended)
                #expect(check.attempts == check.refusals + (check.outcome == "finished" ? 1 : 0))
                #expect((check.outcome == "refused") == (check.refusals == 3))
                #expect((check.firstRefused != nil) == (check.refusals > 0))
                if check.outcome == "finished" { #expect(check.ended - check.begun >= 0.5) }
                if check.refusals > 0 { #expect(check.begun - check.due >= 0.3) }
            }
            // In its last half second a check that finishes has a slot for sure.
            let finished = checks.filter { $0.outcome == "finished" }
            let busiest = finished.map { check in
                finished.count { $0.ended - 0.499 <= check.ended && check.ended <= $0.ended }
            }.max()
            #expect(try #require(busiest) <= 6)
        }
    }

    @Test func `Kept connections refuse nobody and serve in order`() async throws {
        try await PostgreSQLCluster.with(settings: ["max_connections = 6"]) { server in
            let checks = try await run(server, connections: 4)
            #expect(checks.allSatisfy { $0.outcome == "finished" && $0.attempts == 1 && $0.refusals == 0 })
            #expect(zip(checks, checks.dropFirst()).allSatisfy { $0.due <= $1.due && $0.begun <= $1.begun })
            let last = try #require(checks.last)
            #expect(last.ended >= Double(checks.count) / 4 * 0.5)
            let again = try await run(server, connections: 4)
            #expect(again.map(\.due) == checks.map(\.due))
        }
    }
}
