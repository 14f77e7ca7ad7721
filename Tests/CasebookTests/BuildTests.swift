import Diagnostics
import Evidence
import Foundation
import Site
import TestSupport
import Testing

@testable import Casebook

@Suite("A built site")
struct BuildTests {
    @Test("two builds give the same bytes, and the second writes nothing")
    func sameBytes() async throws {
        let project = try SampleProject()
        let first = try await project.build()
        let before = try project.output()
        let second = try await project.build()
        #expect(first.summary.written > 0)
        #expect(second.summary.changedNothing)
        #expect(try project.output() == before)
    }

    @Test("a figure links to the line it was read from, a computed one to its derivation")
    func figureLinks() async throws {
        let project = try SampleProject()
        try await project.build()
        let page = try project.text("Output/2026-02-01-slow-query/executive-summary.html")
        #expect(page.contains("href=\"evidence/waits-csv.html#L3\""))
        #expect(page.contains("href=\"figures.html#speed-up\""))
        #expect(page.contains(">200.1×</a>"), "\(page)")
        let evidence = try project.text("Output/2026-02-01-slow-query/evidence/waits-csv.html")
        #expect(evidence.contains("id=\"L3\""))
        let figures = try project.text("Output/2026-02-01-slow-query/figures.html")
        #expect(figures.contains("id=\"speed-up\""))
        #expect(figures.contains("evidence/before-txt.html#L7"))
    }

    @Test("compressed evidence shows its lines, and is handed over as it lies on disk")
    func compressedEvidence() async throws {
        let project = try SampleProject()
        let capture = "\(SampleProject.evidence)/waits.csv"
        try project.write(
            try project.text(capture) + String(repeating: "third,1.0\n", count: 200), to: capture)
        try await Command("gzip", "-9", "-k", "\(project.root)/\(capture)").succeed()
        // The incident binds it by its name without an ending: the first bytes tell.
        try await Command("mv", "\(project.root)/\(capture).gz", "\(project.root)/\(capture)").succeed()
        try await project.build()
        let output = try project.output()
        let page = try project.text("Output/2026-02-01-slow-query/evidence/waits-csv.html")
        #expect(page.contains("second,30.0<small>"), "\(page.prefix(6_000))")
        #expect(page.contains("id=\"L203\""))
        let stored = try Data(contentsOf: URL(fileURLWithPath: "\(project.root)/\(capture)"))
        #expect(stored.starts(with: [0x1F, 0x8B]))
        #expect(output["2026-02-01-slow-query/evidence/waits.csv"] == stored)
        #expect(page.contains(try SHA256(of: Array(stored)).hexadecimal))
    }

    @Test("an edited digit changes the figure; past the claim's bound the check names claim and line")
    func editedDigit() async throws {
        let project = try SampleProject()
        let path = "\(SampleProject.evidence)/after.txt"
        #expect(try await project.builder().check().isEmpty)
        try project.write(
            try project.text(path).replacingOccurrences(
                of: "Execution Time: 0.400", with: "Execution Time: 0.900"), to: path)
        let findings = try await project.builder().check()
        #expect(findings.map(\.id) == ["claim.contradicted"])
        let text = try #require(findings.first?.text)
        #expect(text.contains("`faster`"))
        #expect(text.contains("after.txt:6"), "\(text)")
        #expect(text.contains("SampleProject.swift"))
    }

    @Test("a number typed into prose is found, with its place and a caret")
    func handTypedNumber() async throws {
        let project = try SampleProject()
        try project.write(
            "## Why\n\nIt read 9,999 of {{ figures.rows-read }} rows at 10:05 on 2026-02-01, see `p95` and E4.\n",
            to: "Content/2026-02-01-slow-query/narrative/why.md")
        let findings = try await project.builder().check().filter { $0.id.hasPrefix("prose.") }
        #expect(findings.map(\.id) == ["prose.number-without-source"])
        #expect(findings.first?.place?.position == "Content/2026-02-01-slow-query/narrative/why.md:3:9")
        #expect(findings.first?.text.contains("        ^~~~~") == true)
    }

    @Test("markup in captured text comes out as text")
    func hostileText() async throws {
        let project = try SampleProject()
        let hostile = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) | `code`"
        try project.write(
            "label,waited_ms\n\(hostile),12.5\nsecond,30.0\n", to: "\(SampleProject.evidence)/waits.csv")
        try await project.build()
        for page in ["executive-summary.html", "evidence/waits-csv.html"] {
            let html = try project.text("Output/2026-02-01-slow-query/\(page)")
            #expect(html.split(separator: "<script").count == 2, "\(page): the site's own and no other")
            #expect(!html.contains("<strong>bold"), "\(page)")
            #expect(!html.contains("href=\"javascript:"), "\(page)")
            #expect(
                html.contains(
                    "&lt;script&gt;alert(1)&lt;/script&gt; **bold** [x](javascript:alert(1)) | `code`"))
        }
    }

    @Test("an output with somebody's files is refused, and the files stay")
    func foreignFiles() async throws {
        let project = try SampleProject()
        try project.write("mine", to: "Output/notes.txt")
        let errors = try await project.errors()
        #expect(errors.map(\.id) == ["output.foreign"])
        #expect(try project.text("Output/notes.txt") == "mine")
        #expect(try project.output().count == 1)
    }

    @Test("an output that is a file is refused")
    func outputIsAFile() async throws {
        let project = try SampleProject()
        try project.write("a file", to: "Output")
        #expect(try await project.errors().count == 1)
        #expect(try project.text("Output") == "a file")
    }
}
