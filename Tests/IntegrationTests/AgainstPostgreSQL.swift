import Diagnostics
import Evidence
import TestSupport
import Testing

/// What our readers make of what PostgreSQL 15 prints, against what PostgreSQL itself says it printed.
///
/// One server serves all suites in here.
@Suite(.postgreSQL) struct AgainstPostgreSQL {
    @TaskLocal static var cluster: PostgreSQLCluster?

    /// The server that the tests run against.
    static func server() throws -> PostgreSQLCluster { try #require(cluster) }
}

/// Starts a server before the first test of a suite and stops it after the last.
struct PostgreSQLTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await PostgreSQLCluster.with { cluster in
            try await AgainstPostgreSQL.$cluster.withValue(cluster) { try await function() }
        }
    }
}

extension Trait where Self == PostgreSQLTrait {
    static var postgreSQL: Self { Self() }
}

/// Makes a binding over files held in memory, and gives it with every finding that reading brought.
func reading<Binding>(_ files: [String: String], _ bind: () -> Binding) -> (Binding, [Diagnostic]) {
    let reader = EvidenceReader(folder: "evidence") { path throws(Diagnostic) in
        guard let text = files[path] else { throw Diagnostic(.program(.failed), "There is no \(path)") }
        return Array(text.utf8)
    }
    let binding = EvidenceReader.$current.withValue(reader) { bind() }
    return (binding, reader.diagnostics)
}

/// The records that `psql -At` wrote with separators that occur in no value.
struct UnalignedOutput {
    /// What makes psql write so.
    static let options = ["-At", "-F", "\u{1F}", "-R", "\u{1E}"]

    let records: [[String]]

    init(_ text: String) {
        records = text.dropLast(text.hasSuffix("\n") ? 1 : 0)
            .split(separator: "\u{1E}", omittingEmptySubsequences: false)
            .map { $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init) }
    }
}
