import Diagnostics
import Foundation
import Site
import TestSupport
import Testing

@testable import Casebook
@testable import Checking

/// An incident of which only what must be said is said, with the templates of this repository.
@Suite("A minimal incident")
struct MinimalIncidentTests {
    private static let documents = [
        "usage-guide", "executive-summary", "post-incident-report", "final-index-creation",
        "explain-analysis",
        "data-distribution", "smoking-gun-evidence", "concurrency-math", "business-context",
    ]

    private struct Minimal: Incident {
        struct Evidence: EvidenceSet {
            let before = PlanCapture("before.txt")
            let after = PlanCapture("after.txt")
        }

        var id: String { "2026-02-01-slow-query" }
        var title: String { "Orders were slow" }
        var severity: Severity { .sev3 }
        var status: IncidentStatus { .resolved }
        var times: IncidentTimes { SlowQuery().times }
        var artifacts: [Artifact] {
            MinimalIncidentTests.documents.map { name in
                Artifact(
                    name, "The \(name)", for: [.everyone], .today, .reading(minutes: 5), useWhen: "Now",
                    purpose: "To know", oneLine: "All on a page")
            }
        }
    }

    private func project() throws -> SampleProject {
        var files = SampleProject.files.filter {
            $0.key.hasSuffix("before.txt") || $0.key.hasSuffix("after.txt")
        }
        for name in try TestSupport.files(below: "\(repositoryRoot)/Templates") where name.hasSuffix(".md") {
            files["Templates/\(name)"] = String(
                decoding: try fixture("Templates/\(name)").bytes, as: UTF8.self)
        }
        return try SampleProject(files)
    }

    @Test func `builds all nine documents, and its check finds nothing`() async throws {
        let project = try project()
        #expect(try await project.builder([Minimal()]).check().map(\.text) == [])
        let report = try await project.build([Minimal()])
        #expect(report.findings.isEmpty)
        let pages = Set(try project.output().keys)
        for name in Self.documents {
            #expect(pages.contains("\(Minimal().id)/\(name == "usage-guide" ? "index" : name).html"))
        }
    }

    @Test func `has no empty sections and no words that stand for nothing`() async throws {
        let project = try project()
        try await project.build([Minimal()])
        for (path, bytes) in try project.output() where path.hasSuffix(".html") {
            let html = String(decoding: bytes, as: UTF8.self)
            #expect(emptySections(of: html) == [], "\(path)")
            // The page of checks shows what a template writes.
            let placeholders = path == "checks.html" ? [] : ["{{", "}}"]
            for word in placeholders + ["N/A", "TBD", "TODO", "nil", "Optional("] {
                #expect(!html.contains(word), "\(word) in \(path)")
            }
            for empty in [
                "<ul>\n</ul>", "<ol>\n</ol>", "<li></li>", "<p></p>", "<tbody>\n</tbody>",
            ] {
                #expect(!html.contains(empty), "\(empty) in \(path)")
            }
        }
    }

    @Test func `has no link that leads nowhere`() async throws {
        let project = try project()
        try await project.build([Minimal()])
        let links = SiteLinks(try project.output().mapValues(Array.init))
        #expect(links.count > 100)
        #expect(links.dead == [])
    }

    /// The headings of a page's text that neither words nor a lower heading follow.
    private func emptySections(of html: String) -> [String] {
        guard let main = html.range(of: "<main"), let end = html.range(of: "</main>") else {
            return ["no main part"]
        }
        let text = html[main.upperBound..<end.lowerBound]
        var headings: [(level: Int, title: String, hasWords: Bool)] = []
        for piece in text.components(separatedBy: "<h").dropFirst() {
            guard let level = piece.first?.wholeNumberValue, let close = piece.range(of: "</h\(level)>")
            else { continue }
            let title = withoutTags("<h" + piece[..<close.lowerBound])
            let words = withoutTags(String(piece[close.upperBound...]))
            headings.append((level, title, words.contains { !$0.isWhitespace }))
        }
        return headings.indices.compactMap { index in
            let heading = headings[index]
            let isParent = index + 1 < headings.count && headings[index + 1].level > heading.level
            return heading.hasWords || isParent ? nil : heading.title
        }
    }

    private func withoutTags(_ html: String) -> String {
        html.components(separatedBy: "<").map { part in
            part.range(of: ">").map { String(part[$0.upperBound...]) } ?? part
        }.joined()
    }
}
