import Diagnostics
import GFM
import TestSupport
import Testing

@Suite struct HTMLTests {
    @Test func everythingThatTheDialectHasLooksAsReviewed() throws {
        let source = try fixture("Tests/GFMTests/Fixtures/kitchen-sink.md")
        let document = try MarkdownDocument(utf8: source.bytes)
        let html = String(decoding: document.html(), as: UTF8.self)
        #expect(try Golden("kitchen-sink.html", in: "GFMTests").difference(from: html) == nil)
    }
}
