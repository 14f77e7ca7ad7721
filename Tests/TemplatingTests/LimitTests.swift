import Diagnostics
import Templating
import Testing

/// Templates that nest, or that repeat what they hold, come to an end and to a finding at its place.
@Suite struct LimitTests {
    private let facts: Record = [
        "yes": .flag(true), "word": .text("word"), "list": .list(Array(repeating: .text("x"), count: 1_000)),
    ]

    private func nested(_ name: String, _ depth: Int) -> String {
        String(repeating: "{{# \(name) }}", count: depth) + "x"
            + String(repeating: "{{/ \(name) }}", count: depth)
    }

    @Test(arguments: [65, 4_000, 100_000])
    func `Sections that nest too deep are one finding, at the first of them`(depth: Int) throws {
        let text = try messages { _ = try template("Words\n\n" + nested("yes", depth)) }
        #expect(
            text.hasPrefix(
                "a.md:3:641: error: Sections nest deeper than 64; the rest of the template is not read"),
            "\(text.prefix(300))")
        #expect(text.contains("[template.too-deep]"))
    }

    @Test func `Sections nest as deep as is allowed`() throws {
        #expect(try markdown(nested("yes", 64), facts) == "x")
    }

    @Test(arguments: [
        "{{# list }}{{/ list }}", "{{# list }}word {{ word }}{{/ list }}", "{{^ list }}x{{/ list }}",
    ])
    func `Lists in lists end at a budget`(inner: String) throws {
        let open = String(repeating: "{{# list }}", count: 20)
        let close = String(repeating: "{{/ list }}", count: 20)
        let text = try messages { _ = try template(open + inner + close).fill(with: facts) }
        #expect(
            text.contains("[template.too-long]") || text.contains("[template.too-many-values]"), "\(text)")
        #expect(text.hasPrefix("a.md:1:"), "\(text)")
    }

    @Test func `Errors in lists in lists end, too`() throws {
        let text = try messages {
            _ = try template("{{# list }}{{# list }}{{ wrod }}{{/ list }}{{/ list }}").fill(with: facts)
        }
        #expect(text.contains("There is no value named `wrod`"))
    }

    @Test func `Templates that each bring in two others end at a budget`() throws {
        var partials: [String: String] = ["p0": "x"]
        for number in 1...40 { partials["p\(number)"] = "{{> p\(number - 1) }}{{> p\(number - 1) }}" }
        let library = try library(partials)
        let text = try messages { _ = try template("{{> p40 }}").fill(with: facts, partials: library) }
        #expect(text.contains("[template.too-long]"), "\(text)")
        #expect(text.contains("brought in here"), "\(text)")
        // Not shown, and looked through for errors all the same.
        let hidden = try messages {
            _ = try template("{{^ yes }}{{> p40 }}{{/ yes }}").fill(with: facts, partials: library)
        }
        #expect(hidden.contains("[template.too-long]"), "\(hidden)")
    }

    @Test func `A chain of many templates is a finding, not a crash`() throws {
        var partials: [String: String] = ["p00000": "x"]
        for number in 1..<20_000 {
            partials["p\(200_000 - number)"] = "{{> p\(200_000 - number + 1) }}"
        }
        partials["p200000"] = "x"
        let text = try messages { _ = try library(partials) }
        #expect(text.contains("[template.too-deep]"), "\(text.prefix(300))")
    }

    @Test func `Sections and templates count together`() throws {
        let half = String(repeating: "{{# yes }}", count: 40)
        let end = String(repeating: "{{/ yes }}", count: 40)
        let partials = try library(["inner": half + "x" + end])
        let text = try messages {
            _ = try template(half + "{{> inner }}" + end).fill(with: facts, partials: partials)
        }
        #expect(text.contains("inner.md:1:"), "\(text)")
        #expect(text.contains("[template.too-deep]"), "\(text)")
    }

    /// What a template costs to read, for n repeated pieces and for four times as many.
    @Test(arguments: [
        "<!-- casebook: ", "<!--", "{{! ", "{{!\n", "{{\n", "{{ a \" ", "{{# a }}\n", "{{/ a }}", "   {{! }}",
        " ",
        "{{ a | }}", "\u{F0000}", "{{> a }}  \n", "{{ \"}}\" }}",
    ])
    func `Reading takes time in proportion to the length`(piece: String) {
        func seconds(_ count: Int) -> Double {
            let source = SourceFile(path: "a.md", text: String(repeating: piece, count: count))
            let clock = ContinuousClock()
            let time = (0..<3).map { _ in clock.measure { do { _ = try Template(source) } catch {} } }.min()
            return (time ?? .zero) / .seconds(1)
        }
        let count = 3_000
        // Of quadratic time it would be sixteen times as much.
        #expect(seconds(4 * count) < 9 * max(seconds(count), 0.002))
    }
}
