import Diagnostics
import Foundation
import Site
import TestSupport
import Testing

@testable import Casebook

/// What a build takes from the one before it, and what it makes anew.
@Suite("A rebuild")
struct RebuildTests {
    /// An incident of two, so that it shows which of them is built again.
    private struct Other: Incident {
        typealias Evidence = SlowQuery.Evidence
        private let original = SlowQuery()
        var id: String { "2026-02-02-other" }
        var title: String { "Orders were slow again" }
        var severity: Severity { original.severity }
        var status: IncidentStatus { original.status }
        var times: IncidentTimes { original.times }
        var summary: [Prose] { original.summary }
        var figures: [Figure] { original.figures }
        var claims: [Claim] { original.claims }
        var artifacts: [Artifact] { original.artifacts }
    }

    private static let other = "Content/2026-02-02-other"
    private static let slow = "Content/2026-02-01-slow-query"

    private func project() throws -> SampleProject {
        var files = SampleProject.files
        for (path, text) in files where path.hasPrefix(Self.slow) {
            files[path.replacing(Self.slow, with: Self.other)] = text
        }
        files["Templates/partials/foot.md"] = "The end.\n"
        files["Templates/executive-summary.md"]? += "\n{{> foot }}\n"
        files["\(Self.slow)/sql/waits.sql"] = "SELECT 1;\n"
        return try SampleProject(files)
    }

    private func build(
        _ project: SampleProject, program: String = "one", into output: String = "Output",
        isFresh: Bool = false, _ incidents: [any Incident] = [SlowQuery(), Other()]
    ) async throws -> SiteBuilder.Report {
        var builder = try project.builder(incidents)
        builder.program = { program }
        builder.isFresh = isFresh
        builder.isWhole = incidents.count == 2
        return try await builder.build(into: "\(project.root)/\(output)")
    }

    /// The incidents that a build makes anew; what it publishes must be what a build from nothing publishes.
    private func rebuilt(
        _ project: SampleProject, program: String = "one", _ change: (SampleProject) throws -> Void
    ) async throws -> Int {
        try change(project)
        let report = try await build(project, program: program)
        let site = try project.output()
        if FileManager.default.fileExists(atPath: "\(project.root)/Fresh") { try project.remove("Fresh") }
        let fresh = try await build(project, program: program, into: "Fresh", isFresh: true)
        try await Command("diff", "-r", "\(project.root)/Output", "\(project.root)/Fresh").succeed()
        #expect(site.count > 10)
        #expect(report.findings == fresh.findings)
        return 2 - report.reused
    }

    @Test("takes every page where nothing has changed, and writes nothing")
    func nothingChanged() async throws {
        let project = try project()
        #expect(try await build(project).reused == 0)
        let report = try await build(project)
        #expect(report.reused == 2)
        #expect(report.summary.changedNothing)
        #expect(try await rebuilt(project) { _ in } == 0)
        #expect(try await build(project, isFresh: true).reused == 0)
    }

    @Test("makes the pages anew that a changed input went into, and no others")
    func changedInputs() async throws {
        let project = try project()
        _ = try await build(project)
        let changes: [(String, Int, (SampleProject) throws -> Void)] = [
            (
                "a template", 2,
                {
                    try $0.write(
                        "## All\n\n{{# summary }}\n{{ . }}\n\n{{/ summary }}\n",
                        to: "Templates/executive-summary.md")
                }
            ),
            ("a partial", 2, { try $0.write("Really the end.\n", to: "Templates/partials/foot.md") }),
            (
                "the index", 2,
                {
                    try $0.write(
                        "## All of them\n\n{{# incidents }}\n- {{ link }}\n{{/ incidents }}\n",
                        to: "Templates/incident-index.md")
                }
            ),
            (
                "a capture", 1,
                {
                    try $0.write(
                        "label,waited_ms\nfirst,12.5\nsecond,31.0\n", to: "\(Self.slow)/evidence/waits.csv")
                }
            ),
            ("a record", 1, { try $0.write(Self.record, to: "\(Self.slow)/evidence/waits.csv.record.json") }),
            (
                "a narrative", 1,
                {
                    try $0.write(
                        "## Why not\n\nIt read {{ figures.rows-read }} rows.\n",
                        to: "\(Self.slow)/narrative/why.md")
                }
            ),
            ("an SQL file", 1, { try $0.write("SELECT 2;\n", to: "\(Self.slow)/sql/waits.sql") }),
            ("a new file", 1, { try $0.write("notes\n", to: "\(Self.other)/evidence/notes.txt") }),
            ("no new file", 1, { try $0.remove("\(Self.other)/evidence/notes.txt") }),
            ("an edited page", 1, { try $0.write("mine", to: "Output/2026-02-02-other/figures.html") }),
            ("a removed page", 1, { try $0.remove("Output/2026-02-02-other/evidence/waits-csv.html") }),
            ("nothing", 0, { _ in }),
        ]
        for (name, expected, change) in changes {
            #expect(try await rebuilt(project, change) == expected, "\(name)")
            #expect(try await build(project).summary.changedNothing, "\(name)")
        }
        #expect(try await rebuilt(project, program: "two") { _ in } == 2, "the program")
    }

