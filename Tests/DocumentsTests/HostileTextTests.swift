import Diagnostics
import Documents
import Evidence
import Foundation
import GFM
import Incidents
import PsqlOutput
import Quantities
import Testing

@testable import SampleIncidents

/// Captured text is data that an outsider may have written: wherever it is shown, it is shown as text.
@Suite struct HostileTextTests {
    static let texts = [
        "<x-evil onload=1>", "\"><x-evil>", "'><x-evil a='", "</code></pre><x-evil>", "<!-- <x-evil> -->",
        "[x](javascript:x-evil)", "![x](https://x-evil.example/p.png)", "<https://x-evil.example>",
        "https://x-evil.example", "**x-evil**", "`<x-evil>`", "``` <x-evil>", "# x-evil", "- [ ] x-evil",
        "| x-evil | b |", "a|b", "[^x-evil]", "{{ incident.id }}", "{{# summary }}", "&lt;x-evil&gt; &amp;",
        "\\<x-evil>", "~~x-evil~~", "x-evil\u{0301}\"\u{0301}>", "a\u{202E}b", "<svg><script>x-evil</script>",
        "</title><x-evil>", "=====", "1. x-evil", "&#60;x-evil&#62;",
    ]

    /// What none of the texts may become.
    private static let elements = [
        "<x-evil", "<script", "<img", "<svg><", "<del", "<strong", "<input", "href=\"javascript:",
        "href=\"https:",
    ]

    private static let template = """
        {{# summary }}
        {{ . }}

        {{/ summary }}
        # Heading {{# summary }}{{ . }}{{/ summary }}

        - {{# summary }}{{ . }}{{/ summary }}

        | Cell |
        | --- |
        {{# summary }}
        | {{ . }} |
        {{/ summary }}

        *{{# summary }}{{ . }}{{/ summary }}* `{{ raw.text-txt }}`

        ```
        {{ raw.text-txt }}
        ```

        {{ tables.rows }}

        {{ pictures.square }}

        {{# captures }}
        {{ path }} {{ link }} {{# title }}{{ . }}{{/ title }}
        {{/ captures }}

        """

    @Test("Markup in captured text comes out as text", arguments: texts)
    func comesOutAsText(text: String) throws {
        // By bytes: a combining mark joins a quotation mark to one character.
        let quoted = text.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        let field = "\"\(String(decoding: quoted, as: UTF8.self))\""
        let folder = "Content/hostile/evidence"
        let project = SampleProject(
            ["report": Self.template],
            also: [
                "\(folder)/text.txt": "\(text)\n", "\(folder)/rows.csv": "label,n\n\(field),1\n",
                "\(folder)/\(text.replacing("/", with: "_")).txt": "named\n",
            ])
        let builder = try project.builder(Hostile())
        let document = try builder.document(for: try #require(builder.artifacts.first))
        let lists = try builder.lists(after: [document])
        let sources = try builder.sources(of: document)
        let pages = [document.content] + lists.map(\.content) + [sources].compactMap(\.self)
        for page in pages {
            let bytes = page.html().map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }
            let html = String(decoding: bytes, as: UTF8.self)
            for element in Self.elements { #expect(!html.contains(element), "\(element) in \(html)") }
            // Outside of a tag a quotation mark is harmless; inside of one it must not end the attribute.
            for tag in html.split(separator: "<").compactMap({ $0.split(separator: ">").first }) {
                #expect(tag.count { $0 == "\"" }.isMultiple(of: 2), "\(tag)")
            }
        }
        let words = document.content.plainText
        #expect(words.components(separatedBy: text).count >= 6, "\(words)")
    }

    private struct Hostile: Incident {
        struct Evidence: EvidenceSet {
            let rows = Table<Row>("rows.csv")
            let text = TextCapture("text.txt")
            var label: TextReading { rows.first.label }
            var number: Quantity<Count> { rows.first.number }
        }

        struct Row: CaptureColumns {
            let label = TextColumn("label")
            let number = Column<Count>("n")
        }

        var id: String { "hostile" }
        var title: String { "Hostile" }
        var severity: Severity { .sev4 }
        var status: IncidentStatus { .investigating }
        var times: IncidentTimes { SampleIncident().times }
        var summary: [Prose] { ["\(\.label)"] }
        var figures: [Figure] { [Figure("number", \.number, "Read where \(\.label) stands")] }
        var tables: [DataTable] {
            [DataTable("rows", ["Label"]) { evidence in evidence.rows.rows.map { [.reading($0.label)] } }]
        }
        var illustrations: [Illustration] {
            [Illustration("square", "Seen: \(\.label)", from: ["text.txt"]) { _ in Square() }]
        }
        var artifacts: [Artifact] { [artifact("report")] }
    }
}
