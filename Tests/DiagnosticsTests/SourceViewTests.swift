import Diagnostics
import TestSupport
import Testing

@Suite("Views of a file")
struct SourceViewTests {
    private let file = SourceFile(path: "mail.txt", text: "> a &lt; b\n> cé\n")

    /// The file without the quoting of the mail.
    private var unquoted: SourceFile {
        var builder = SourceViewBuilder(of: file)
        for line in 1...file.lineCount {
            let bounds = file.line(line)
            builder.append(bounds.lowerBound + 2..<bounds.upperBound)
            builder.append(UInt8(ascii: "\n"), for: bounds.upperBound..<bounds.upperBound + 1)
        }
        return builder.view()
    }

    /// The text without entities, taken out of the text without quoting.
    private var plain: SourceFile {
        let text = unquoted
        var builder = SourceViewBuilder(of: text)
        builder.append(0..<2)
        builder.append([UInt8(ascii: "<")], for: 2..<6)
        builder.append(6..<text.bytes.count)
        return builder.view()
    }

    @Test("A view holds what was put into it and keeps the path")
    func text() {
        #expect(plain.text(0..<plain.bytes.count) == "a < b\ncé\n")
        #expect(plain.path == "mail.txt")
        #expect(plain.original === file)
        #expect(plain.lineCount == 2)
    }

    @Test("A place in a view of a view is the place in the file")
    func places() {
        let lessThan = plain.span(2..<3)
        #expect(lessThan.file === file)
        #expect(lessThan.text == "&lt;")
        #expect((lessThan.line, lessThan.column) == (1, 5))
        let second = plain.span(plain.line(2))
        #expect(second.text == "cé")
        #expect((second.line, second.column) == (2, 3))
        #expect(plain.span(0..<5).text == "a &lt; b")
    }

    @Test("An empty range has a place between its neighbours")
    func empty() {
        #expect(plain.span(4..<4).range == 9..<9)
        #expect(plain.span(plain.bytes.count..<plain.bytes.count).range == 17..<17)
        #expect(SourceViewBuilder(of: file).view().span(0..<0).range == 0..<0)
    }

    @Test("Any bytes of a view that were taken as they are read the same in the file")
    func anyCutting() {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                Character(Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &random)))
            }
            let file = SourceFile(path: "any.txt", text: String(text))
            var view = file
            for _ in 0..<3 {
                var builder = SourceViewBuilder(of: view)
                var offset = 0
                while offset < view.bytes.count {
                    let end = Int.random(in: offset...view.bytes.count, using: &random)
                    builder.append(offset..<end)
                    offset = end + Int.random(in: 0...3, using: &random)
                }
                view = builder.view()
            }
            for index in view.bytes.indices {
                #expect(view.span(index..<index + 1).text == view.text(index..<index + 1))
            }
        }
    }

    @Test("A window of a larger file keeps its lines' numbers, and so do views of it")
    func window() {
        let window = SourceFile(
            path: "large.log", bytes: Array("one\ntwo\n".utf8), firstLine: 41, firstOffset: 1_000)
        #expect(window.lineCount == 2)
        #expect(window.line(42) == 4..<7)
        #expect(window.line(1) == 8..<8)
        #expect(window.lineNumber(at: 5) == 42)
        let span = window.span(4..<7)
        #expect((span.line, span.column, span.text) == (42, 1, "two"))
        #expect(span.rangeOnDisk == 1_004..<1_007)
        #expect(Place(span).lineText == "two")
        var builder = SourceViewBuilder(of: window)
        builder.append(5..<7)
        let view = builder.view()
        #expect((view.lineCount, view.line(1)) == (1, 0..<2))
        #expect(view.span(0..<2) == window.span(5..<7))
        let other = SourceFile(path: "large.log", text: "one\ntwo\n")
        #expect(other.span(4..<7) != span)
    }
}