    private static let record = """
        {"capture": "waits.csv", "sha256": "\(String(repeating: "0", count: 64))", "bytes": 41,
         "captured": "2026-02-01T10:10:00Z", "command": "psql"}
        """

    @Test("keeps its findings: they are printed as those of a fresh build")
    func findingsStay() async throws {
        let project = try project()
        try project.write("It read 9,999 rows.\n", to: "\(Self.slow)/narrative/why.md")
        let first = try await build(project)
        let second = try await build(project)
        #expect(second.reused == 2)
        #expect(first.findings.contains { $0.id == "prose.number-without-source" })
        #expect(second.findings == first.findings)
    }

    @Test("looks at Swift sources that a message quotes")
    func quotedSources() async throws {
        let project = try project()
        try project.write("line 1\nline 2\n", to: "Sources/One.swift")
        let log = InputLog(of: try Project(at: project.root))
        let before = try #require(log.sources.file("Sources/One.swift"))
        #expect(log.paths == ["Sources/One.swift"])
        #expect(String(decoding: before.bytes, as: UTF8.self) == "line 1\nline 2\n")
        let reuse = IncidentReuse(
            project: try Project(at: project.root), program: { "one" },
            shared: InputLog(of: try Project(at: project.root)))
        let key = reuse.key(of: SlowQuery(), otherInputs: ["Sources/One.swift"], log: log)
        try project.write("line 1\nline two\n", to: "Sources/One.swift")
        let later = IncidentReuse(
            project: try Project(at: project.root), program: { "one" },
            shared: InputLog(of: try Project(at: project.root)))
        let after = later.key(
            of: SlowQuery(), otherInputs: ["Sources/One.swift"],
            log: InputLog(of: try Project(at: project.root)))
        #expect(key != nil && after != nil && key != after)
    }

    @Test("takes the pages of one incident into the site of all, and back")
    func oneIncident() async throws {
        let project = try project()
        _ = try await build(project)
        let one = try await build(project, [SlowQuery()])
        #expect(one.reused == 1 && one.summary.removed > 0)
        #expect(try project.output().keys.allSatisfy { !$0.hasPrefix("2026-02-02-other/") })
        #expect(try await rebuilt(project) { _ in } == 1)
    }

    @Test("trusts no stored file that is damaged, and does not crash on any")
    func damagedStore() async throws {
        let project = try project()
        _ = try await build(project)
        let path = "Output/\(StoredIncident.path(of: "2026-02-01-slow-query"))"
        let good = Array(try project.text(path).utf8)
        let stored = try #require(StoredIncident(good, of: "2026-02-01-slow-query"))
        #expect(stored.json == good)
        #expect(StoredIncident(good, of: "2026-02-02-other") == nil)
        for length in 0..<good.count {
            #expect(StoredIncident(Array(good[..<length]), of: "2026-02-01-slow-query") == nil)
        }
        let hostile = [
            "", "{}", "[]", "null", "[1]\n", "[\"casebook incident 1\"]\n",
            String(repeating: "[", count: 100_000),
            String(decoding: good, as: UTF8.self).replacing("\"\(stored.key)\"", with: "-1"),
            String(decoding: good, as: UTF8.self) + "[]",
        ]
        for text in hostile {
            #expect(
                StoredIncident(Array(text.utf8), of: "2026-02-01-slow-query") == nil, "\(text.prefix(80))")
            #expect(try await rebuilt(project) { try $0.write(text, to: path) } == 1)
        }
    }

    @Test("takes no pages of another project, whose messages would name other files")
    func anotherRoot() async throws {
        let first = try project()
        _ = try await build(first)
        let second = try project()
        try FileManager.default.copyItem(atPath: "\(first.root)/Output", toPath: "\(second.root)/Output")
        #expect(try await build(second).reused == 0)
    }
}
