import Documents
import Evidence
import GFM
import TestSupport
import Testing

@testable import SampleIncidents

/// Who relies on a capture, and what the list of captures says of it.
@Suite struct CitationTests {
    private let project = SampleProject([
        "report": "{{ figures.last-wait }} and {{ figures.speed-up }}\n",
        "summary": "{{ evidence.unused-txt }} and {{ figures.last-wait }}\n",
    ])

    private func captures(_ project: SampleProject) throws -> [String: CitedCapture] {
        let builder = try project.builder()
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        return Dictionary(uniqueKeysWithValues: builder.captures(citedBy: documents).map { ($0.path, $0) })
    }

    @Test func `A document cites the captures that it reads figures from and those that it links to`() throws
    {
        let captures = try captures(project)
        func cited(_ path: String) -> [String] {
            captures[path]?.citations.map { citation in
                "\(citation.document): "
                    + citation.marks.map { "\($0.figure) (\($0.line))" }.joined(separator: ", ")
            } ?? []
        }
        #expect(
            cited("waits.csv") == [
                "The report: last-wait: 30.0 ms (3)", "The summary: last-wait: 30.0 ms (3)",
            ])
        #expect(cited("unused.txt") == ["The summary: "])
        #expect(cited("notes.txt").count == 1 && cited("notes.txt")[0].hasPrefix("The report: "))
    }

    @Test func `Exhibits and pictures that name a capture are told`() throws {
        let mentions = try #require(try captures(project)["notes.txt"]).mentions.map {
            "\($0.source): \($0.text)"
        }
        #expect(mentions.starts(with: ["Exhibit 1: The time fell", "Exhibit 2: They waited"]), "\(mentions)")
        #expect(mentions.contains { $0.hasPrefix("Picture: The time was ") })
        #expect(try captures(project)["unused.txt"]?.mentions.isEmpty == true)
    }

    @Test func `The list of captures groups them by folder and counts the figures read from each`() throws {
        let folder = SampleProject.evidence
        let project = SampleProject(
            [
                "report": "{{ figures.last-wait }}\n", "summary": "Nothing.\n",
                "evidence-index": """
                {{# capture-folders }}
                {{# folder }}
                In {{ . }}:

                {{/ folder }}
                {{# captures }}
                - {{ path }} {{# figures }}{{ . }}{{/ figures }}{{^ figures }}none{{/ figures }}
                {{/ captures }}

                {{/ capture-folders }}

                """,
            ], also: ["\(folder)/deep/er/a.txt": "a\n", "\(folder)/deep/b.txt": "b\n"])
        let builder = try project.builder()
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        let index = try #require(try builder.lists(after: documents).first { $0.path == "evidence.html" })
        #expect(
            String(decoding: index.content.html(), as: UTF8.self) == """
                <ul>
                <li>notes.txt none</li>
                <li>unused.txt none</li>
                <li>waits.csv 1</li>
                </ul>
                <p>In <code>deep</code>:</p>
                <ul>
                <li>deep/b.txt none</li>
                </ul>
                <p>In <code>deep/er</code>:</p>
                <ul>
                <li>deep/er/a.txt none</li>
                </ul>

                """)
    }
}
