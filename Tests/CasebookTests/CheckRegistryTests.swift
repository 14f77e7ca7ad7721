import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Casebook

/// The registry of checks against the sources that make findings.
@Suite("Every finding has its check")
struct CheckRegistryTests {
    /// Rooms that only `casebook capture` runs; what they say is about a query, and never about a document.
    private static let otherRooms = ["Sources/Capturing/"]

    /// Names that are put together where they are used: the literal in the source, and what comes of it.
    private static let composed = [
        "claim.\\(proof.verdict.rawValue)": ["claim.contradicted", "claim.holds", "claim.undecided"],
        "hypothesis.\\(proof.verdict.rawValue)": [
            "hypothesis.contradicted", "hypothesis.holds", "hypothesis.undecided",
        ],
        "incident.unknown-\\(what)": [
            "incident.unknown-claim", "incident.unknown-document", "incident.unknown-exhibit",
            "incident.unknown-picture",
        ],
        "output.cannot-\\(verb)": [
            "output.cannot-read", "output.cannot-remove", "output.cannot-replace", "output.cannot-write",
        ],
        "plan.\\(format.rawValue)": ["plan.json", "plan.xml", "plan.yaml"],
        "template.\\(id)": [], "acceptance.\\(id)": [],
    ]

    /// The sources, without the registry itself.
    private static func sources() throws -> [(path: String, text: String)] {
        try TestSupport.files(below: "\(repositoryRoot)/Sources")
            .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Casebook/Checks/Registry/") }
            .map { "Sources/\($0)" }
            .filter { path in !otherRooms.contains { path.hasPrefix($0) } }
            .map { ($0, String(decoding: try fixture($0).bytes, as: UTF8.self)) }
    }

    private static func matches(_ pattern: String, in text: String) throws -> [String] {
        let regex = try NSRegularExpression(pattern: pattern)
        let range = NSRange(text.startIndex..., in: text)
        return regex.matches(in: text, range: range).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    /// The names that findings are made with: the first argument of a `Diagnostic`, any literal that is a
    /// name of a known family, and those that helpers of a room put together.
    private static func namesInUse() throws -> Set<String> {
        let families = Set(CheckRegistry.all.entries.map { String($0.id.prefix { $0 != "." }) })
        let fileNames = ["json", "xml", "html", "md", "sha256", "csv", "log", "txt"]
        var names: Set<String> = []
        for (path, text) in try sources() {
            names.formUnion(try matches(#"Diagnostic\(\s*"([a-z0-9.-]+)""#, in: text))
            // Of other literals those that end like a file's name are findings only where the registry says so.
            let literals = try matches(#""([a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*)""#, in: text)
            names.formUnion(
                literals.filter { literal in
                    let parts = literal.split(separator: ".").map(String.init)
                    guard families.contains(parts[0]) else { return false }
                    return !fileNames.contains(parts[1]) || CheckRegistry.all[literal] != nil
                }
            )
            let prefix =
                path.hasPrefix("Sources/Templating/")
                ? "template." : path.hasSuffix("Acceptances/Acceptance.swift") ? "acceptance." : nil
            if let prefix {
                names.formUnion(try matches(#"report\(\s*"([a-z0-9-]+)""#, in: text).map { prefix + $0 })
            }
            for literal in try matches(#""([a-z]+(?:-[a-z]+)*\.[a-z-]*\\\([^"]*)""#, in: text) {
                let known = try #require(composed[literal], "\(path) puts a name together: \(literal)")
                names.formUnion(known)
            }
        }
        // The ternary of two names in the reader of acceptances.
        return names.union(["acceptance.no-reason", "acceptance.not-understood"])
    }

    @Test func `A finding that no check documents is none`() throws {
        let missing = try Self.namesInUse().filter { CheckRegistry.all[$0] == nil }.sorted()
        #expect(missing == [], "add an entry to Sources/Casebook/Checks/Registry for each")
    }

    @Test func `A check that nothing makes is not documented`() throws {
        let used = try Self.namesInUse()
        #expect(CheckRegistry.all.entries.map(\.id).filter { !used.contains($0) } == [])
    }

    @Test func `The scan sees the findings that there are`() throws {
        let used = try Self.namesInUse()
        #expect(used.count > 200)
        for name in ["timeline.no-source", "template.not-utf8", "server-log.json", "plan.yaml"] {
            #expect(used.contains(name), "\(name)")
        }
    }

    @Test func `Each check has a name of its own, and says what, why, how to mend and how to accept`() {
        let entries = CheckRegistry.all.entries
        #expect(Set(entries.map(\.id)).count == entries.count)
        for entry in entries {
            #expect(!entry.check.summary.hasSuffix("."), "\(entry.id)")
            for part in entry.paragraphs {
                #expect(part.text.count > 15, "\(entry.id): \(part.title)")
                #expect(part.text.hasSuffix("."), "\(entry.id): \(part.text)")
                let ticks = part.text.count { $0 == "`" }
                #expect(ticks.isMultiple(of: 2), "\(entry.id): \(part.text)")
            }
        }
        for family in CheckRegistry.all.families {
            #expect(family.checks.map(\.id) == family.checks.map(\.id).sorted(), "\(family.name)")
        }
    }

    @Test func `What the evidence contradicts cannot be accepted`() {
        for entry in CheckRegistry.all.entries where entry.id.hasPrefix("claim.") {
            #expect(entry.acceptance != .withReason, "\(entry.id)")
        }
        #expect(CheckRegistry.all["timeline.no-source"]?.acceptance == .withReason)
    }
}
