import Diagnostics
import Documents
import Evidence
import Foundation
import GFM
import Incidents
import Quantities
import TestSupport
import Testing

@testable import Checking

/// The templates of this repository serve incidents that their author has said little or nothing of.
@Suite struct ShippedTemplatesTests {
    static let documents = [
        "usage-guide", "executive-summary", "post-incident-report", "final-index-creation",
        "explain-analysis",
        "data-distribution", "smoking-gun-evidence", "concurrency-math", "business-context",
    ]

    @Test("An incident without words gets each document, without an empty section", arguments: documents)
    func fillsWithoutWords(template: String) throws {
        let builder = try Self.builder(for: Wordless())
        let artifact = try #require(builder.artifacts.first { $0.template == template })
        let content = try builder.document(for: artifact).content
        #expect(Self.emptySections(of: content).isEmpty)
        #expect(!content.plainText.contains("N/A"))
        #expect(!content.plainText.contains("{{"))
    }

    @Test func fillsTheListsWithoutWords() throws {
        let builder = try Self.builder(for: Wordless())
        let lists = try builder.lists(after: try builder.artifacts.map { try builder.document(for: $0) })
        #expect(lists.map(\.template) == ["claims-ledger", "figures", "evidence-index"])
        for list in lists { #expect(Self.emptySections(of: list.content).isEmpty, "\(list.template)") }
    }

    @Test func holdsNoNumberThatNoFigureBacks() throws {
        #expect(try TemplateSet(of: Self.files()).findings.map(\.summary).isEmpty)
    }

    @Test func namesNothingOfAnIncident() throws {
        let files = try Self.files()
        for path in files.paths(TemplateSet.folder) {
            let text = String(decoding: try #require(files.bytes(path)), as: UTF8.self)
            for word in ["16:15", "2026", "reports", "dedup", "scheduler"] {
                #expect(!text.contains(word), "\(path) names \(word)")
            }
        }
    }

    @Test func tellsWhatLittleIsKnown() throws {
        let builder = try Self.builder(for: Terse())
        let report = try #require(builder.artifacts.first { $0.template == "post-incident-report" })
        let content = try builder.document(for: report).content
        #expect(
            content.headings.map(\.text) == [
                "Summary", "Timeline", "Contributing factors", "A full disk", "Actions",
            ])
        #expect(content.plainText.contains("Stated by Platform team"))
    }

    @Test("Every verdict leads to the claim's entry in the ledger and tells the test")
    func verdictsLeadToTheLedger() throws {
        let builder = try Self.builder(for: Proven())
        let analysis = try #require(builder.artifacts.first)
        let document = try builder.document(for: analysis)
        let ledger = try #require(builder.lists(after: [document]).first { $0.template == "claims-ledger" })
        let links = [
            #"<a href="claims.html#roomy" title="holds: 12× (at least 10×)">✓ holds</a>"#,
            #"<a href="claims.html#vast" title="contradicted: 12× (at least 20×)">✗ contradicted</a>"#,
        ]
        for (content, count) in [(document.content, 1), (ledger.content, 2)] {
            let html = String(decoding: content.html(), as: UTF8.self)
            for link in links { #expect(html.ranges(of: link).count == count, "\(html)") }
        }
        #expect(Set(["roomy", "vast"]).isSubset(of: ledger.content.headings.map(\.id)))
    }

    // MARK: Helpers

    /// Headings that no words follow before the next heading of the same or a higher level.
    static func emptySections(of content: MarkdownDocument) -> [String] {
        let html = String(decoding: content.html(), as: UTF8.self)
        let pieces = html.split(separator: "<h", omittingEmptySubsequences: true)
        return pieces.enumerated().compactMap { offset, piece in
            guard let level = piece.first?.wholeNumberValue, let end = piece.range(of: "</h\(level)>") else {
                return nil
            }
            let isFollowed = piece[end.upperBound...].contains { !$0.isWhitespace }
            let next = offset + 1 < pieces.count ? pieces[offset + 1].first?.wholeNumberValue : nil
            let hasChild = next.map { $0 > level } ?? false
            return isFollowed || hasChild ? nil : String(piece)
        }
    }

    /// The templates of the repository, with one capture for each incident of these tests.
    static func files() throws -> ProjectFiles {
        let folder = "\(repositoryRoot)/\(TemplateSet.folder)"
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".md") }
        var files = [
            "Content/wordless/evidence/seen.txt": "seen\n", "Content/terse/evidence/seen.txt": "seen\n",
            "Content/proven/evidence/seen.txt": "seen\n",
        ]
        for name in names {
            let path = "\(TemplateSet.folder)/\(name)"
            files[path] = String(decoding: try fixture(path).bytes, as: UTF8.self)
        }
        return ProjectFiles(files)
    }

