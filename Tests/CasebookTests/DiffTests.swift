import Diagnostics
import Documents
import Evidence
import Foundation
import GFM
import Incidents
import Inspection
import TestSupport
import Testing

@testable import Casebook

@Suite("casebook diff")
struct DiffTests {
    private static let id = "2026-02-01-slow-query"

    /// A state of the sample project, with some files changed and some taken away.
    private func state(_ name: String, _ changes: [String: String?] = [:]) -> ProjectState {
        var files = SampleProject.files
        for (path, text) in changes { files[path] = text }
        return ProjectState(name, files: ProjectFiles(files))
    }

    private func difference(
        from base: [String: String?] = [:], to head: [String: String?] = [:], sourceFolders: [String] = []
    ) async throws -> ProjectDifference {
        try await ProjectDifference(
            of: [SlowQuery()], from: state("main", base), to: state("the working tree", head),
            sourceFolders: sourceFolders, sources: .none)
    }

    private static func sample(_ name: String) -> String {
        SampleProject.files["\(SampleProject.evidence)/\(name)"] ?? ""
    }

    /// An index that helps less, another wait, a template with a sentence more and one less.
    private static let changes: [String: String?] = [
        "\(SampleProject.evidence)/after.txt": sample("after.txt").replacing("0.400 ms", with: "4.000 ms"),
        "\(SampleProject.evidence)/before.txt": sample("before.txt").replacing("0.101 ms", with: "0.102 ms"),
        "\(SampleProject.evidence)/waits.csv": sample("waits.csv").replacing(
            "first", with: "@admin <b>#1</b>"),
        "\(SampleProject.evidence)/more.txt": "more\n",
        "Content/\(id)/narrative/why.md":
            "## Why it was so\n\nIt read {{ figures.rows-read }} rows. All of them.\n",
    ]

    private func text(of difference: ProjectDifference) -> String {
        String(decoding: DifferenceText.bytes(of: difference, isColoured: false), as: UTF8.self)
    }

