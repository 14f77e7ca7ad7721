import Diagnostics
import Foundation
import TestSupport
import Testing

extension Tag {
    /// Compiles a package, which takes minutes where nothing is built yet.
    @Tag static var slow: Self
}

/// A repository of somebody else's, which depends on this package and has its own incident.
@Suite("Another repository", .tags(.slow))
struct AnotherRepositoryTests {
    /// The name by which the other package knows this one: the last part of its path.
    private static var identity: String { String(repositoryRoot.split(separator: "/").last ?? "") }

    private static let sources = [
        "Package.swift": """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "post-mortems",
            platforms: [.macOS(.v15)],
            dependencies: [.package(path: "\(repositoryRoot)")],
            targets: [
                .executableTarget(
                    name: "PostMortems",
                    dependencies: [.product(name: "Casebook", package: "\(identity)")]
                )
            ]
        )
        """,
        "Sources/PostMortems/Main.swift": """
        import Casebook

        @main struct PostMortems: CaseList { static let incidents: [any Incident] = [FullDisk()] }
        """,
        "Sources/PostMortems/FullDisk.swift": """
        import Casebook

        struct FullDisk: Incident {
            struct Evidence: EvidenceSet {
                let usage = Table<Volume>("usage.csv")
                let plan = PlanCapture("plan.txt")
                var fullest: Quantity<Share> { usage.used.max }
                var slowest: Quantity<Time> { plan.executionTime }
            }

            struct Volume: CaptureColumns {
                let volume = TextColumn("volume")
                let used = Column<Share>("used_percent", in: .percent)
            }

            var id: String { "2026-03-01-full-disk" }
            var title: String { "The disk was full" }
            var severity: Severity { .sev2 }
            var status: IncidentStatus { .resolved }
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-03-01T10:00Z",
                    detected: "2026-03-01T10:05Z",
                    mitigated: "2026-03-01T10:20Z",
                    resolved: "2026-03-01T11:00Z"
                )
            }
            var summary: [Prose] { ["The volume was \\(\\.fullest) full; a query took \\(\\.slowest)."] }
            var figures: [Figure] { [Figure("fullest", \\.fullest, "The part of the fullest volume in use")] }
            var claims: [Claim] {
                [
                    Claim(
                        "full",
                        "The volume was \\(\\.fullest) full.",
                        test: .atLeast(\\.fullest, .percent(95)),
                        refutedBy: "Free space.",
                        in: ["report"]
                    )
                ]
            }
            var artifacts: [Artifact] {
                [
                    Artifact(
                        "report",
                        "Report",
                        for: [.everyone],
                        .today,
                        .reading(minutes: 1),
                        useWhen: "Now",
                        purpose: "To know",
                        oneLine: "All on a page"
                    )
                ]
            }
        }
        """,
        "Content/2026-03-01-full-disk/evidence/usage.csv": "volume,used_percent\ndata,98.5\nlog,40.0\n",
        "Content/2026-03-01-full-disk/evidence/plan.txt": """
                              QUERY PLAN
        ------------------------------------------------------------------
         Seq Scan on orders  (cost=0.00..180.00 rows=1 width=8) (actual time=80.011..80.012 rows=1 loops=1)
         Planning Time: 0.101 ms
         Execution Time: 80.040 ms
        (3 rows)

        """,
        "Templates/report.md":
            "{{# summary }}\n{{ . }}\n\n{{/ summary }}\nThe fullest: {{ figures.fullest }}.\n",
    ]

    @Test(
        "has its own incidents, captures and templates with a main of three lines",
        .timeLimit(.minutes(20))
    )
    func ownIncidents() async throws {
        try await TemporaryFolder.with { folder in
            for (path, text) in Self.sources { try folder.write(text, to: path) }
            // The same versions as ours, so that nothing has to be looked for.
            let resolved = "\(repositoryRoot)/Package.resolved"
            if FileManager.default.fileExists(atPath: resolved) {
                try FileManager.default.copyItem(
                    atPath: resolved,
                    toPath: folder.path(of: "Package.resolved")
                )
            }
            // A build folder of its own: that of these tests is locked while they run.
            func build() async throws {
                try await Command(
                    "swift",
                    "build",
                    "--scratch-path",
                    folder.path(of: ".build"),
                    in: folder.path,
                    timeout: .seconds(1_200)
                ).succeed()
            }
            try await build()
            func run(_ arguments: String...) async throws -> Command.Result {
                try await Command(
                    folder.path(of: ".build/debug/PostMortems"),
                    arguments: arguments,
                    in: folder.path
                ).run()
            }

            let list = try await run("list")
            #expect(list.text == "2026-03-01-full-disk\t2026-03-01\tSEV-2\tresolved\tThe disk was full\n")
            let check = try await run("check")
            #expect(check.status == 0, "\(check.errors)")
            let built = try await run("build")
            #expect(built.status == 0, "\(built.errors)")
            let page = try folder.text(of: "Output/2026-03-01-full-disk/report.html")
            #expect(page.contains("The volume was <a href=\"evidence/usage-csv.html#L2\""))
            #expect(page.contains(">98.5 %</a> full; a query took <a href=\"evidence/plan-txt.html#L5\""))

            try folder.write(
                "volume,used_percent\ndata,58.5\n",
                to: "Content/2026-03-01-full-disk/evidence/usage.csv"
            )
            let contradicted = try await run("check")
            #expect(contradicted.status == 1)
            #expect(
                contradicted.errors.contains("Sources/PostMortems/FullDisk.swift:"),
                "\(contradicted.errors)"
            )
            #expect(contradicted.errors.contains("[claim.contradicted]"))

            // A figure that is computed from itself, directly or through a function.
            let source = "Sources/PostMortems/FullDisk.swift"
            let written = try folder.text(of: source)
            let slowest = "var slowest: Quantity<Time> { plan.executionTime }"
            for (circle, says) in [
                (
                    "var slowest: Quantity<Time> { longest }\n        var longest: Quantity<Time> { slowest }",
                    "never ends: a figure is computed from itself [figure.circular]"
                ),
                (
                    "var slowest: Quantity<Time> { longest(of: 2) }\n"
                        + "        func longest(of number: Int) -> Quantity<Time> { number > 1 ? slowest : plan.executionTime }",
                    "never ends: a figure is computed from itself [figure.circular]"
                ),
            ] {
                try folder.write(written.replacing(slowest, with: circle), to: source)
                try await build()
                for command in ["check", "build", "figures"] {
                    let result = try await run(command)
                    #expect(result.status == 1, "\(result.status) \(result.errors)")
                    #expect(result.errors.contains(says), "\(result.errors)")
                    #expect(result.errors.contains("Sources/PostMortems/FullDisk.swift:"), "\(result.errors)")
                    #expect(result.errors.hasSuffix("1 error; nothing was written.\n"), "\(result.errors)")
                }
                #expect(try folder.text(of: "Output/2026-03-01-full-disk/report.html") == page)
            }
        }
    }
}