    static func builder(for incident: some Incident) throws -> DocumentBuilder {
        let reader = EvidenceReader(folder: "Content/\(incident.id)/evidence") { path throws(Diagnostic) in
            throw Diagnostic(.program(.failed), "There is no \(path)")
        }
        let files = try Self.files()
        return try DocumentBuilder(
            incident.evaluated(reading: reader, sources: .none).incident, templates: TemplateSet(of: files),
            files: files)
    }
}

/// Nothing but what every incident must say.
private struct Wordless: Incident {
    struct Evidence: EvidenceSet {}

    var id: String { "wordless" }
    var title: String { "Checkout slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .mitigated }
    var times: IncidentTimes {
        IncidentTimes(
            started: "2031-02-01T10:00Z", detected: "2031-02-01T10:05Z", mitigated: "2031-02-01T10:30Z",
            resolved: "2031-02-01T11:00Z")
    }
    var artifacts: [Artifact] {
        ShippedTemplatesTests.documents.map { name in
            Artifact(
                name, "Document \(name)", for: [.everyone], .today, .reading(minutes: 5), useWhen: "Always.",
                purpose: "To know.", oneLine: "All there is.")
        }
    }
}

/// A few sentences, and the rest left out.
private struct Terse: Incident {
    typealias Evidence = Wordless.Evidence

    var id: String { "terse" }
    var title: String { "Checkout stopped" }
    var severity: Severity { .sev2 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes { Wordless().times }
    var summary: [Prose] { ["The disk of the database filled up."] }
    var timeline: [TimelineEntry] {
        [TimelineEntry(at: "2031-02-01T10:00Z", .impact, "Writes fail.", source: .testimony("Platform team"))]
    }
    var contributingFactors: [ContributingFactor] {
        [ContributingFactor("A full disk", "Nothing watched it.")]
    }
    var actions: [ActionItem] {
        [
            ActionItem(
                "Watch the disk.", owner: "Platform team", due: "2031-02-08", .high, .detect,
                doneWhen: "A test alert reaches the one on call.")
        ]
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "post-incident-report", "Report", for: [.leadership], .thisWeek, .reading(minutes: 5),
                useWhen: "Telling what happened.", purpose: "To tell.", oneLine: "The record.")
        ]
    }
}

/// A claim that holds and one that does not.
private struct Proven: Incident {
    struct Evidence: EvidenceSet {
        var room: Quantity<Ratio> { .assumed(12, because: "a test needs a number") }
    }

    var id: String { "proven" }
    var title: String { "Checkout slow" }
    var severity: Severity { .sev3 }
    var status: IncidentStatus { .resolved }
    var times: IncidentTimes { Wordless().times }
    var claims: [Claim] {
        [("roomy", 10.0), ("vast", 20.0)].map { id, bound in
            Claim(
                id, "There is room for \(\.room) the load.", test: .atLeast(\.room, .times(bound)),
                refutedBy: "Less room.", in: ["explain-analysis"])
        }
    }
    var artifacts: [Artifact] {
        [
            Artifact(
                "explain-analysis", "Analysis", for: [.engineers], .today, .reading(minutes: 5),
                useWhen: "Asking why.", purpose: "To know.", oneLine: "The cause.")
        ]
    }
}
