import Diagnostics
import GFM
import Templating
import Testing

@Suite struct FillTests {
    @Test func aValueTakesItsPlace() throws {
        let template = try Template(SourceFile(path: "a.md", text: "Hello *{{ name }}*!"))
        let document = try template.fill(with: ["name": .text("<b>|*")]).document()
        #expect(String(decoding: document.html(), as: UTF8.self) == "<p>Hello <em>&lt;b&gt;|*</em>!</p>\n")
    }
}
