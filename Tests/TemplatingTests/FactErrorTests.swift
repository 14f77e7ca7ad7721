import Diagnostics
import GFM
import Templating
import TestSupport
import Testing

/// What a template's author sees whose facts do not fit the template.
@Suite struct FactErrorTests {
    static let facts: Record = [
        "title": .text("T"), "ready": .flag(false),
        "impact": .record(["orders": time(5), "users": .text("9")]),
        "waits": .list([.record(["pid": .text("1")])]), "none": .list([]),
        "unknown": .missing(reason: "the capture has no such row"),
        "picture": .block(Block(html: "", alternative: "")),
        "took": time(
            5,
            problem: Diagnostic(
                .capture(.empty), "The capture is empty", at: Place(path: "plan.txt", line: 1))),
    ]

    @Test(arguments: [
        ErrorCase(
            "a {{ titl }}",
            """
            a.md:1:6: error: There is no value named `titl` [template.unknown-name]
                1 | a {{ titl }}
                         ^~~~
              help: Did you mean `title`?
            """),
        ErrorCase(
            "{{ impact.oders | ms }}",
            """
            a.md:1:11: error: `impact` has no value named `oders` [template.unknown-name]
                1 | {{ impact.oders | ms }}
                              ^~~~~
              help: Did you mean `orders`?
            """),
        ErrorCase(
            "{{ xyzzy }}",
            """
            a.md:1:4: error: There is no value named `xyzzy` [template.unknown-name]
                1 | {{ xyzzy }}
                       ^~~~~
              help: Known here: title, ready, impact, waits, none, unknown, picture, took.
            """),
        ErrorCase(
            "{{ title.length }}",
            """
            a.md:1:10: error: `title` is text and has no values inside [template.no-members]
                1 | {{ title.length }}
                             ^~~~~~
            """),
        ErrorCase(
            "{{ waits.pid }}",
            """
            a.md:1:10: error: `waits` is a list and has no values inside [template.no-members]
                1 | {{ waits.pid }}
                             ^~~
              help: Open a section: {{# waits }} … {{/ waits }}.
            """),
        ErrorCase(
            "{{ impact.orders }}",
            """
            a.md:1:1: error: `impact.orders` is time in milliseconds and needs a format [template.no-format]
                1 | {{ impact.orders }}
                    ^~~~~~~~~~~~~~~~~~~
              expected: {{ impact.orders | ms }}
              help: Its formats: ms, s.
            """),
        ErrorCase(
            "{{ impact.orders | bytes }}",
            """
            a.md:1:20: error: `impact.orders` is time in milliseconds and has no format `bytes` [template.unknown-format]
                1 | {{ impact.orders | bytes }}
                                       ^~~~~
              expected: ms, s
            """),
        ErrorCase(
            "{{ impact.orders | mss }}",
            """
            a.md:1:20: error: `impact.orders` is time in milliseconds and has no format `mss` [template.unknown-format]
                1 | {{ impact.orders | mss }}
                                       ^~~
              expected: ms, s
              help: Did you mean `ms`?
            """),
        ErrorCase(
            "{{ title | ms }}",
            """
            a.md:1:12: error: `title` is text and has no formats [template.format-not-taken]
                1 | {{ title | ms }}
                               ^~
              expected: {{ title }}
            """),
        ErrorCase(
            "{{ waits }}",
            """
            a.md:1:4: error: `waits` is a list and cannot be shown by itself [template.not-shown]
                1 | {{ waits }}
                       ^~~~~
              help: Open a section: {{# waits }} … {{/ waits }}.
            """),
        ErrorCase(
            "{{ impact }}",
            """
            a.md:1:4: error: `impact` is a record and cannot be shown by itself [template.not-shown]
                1 | {{ impact }}
                       ^~~~~~
              help: Name one of its values: impact.orders, impact.users.
            """),
        ErrorCase(
            "{{ ready }}",
            """
            a.md:1:4: error: `ready` is yes or no and cannot be shown by itself [template.not-shown]
                1 | {{ ready }}
                       ^~~~~
              help: Open a section: {{# ready }} … {{/ ready }}.
            """),
        ErrorCase(
            "{{ unknown }}",
            """
            a.md:1:4: error: `unknown` has no value: the capture has no such row [template.missing-value]
                1 | {{ unknown }}
                       ^~~~~~~
            """),
        ErrorCase(
            "{{ took | ms }}",
            """
            plan.txt:1: error: The capture is empty [capture.empty]
              note: a.md:1:1: `took` is used here
                1 | {{ took | ms }}
                    ^~~~~~~~~~~~~~~
            """),
        ErrorCase(
            "{{ @number }}",
            """
            a.md:1:4: error: `@number` stands outside of a list's section [template.no-list]
                1 | {{ @number }}
                       ^~~~~~~
            """),
        ErrorCase(
            "{{# ready }}{{ titl }}{{/ ready }}{{^ waits }}{{ tile }}{{/ waits }}",
            """
            a.md:1:16: error: There is no value named `titl` [template.unknown-name]
                1 | {{# ready }}{{ titl }}{{/ ready }}{{^ waits }}{{ tile }}{{/ waits }}
                                   ^~~~
              help: Did you mean `title`?
            a.md:1:50: error: There is no value named `tile` [template.unknown-name]
                1 | {{# ready }}{{ titl }}{{/ ready }}{{^ waits }}{{ tile }}{{/ waits }}
                                                                     ^~~~
              help: Did you mean `title`?
            """),
        ErrorCase(
            "{{# waits }}{{ pidd }}{{/ waits }}",
            """
            a.md:1:16: error: There is no value named `pidd` [template.unknown-name]
                1 | {{# waits }}{{ pidd }}{{/ waits }}
                                   ^~~~
              help: Did you mean `pid`?
            """),
        ErrorCase(
            "{{# wait }}{{ x }}{{/ wait }}",
            """
            a.md:1:5: error: There is no value named `wait` [template.unknown-name]
                1 | {{# wait }}{{ x }}{{/ wait }}
                        ^~~~
              help: Did you mean `waits`?
            """),
        ErrorCase(
            "{{> part }}",
            """
            part.md:2:5: error: There is no value named `titl` [template.unknown-name]
                2 |  {{ titl }}
                        ^~~~
              help: Did you mean `title`?
              note: a.md:1:1: brought in here
                1 | {{> part }}
                    ^~~~~~~~~~~
            """),
        ErrorCase(
            "{{> absent }}",
            """
            a.md:1:1: error: There is no template named `absent` [template.unknown-partial]
                1 | {{> absent }}
                    ^~~~~~~~~~~~~
              help: With {{> absent? }} it need not exist.
            """),
        ErrorCase(
            "{{> pert }}",
            """
            a.md:1:1: error: There is no template named `pert` [template.unknown-partial]
                1 | {{> pert }}
                    ^~~~~~~~~~~
              help: Did you mean `part`?
            """),
        ErrorCase(
            "```{{ title }}\n```",
            """
            a.md:1:4: error: A value stands in the language of a code block [markdown.slot-in-fence]
                1 | ```{{ title }}
                       ^~~~~~~~~~~
              help: Write the language out.
            """),
        ErrorCase(
            "a\n\nb {{ picture }}",
            """
            a.md:3:3: error: A picture or table stands among words [markdown.block-in-text]
                3 | b {{ picture }}
                      ^~~~~~~~~~~~~
              help: Give it a line of its own, outside of headings, table cells and code.
            """),
        ErrorCase(
            "a\n{{# waits }}\nb\n{{/ waits }}\n[a](javascript:b)",
            """
            a.md:5: error: A link leads to an address of the kind `javascript:` [markdown.link-scheme]
                5 | [a](javascript:b)
              help: Only http, https, mailto, tel, ftp and addresses within the site are allowed.
            """),
    ])
    func whatIsWrongWithAFactIsShown(_ each: ErrorCase) throws {
        let text = try messages {
            _ = try template(each.template).fill(
                with: Self.facts, partials: library(["part": "x\n {{ titl }}\n"])
            )
            .document()
        }
        #expect(text == each.message)
    }