    private func json(of difference: ProjectDifference) -> String {
        var json = JSONBuffer()
        DifferenceJSON.write(difference, to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    // MARK: Formats

    @Test func `What moved is told as text, Markdown and JSON`() async throws {
        let difference = try await difference(to: Self.changes)
        #expect(try Golden("diff.txt", in: "CasebookTests").difference(from: text(of: difference)) == nil)
        #expect(
            try Golden("diff.md", in: "CasebookTests").difference(
                from: DifferenceMarkdown.text(of: difference)) == nil)
        #expect(try Golden("diff.json", in: "CasebookTests").difference(from: json(of: difference)) == nil)
    }

    @Test func `Where nothing moved, every format says so`() async throws {
        let difference = try await difference()
        #expect(!difference.changedAnything)
        let words = "Nothing moved: every figure, verdict, sentence and capture of 1 incident is what it was."
        #expect(text(of: difference).hasSuffix("\(words)\n"))
        #expect(DifferenceMarkdown.text(of: difference).contains(words))
        #expect(json(of: difference).contains(#""changed":false"#))
    }

    @Test func `No line of the text is wider than a hundred columns`() async throws {
        let long = Self.sample("waits.csv").replacing("first", with: String(repeating: "wait ", count: 60))
        let difference = try await difference(to: ["\(SampleProject.evidence)/waits.csv": long])
        #expect(difference.changedAnything)
        for line in text(of: difference).split(separator: "\n") {
            #expect(VisibleText.width(String(line)) <= 100, "\(line)")
        }
    }

    // MARK: What is told

    @Test func `A claim whose bound is crossed is named with both verdicts, its margin and its sentences`()
        async throws
    {
        let incident = try await difference(to: Self.changes).incidents[0]
        #expect(incident.verdicts.map(\.id) == ["faster"])
        let change = try #require(incident.verdicts.first)
        #expect(change.old.verdict == .holds)
        #expect(change.new.verdict == .contradicted)
        #expect(change.failsCheck)
        #expect(change.old.marginText == "99.8× (99.8 %) above the bound")
        #expect(change.new.marginText == "80.0× (80.0 %) below the bound")
        let sentence = try #require(
            incident.documents.flatMap(\.sentences).first { $0.new?.contains("faster;") ?? false })
        #expect(sentence.figures.contains("speed-up"))
        #expect(sentence.claims.contains("faster"))
        #expect(
            !sentence.claims.contains("thousand"),
            "a promise whose statement is only a figure says nothing here")
        #expect(sentence.old != nil)
    }

    @Test func `A figure has moved where its intervals part, and changed within rounding where they overlap`()
        async throws
    {
        func kind(_ time: String) async throws -> [FigureChange.Kind] {
            let after = Self.sample("after.txt").replacing("0.400 ms", with: "\(time) ms")
            let changed = try await difference(to: ["\(SampleProject.evidence)/after.txt": after])
            return changed.incidents[0].figures.filter { $0.name == "speed-up" }.map(\.kind)
        }
        #expect(try await kind("0.400") == [])
        // A digit less says less: what was printed before lies within it.
        #expect(try await kind("0.40") == [.withinRounding])
        // Of neighbours, whose roundings touch, it cannot be said.
        #expect(try await kind("0.401") == [.withinRounding])
        #expect(try await kind("0.402") == [.moved])
        #expect(try await kind("0.500") == [.moved])
    }

    @Test func `A capture that BASE has not is told, and its figures were unknown`() async throws {
        let path = "\(SampleProject.evidence)/after.txt"
        let difference = try await difference(from: [path: nil])
        let incident = difference.incidents[0]
        #expect(incident.figures.first { $0.name == "speed-up" }?.kind == .unknownBefore)
        #expect(incident.captures.map(\.kind) == [.added])
        #expect(incident.oldProblems.map(\.id) == ["capture.missing"])
        #expect(incident.newProblems == [])
        #expect(incident.verdicts.allSatisfy { $0.old.verdict == .undecided })
        let sentence = incident.documents.flatMap(\.sentences).first
        #expect(sentence?.old?.contains("The query is — faster") == true, "\(sentence?.old ?? "")")
        #expect(sentence?.new?.contains("The query is 200.1× faster") == true, "\(sentence?.new ?? "")")
        let text = text(of: difference)
        #expect(text.contains("Figures that were unknown before"))
        #expect(text.contains("What could not be read before"))
    }

    @Test(
        "A state that cannot be read is told and never crashes",
        arguments: [
            ["\(SampleProject.evidence)/after.txt": Optional("")],
            ["\(SampleProject.evidence)/before.txt": "no plan\n"],
            ["\(SampleProject.evidence)/waits.csv": "label\n\u{0}"],
            ["Templates/executive-summary.md": "{{ nothing.like.it }}\n"],
            ["Templates/executive-summary.md": "{{ unclosed"],
            ["Templates/executive-summary.md": nil],
        ] as [[String: String?]])
    func unreadable(changes: [String: String?]) async throws {
        for difference in [try await difference(from: changes), try await difference(to: changes)] {
            #expect(difference.changedAnything)
            let text = text(of: difference)
            #expect(text.contains("could not be read") || text.contains("could not be compared"), "\(text)")
            #expect(!DifferenceMarkdown.text(of: difference).isEmpty)
            #expect(!json(of: difference).isEmpty)
        }
    }

    @Test func `Swift sources that differ are said, since both sides are evaluated with the new ones`()
        async throws
    {
        let source = "Sources/Cases/SlowQuery.swift"
        let difference = try await difference(
            from: [source: "old"], to: [source: "new"], sourceFolders: ["Sources/Cases"])
        #expect(difference.changedSources == [source])
        #expect(!difference.changedAnything)
        #expect(text(of: difference).contains("Swift sources of the incidents differ"))
    }

    // MARK: Hostile text, and much of it

    @Test func `A capture brings no markup, link, mention or issue into a comment`() async throws {
        let hostile =
            "@admin #1 GH-7 <img src=x> [a](https://x.test) ![b](c) www.x.test `d` |e| **f** _g_ $h$ ~~i~~ a&#35;b"
        let waits = "label,waited_ms\n\"\(hostile)\",12.5\n"
        let difference = try await difference(to: ["\(SampleProject.evidence)/waits.csv": waits])
        let markdown = DifferenceMarkdown.text(of: difference)
        let document = try MarkdownDocument(markdown)
        #expect(document.links == [])
        #expect(document.images == [])
        #expect(document.plainText.contains(hostile))
        let allowed = [
            "<details", "</details>", "<summary>", "<b>", "</b>", "<br>", "<code>", "</code>", "<span>",
            "</span>",
        ]
        for html in document.droppedHTML {
            #expect(allowed.contains { html.html.hasPrefix($0) }, "\(html.html)")
        }
        #expect(!markdown.contains("@admin"))
        #expect(!markdown.contains(" #1 "))
        #expect(!markdown.contains("GH-7"))
        #expect(!markdown.contains("https://"))
    }

    @Test func `A comment stays within GitHub's limit and says what it leaves out`() async throws {
        var template = SampleProject.files["Templates/executive-summary.md"] ?? ""
        let words = (0..<2000).map { "Sentence \(letters($0)) is here and says something at some length." }
        template += "\n\(words.joined(separator: "\n\n"))\n"
        let difference = try await difference(to: [
            "Templates/executive-summary.md": template,
            "\(SampleProject.evidence)/after.txt": Self.sample("after.txt").replacing("0.400", with: "4.000"),
        ])
        #expect(difference.incidents[0].sentenceCount > 2000)
        for limit in [DifferenceMarkdown.limit, 20_000, 6_000] {
            let markdown = DifferenceMarkdown.text(of: difference, limit: limit)
            #expect(markdown.utf8.count <= limit)
            #expect(markdown.utf8.count > limit / 2)
            #expect(markdown.contains("**Not all is shown**"))
            #expect(markdown.contains("more left out."))
            #expect(markdown.contains("<code>faster</code>"))
            let opened = markdown.components(separatedBy: "<details").count
            #expect(markdown.components(separatedBy: "</details>").count == opened)
        }
    }

    private func letters(_ number: Int) -> String {
        String(number).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue ?? 0))) }
            .joined()
    }

    // MARK: Sentences and their alignment

    @Test func `Running text is cut into sentences, and not at numbers, abbreviations or code`() async throws
    {
        let template = """
            # One

            It took 12.5 ms. Then (at 3 p.m.) it broke! Was it the index? “Yes.” So e.g. This is one. Use `a. B`.

            - [x] Done. Really.

            | A | B |
            | --- | --- |
            | one. Two | three |

            ```
            code. Line
            more
            ```

            """
        let project = ["Templates/executive-summary.md": template]
        let state = await IncidentState(SlowQuery(), in: state("x", project), sources: .none)
        let document = try #require(state.documents.first, "\(state.errors.map(\.text))")
        #expect(
            document.sentences.map(\.text) == [
                "One", "It took 12.5 ms.", "Then (at 3 p.m.) it broke!", "Was it the index?", "“Yes.”",
                "So e.g. This is one.", "Use a. B.", "[x] Done.", "Really.", "A | B", "one. Two | three",
                "code. Line", "more",
            ])
        #expect(Set(document.sentences.map(\.heading)) == ["One"])
    }

    @Test func `An alignment tells the whole of both sides, in order, whatever they are`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let old = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                Int.random(in: 0...6, using: &random)
            }
            let new = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                Int.random(in: 0...6, using: &random)
            }
            let aligned = Alignment.align(old, new) { abs(old[$0] - new[$1]) == 1 ? 0.9 : 0 }
            var (left, right): ([Int], [Int]) = ([], [])
            for step in aligned {
                switch step {
                case .same(let a, let b):
                    #expect(old[a] == new[b])
                    left.append(a)
                    right.append(b)
                case .changed(let a, let b):
                    #expect(abs(old[a] - new[b]) == 1)
                    left.append(a)
                    right.append(b)
                case .removed(let a): left.append(a)
                case .added(let b): right.append(b)
                }
            }
            #expect(left == Array(old.indices))
            #expect(right == Array(new.indices))
        }
    }
}
