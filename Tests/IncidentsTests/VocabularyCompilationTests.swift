import Evidence
import Foundation
import TestSupport
import Testing

/// What the compiler says of an incident: the vocabulary is made so that slips do not compile.
@Suite("Slips in an incident do not compile")
struct VocabularyCompilationTests {
    private static let correct = """
        import Evidence
        import Incidents
        import PsqlOutput
        import Quantities
        import QueryPlans

        struct SlowQuery: Incident {
            struct Evidence: EvidenceSet {
                let before = PlanCapture("before.txt")
                let waits = Table<Wait>("waits.csv")
                var longestWait: Quantity<Time> { waits.waited.max }
                var speedUp: Quantity<Ratio> { before.executionTime / longestWait }
                var waiter: TextReading { waits.first.label }
            }

            struct Wait: CaptureColumns {
                let label = TextColumn("label")
                let waited = Column<Time>("waited_ms")
            }

            var id: String { "slow-query" }
            var title: String { "Slow" }
            var severity: Severity { .sev3 }
            var status: IncidentStatus { .resolved }
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-02-01T10:00Z",
                    detected: "2026-02-01T10:05Z",
                    mitigated: "2026-02-01T10:20Z",
                    resolved: "2026-02-01T11:00Z"
                )
            }
            var summary: [Prose] {
                ["It is \\(\\.speedUp, .times) faster; \\(\\.waiter) waited \\(\\.longestWait)."]
            }
            var claims: [Claim] {
                [
                    Claim(
                        "faster",
                        "It is \\(\\.speedUp, .about) faster.",
                        test: .atLeast(\\.speedUp, .times(100)),
                        refutedBy: "A smaller ratio.",
                        in: ["executive-summary"]
                    )
                ]
            }
            var artifacts: [Artifact] { [] }
        }
        """

    @Test func `The incident without a slip compiles`() async throws {
        let errors = try await errors(in: Self.correct)
        #expect(errors.isEmpty, "\(errors)")
    }

    struct Slip: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What stands in the correct incident, and what is there instead.
        let right: String
        let wrong: String
        /// What the compiler must say, at the line that holds the slip.
        let message: String
    }

    static let slips = [
        Slip(
            testDescription: "a misspelt capture", right: "{ before.executionTime",
            wrong: "{ befor.executionTime", message: "cannot find 'befor' in scope"),
        Slip(
            testDescription: "a misspelt figure in prose", right: "It is \\(\\.speedUp, .times)",
            wrong: "It is \\(\\.spedUp, .times)", message: "has no member 'spedUp'"),
        Slip(
            testDescription: "a misspelt figure in a test", right: ".atLeast(\\.speedUp",
            wrong: ".atLeast(\\.spedUp", message: "has no member 'spedUp'"),
        Slip(
            testDescription: "a misspelt column", right: "waits.waited.max", wrong: "waits.waitd.max",
            message: "has no dynamic member 'waitd'"),
        Slip(
            testDescription: "a bare number in prose", right: "waited \\(\\.longestWait)",
            wrong: "waited \\(12.5)",
            message: "a bare number has no source: bind it to the evidence with a key path, \\(\\.name)"),
        Slip(
            testDescription: "a format of another unit", right: "\\(\\.speedUp, .times)",
            wrong: "\\(\\.speedUp, .milliseconds)",
            message: "static property 'milliseconds' requires the types 'Ratio' and 'Time' be equivalent"),
        Slip(
            testDescription: "a bound of another unit", right: ".times(100)", wrong: ".milliseconds(100)",
            message:
                "static method 'milliseconds' on 'TestOver.Bound' requires the types 'Ratio' and 'Time' be equivalent"
        ),
        Slip(
            testDescription: "a sum of two units", right: "{ waits.waited.max }",
            wrong: "{ waits.waited.max + waits.count }",
            message:
                "cannot convert value of type 'Quantity<Count>' to expected argument type 'Quantity<Time>'"),
        Slip(
            testDescription: "a sum of two points in time", right: "let label = TextColumn(\"label\")",
            wrong:
                "let label = TextColumn(\"label\"); func both(_ a: Quantity<Instant>, _ b: Quantity<Instant>) { _ = a + b }",
            message: "two points in time have no sum; use later(by:) with a time"),
        Slip(
            testDescription: "a ratio of two points in time", right: "let label = TextColumn(\"label\")",
            wrong:
                "let label = TextColumn(\"label\"); func both(_ a: Quantity<Instant>, _ b: Quantity<Instant>) { _ = a / b }",
            message: "two points in time have no ratio; use since(_:), which gives a time"),
        Slip(
            testDescription: "a number of the author's where a figure is due",
            right: "test: .atLeast(\\.speedUp", wrong: "test: .atLeast(692.0",
            message: "cannot convert value of type 'Double' to expected argument type"),
    ]

    @Test("The compiler refuses", arguments: slips)
    func refuses(slip: Slip) async throws {
        let parts = Self.correct.components(separatedBy: slip.right)
        try #require(parts.count == 2, "the slip must be in one place")
        let line = parts[0].count { $0 == "\n" } + 1
        let errors = try await errors(in: parts.joined(separator: slip.wrong))
        #expect(
            errors.contains { $0.contains("Slip.swift:\(line):") && $0.contains(slip.message) },
            "line \(line): \(errors.joined(separator: "\n"))")
    }

    /// The errors that the compiler finds in an incident's source.
    private func errors(in source: String) async throws -> [String] {
        try await TemporaryFolder.with { folder in
            try folder.write(source, to: "Slip.swift")
            let result = try await Command(
                "swiftc", "-typecheck", "-swift-version", "6", "-I", buildFolder + "/Modules",
                // Whoever imports a module is asked for the C modules that it imports.
                "-I", repositoryRoot + "/Sources/CZlib", "-I", repositoryRoot + "/Sources/CLibCrypto",
                folder.path(of: "Slip.swift")
            ).run()
            let errors = result.errors.split(separator: "\n").map(String.init).filter {
                $0.hasPrefix("/") && $0.contains(": error: ") || $0.hasPrefix("<unknown>")
            }
            #expect((result.status == 0) == errors.isEmpty, "\(result.errors)")
            return errors
        }
    }
}