    @Test func moreValuesThanThereAreSlotsAreRefused() throws {
        let facts: Record = ["list": .list(Array(repeating: .text("x"), count: Slot.limit + 5))]
        let text = try messages { _ = try template("{{# list }}{{ . }}{{/ list }}").fill(with: facts) }
        #expect(
            text == """
                a.md:1:12: error: The document shows more than 60000 values [template.too-many-values]
                    1 | {{# list }}{{ . }}{{/ list }}
                                   ^~~~~~~
                  help: Split the document, or show a long table as one value.
                """)
    }

    /// Templates made of the pieces of the language: none may crash, and each error has a place.
    @Test func mutatedTemplatesAreParsedOrRefused() throws {
        var generator = SeededGenerator(seed: 3)
        let pieces = [
            "{{", "}}", "{", "}", "{{#", "{{/", "{{^", "{{>", "{{!", " title ", " waits ", "waits", " . ",
            "\"", "\\", "|",
            "\n", "\r\n", "  ", "x", "é", "@first", "?", "{{# waits }}", "{{/ waits }}", "{{ title }}",
            "{{> part }}",
            "{{^ none }}", "{{/ none }}", "`", "- ", "\u{301}",
        ]
        let partials = try library(["part": "p {{ title }}\n"])
        var filled = 0
        for _ in 0..<4_000 {
            let count = Int.random(in: 1...14, using: &generator)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            do throws(Diagnostics) {
                _ = try template(text).fill(with: Self.facts, partials: partials).document()
                filled += 1
            } catch {
                #expect(!error.all.isEmpty)
                for finding in error.all {
                    #expect((finding.place?.line ?? 0) > 0, "\(text.debugDescription) \(finding.text)")
                }
            }
        }
        #expect((500..<3_500).contains(filled), "\(filled) of 4,000")
    }
}
