import Diagnostics
import Foundation
import Site

@testable import Casebook

/// A small project on disk: one incident, two templates, three captures; tests damage it and look.
final class SampleProject: Sendable {
    let root: String

    init(_ files: [String: String] = SampleProject.files) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "casebook-\(UUID().uuidString)")
        root = folder.path
        for (path, text) in files { try write(text, to: path) }
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: root) } catch { print("left behind: \(root)") }
    }

    func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: String) throws {
        let url = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(root)/\(path)") }

    func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")), as: UTF8.self)
    }

    /// Every file of the output, with its bytes.
    func output() throws -> [String: Data] {
        let folder = "\(root)/Output"
        guard let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) else {
            return [:]
        }
        var files: [String: Data] = [:]
        for name in names {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
                files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
            }
        }
        return files
    }

    func builder(_ incidents: [any Incident] = [SlowQuery()]) throws -> SiteBuilder {
        SiteBuilder(project: try Project(at: root), incidents: incidents)
    }

    @discardableResult
    func build(_ incidents: [any Incident] = [SlowQuery()]) async throws -> SiteBuilder.Report {
        try await builder(incidents).build(into: "\(root)/Output")
    }

    /// The errors of a build that must fail.
    func errors(_ incidents: [any Incident] = [SlowQuery()]) async throws -> [Diagnostic] {
        do {
            try await build(incidents)
            return []
        } catch let error as Diagnostics {
            return error.all
        }
    }

    static let evidence = "Content/2026-02-01-slow-query/evidence"

    static let files = [
        "\(evidence)/before.txt": """
                                                     QUERY PLAN                                             
        ----------------------------------------------------------------------------------------------------
         Seq Scan on orders  (cost=0.00..180.00 rows=1 width=8) (actual time=80.011..80.012 rows=1 loops=1)
           Filter: (id = 7)
           Rows Removed by Filter: 9999
         Planning Time: 0.101 ms
         Execution Time: 80.040 ms
        (5 rows)

        """,
        "\(evidence)/after.txt": """
                                                             QUERY PLAN                                                     
        --------------------------------------------------------------------------------------------------------------------
         Index Scan using orders_pkey on orders  (cost=0.29..8.30 rows=1 width=8) (actual time=0.020..0.021 rows=1 loops=1)
           Index Cond: (id = 7)
         Planning Time: 0.101 ms
         Execution Time: 0.400 ms
        (4 rows)

        """,
        "\(evidence)/waits.csv": "label,waited_ms\nfirst,12.5\nsecond,30.0\n",
        "Templates/executive-summary.md": """
        {{# summary }}
        {{ . }}

        {{/ summary }}
        {{> why? }}

        | Claim | Verdict |
        | --- | --- |
        {{# document.claims }}
        | {{ statement }} | {{ mark }} {{ verdict }} |
        {{/ document.claims }}

        """,
        "Templates/figures.md": """
        {{# figures-all }}
        ### `{{ name }}`

        {{ meaning }}: {{ value }} = {{ derivation }}

        {{/ figures-all }}

        """,
        "Templates/incident-index.md": "{{# incidents }}\n- {{ link }}\n{{/ incidents }}\n",
        "Content/2026-02-01-slow-query/narrative/why.md":
            "## Why\n\nIt read {{ figures.rows-read }} rows.\n",
    ]
}

/// The incident of the sample project.
struct SlowQuery: Incident {
    struct Evidence: EvidenceSet {
        let before = PlanCapture("before.txt")
        let after = PlanCapture("after.txt")
        let waits = Table<Wait>("waits.csv")
        var speedUp: Quantity<Ratio> { before.executionTime / after.executionTime }
        var longestWait: Quantity<Time> { waits.waited.max }
        var firstLabel: TextReading { waits.first.label }
        var rowsRead: Quantity<Rows> { before.rowsExamined }
    }

    struct Wait: CaptureColumns {
        let label = TextColumn("label")
        let waited = Column<Time>("waited_ms")
    }

    var id: String { "2026-02-01-slow-query" }
    var title: String { "Orders were slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-02-01T10:00Z", detected: "2026-02-01T10:05Z", mitigated: "2026-02-01T10:20Z",
            resolved: "2026-02-01T11:00Z")
    }
    var summary: [Prose] {
        ["The query is \(\.speedUp) faster; \(\.firstLabel) waited, the longest \(\.longestWait)."]
    }
    var figures: [Figure] {
        [
            Figure("speed-up", \.speedUp, "Execution time before over after"),
            Figure("rows-read", \.rowsRead, "Rows that the old plan read"),
        ]
    }
    var claims: [Claim] {
        [
            Claim(
                "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(100)),
                refutedBy: "A smaller ratio.", in: ["executive-summary"]),
            .promise(
                "thousand", "1,000x faster", by: "a colleague", measured: "\(\.speedUp)",
                test: .atLeast(\.speedUp, .times(1000)), verdict: .contradicted,
                meaning: "Less than hoped for.", in: ["executive-summary"]),
        ]
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "executive-summary", "Executive summary", for: [.leadership], .today, .reading(minutes: 1),
                useWhen: "Now", purpose: "To know", oneLine: "All on a page")
        ]
    }
}
