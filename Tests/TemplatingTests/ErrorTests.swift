import Diagnostics
import GFM
import Templating
import Testing

@Suite struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let template: String
        let message: String
        var testDescription: String { template }

        init(_ template: String, _ message: String) {
            self.template = template
            self.message = message
        }
    }

    @Test(arguments: [
        Case(
            "a {{ b\nc }}",
            """
            a.md:1:3: error: The tag is not closed on its line [template.unclosed-tag]
                1 | a {{ b
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """
        ),
        Case(
            "a {{",
            """
            a.md:1:3: error: The tag is not closed on its line [template.unclosed-tag]
                1 | a {{
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """
        ),
        Case(
            "a {{! b",
            """
            a.md:1:3: error: The comment is not closed [template.unclosed-tag]
                1 | a {{! b
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """
        ),
        Case(
            "x\n{{# list }}\n- {{ . }}\n",
            """
            a.md:2:1: error: The section `list` is not closed [template.unclosed-section]
                2 | {{# list }}
                    ^~~~~~~~~~~
              expected: {{/ list }}
            """
        ),
        Case(
            "{{/ list }}",
            """
            a.md:1:1: error: No section `list` is open here [template.stray-close]
                1 | {{/ list }}
                    ^~~~~~~~~~~
            """
        ),
        Case(
            "{{# a }}{{/ b }}{{/ a }}",
            """
            a.md:1:9: error: No section `b` is open here [template.stray-close]
                1 | {{# a }}{{/ b }}{{/ a }}
                            ^~~~~~~~
              expected: {{/ a }}
              note: a.md:1:1: `a` is open
                1 | {{# a }}{{/ b }}{{/ a }}
                    ^~~~~~~~
            """
        ),
        Case(
            "{{# a }}{{# b }}{{/ a }}",
            """
            a.md:1:9: error: The section `b` is not closed [template.unclosed-section]
                1 | {{# a }}{{# b }}{{/ a }}
                            ^~~~~~~~
              expected: {{/ b }}
            """
        ),
        Case(
            "{{ }}{{#}}",
            """
            a.md:1:1: error: The tag names no value [template.empty-tag]
                1 | {{ }}{{#}}
                    ^~~~~
              expected: {{ name }}
            a.md:1:6: error: The tag names no value [template.empty-tag]
                1 | {{ }}{{#}}
                         ^~~~~
              expected: {{ name }}
            """
        ),
        Case(
            "{{{ raw }}}",
            """
            a.md:1:1: error: A value cannot be shown without escaping [template.unsupported-tag]
                1 | {{{ raw }}}
                    ^~~~~~~~~~
              expected: {{ name }}
            """
        ),
        Case(
            "{{& raw }}",
            """
            a.md:1:1: error: A value cannot be shown without escaping [template.unsupported-tag]
                1 | {{& raw }}
                    ^~~~~~~~~~
              expected: {{ name }}
            """
        ),
        Case(
            "{{=<% %>=}}",
            """
            a.md:1:1: error: The marks of tags cannot be changed [template.unsupported-tag]
                1 | {{=<% %>=}}
                    ^~~~~~~~~~~
              expected: {{ name }}
              help: Write two braces as {{ "{{" }}.
            """
        ),
        Case(
            "{{ a b }}",
            """
            a.md:1:4: error: `a b` is not a name [template.bad-name]
                1 | {{ a b }}
                       ^~~
              expected: letters, digits, `-` and `_`, in parts that are joined by dots
              help: Words that are shown as they are written stand between quotation marks.
            """
        ),
        Case(
            "{{ a..b }}",
            """
            a.md:1:4: error: `a..b` is not a name [template.bad-name]
                1 | {{ a..b }}
                       ^~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by dots
              help: Words that are shown as they are written stand between quotation marks.
            """
        ),
        Case(
            "{{ a | }}",
            """
            a.md:1:6: error: No format follows the bar [template.bad-format-name]
                1 | {{ a | }}
                         ^
              expected: {{ a | format }}
            """
        ),
        Case(
            "{{ a | b c }}",
            """
            a.md:1:8: error: `b c` is not the name of a format [template.bad-format-name]
                1 | {{ a | b c }}
                           ^~~
              expected: {{ a | format }}
            """
        ),
        Case(
            "{{ \"a\" b }}",
            """
            a.md:1:7: error: Something follows the closing quotation mark [template.bad-string]
                1 | {{ "a" b }}
                          ^~
              expected: {{ "words" }}
            """
        ),
        Case(
            "{{ \"a }}",
            """
            a.md:1:1: error: The tag is not closed on its line [template.unclosed-tag]
                1 | {{ "a }}
                    ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """
        ),
        Case(
            "{{ @middle }}",
            """
            a.md:1:4: error: `@middle` is not known of an item [template.bad-name]
                1 | {{ @middle }}
                       ^~~~~~~
              expected: @first, @last, @number
            """
        ),
        Case(
            "{{> }}",
            """
            a.md:1:1: error: The tag names no template [template.bad-partial-name]
                1 | {{> }}
                    ^~~~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by `/`
            """
        ),
        Case(
            "{{> ../secret }}",
            """
            a.md:1:5: error: `../secret` is not the name of a template [template.bad-partial-name]
                1 | {{> ../secret }}
                        ^~~~~~~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by `/`
            """
        ),
        Case(
            "é \u{F0000}",
            """
            a.md:1:4: error: A private-use character of plane 15 stands in the template [template.private-use]
                1 | é 󰀀
                      ^
              help: These characters mark the places of values; remove it.
            """
        ),
        Case(
            "{{ a b }} and {{# c }} and {{> d e }}",
            """
            a.md:1:4: error: `a b` is not a name [template.bad-name]
                1 | {{ a b }} and {{# c }} and {{> d e }}
                       ^~~
              expected: letters, digits, `-` and `_`, in parts that are joined by dots
              help: Words that are shown as they are written stand between quotation marks.
            a.md:1:15: error: The section `c` is not closed [template.unclosed-section]
                1 | {{ a b }} and {{# c }} and {{> d e }}
                                  ^~~~~~~~
              expected: {{/ c }}
            a.md:1:32: error: `d e` is not the name of a template [template.bad-partial-name]
                1 | {{ a b }} and {{# c }} and {{> d e }}
                                                   ^~~
              expected: letters, digits, `-` and `_`, in parts that are joined by `/`
            """
        ),
    ])
    func whatIsWrongWithATagIsShown(_ each: Case) throws {
        let text = try messages { _ = try template(each.template) }
        #expect(text == each.message)
    }

    static let facts: Record = [
        "title": .text("T"), "ready": .flag(false),
        "impact": .record(["orders": time(5), "users": .text("9")]),
        "waits": .list([.record(["pid": .text("1")])]), "none": .list([]),
        "unknown": .missing(reason: "the capture has no such row"),
        "picture": .block(Block(html: "", alternative: "")),
        "took": time(
            5,
            problem: Diagnostic("capture.empty", "The capture is empty", at: Place(path: "plan.txt", line: 1))
        ),
    ]

    @Test(arguments: [
        Case(
            "a {{ titl }}",
            """
            a.md:1:6: error: There is no value named `titl` [template.unknown-name]
                1 | a {{ titl }}
                         ^~~~
              help: Did you mean `title`?
            """
        ),
        Case(
            "{{ impact.oders | ms }}",
            """
            a.md:1:11: error: `impact` has no value named `oders` [template.unknown-name]
                1 | {{ impact.oders | ms }}
                              ^~~~~
              help: Did you mean `orders`?
            """
        ),
        Case(
            "{{ xyzzy }}",
            """
            a.md:1:4: error: There is no value named `xyzzy` [template.unknown-name]
                1 | {{ xyzzy }}
                       ^~~~~
              help: Known here: title, ready, impact, waits, none, unknown, picture, took.
            """
        ),
        Case(
            "{{ title.length }}",
            """
            a.md:1:10: error: `title` is text and has no values inside [template.no-members]
                1 | {{ title.length }}
                             ^~~~~~
            """
        ),
        Case(
            "{{ waits.pid }}",
            """
            a.md:1:10: error: `waits` is a list and has no values inside [template.no-members]
                1 | {{ waits.pid }}
                             ^~~
              help: Open a section: {{# waits }} … {{/ waits }}.
            """
        ),
        Case(
            "{{ impact.orders }}",
            """
            a.md:1:1: error: `impact.orders` is time in milliseconds and needs a format [template.no-format]
                1 | {{ impact.orders }}
                    ^~~~~~~~~~~~~~~~~~~
              expected: {{ impact.orders | ms }}
              help: Its formats: ms, s.
            """
        ),
        Case(
            "{{ impact.orders | bytes }}",
            """
            a.md:1:20: error: `impact.orders` is time in milliseconds and has no format `bytes` [template.unknown-format]
                1 | {{ impact.orders | bytes }}
                                       ^~~~~
              expected: ms, s
            """
        ),
        Case(
            "{{ impact.orders | mss }}",
            """
            a.md:1:20: error: `impact.orders` is time in milliseconds and has no format `mss` [template.unknown-format]
                1 | {{ impact.orders | mss }}
                                       ^~~
              expected: ms, s
              help: Did you mean `ms`?
            """
        ),
        Case(
            "{{ title | ms }}",
            """
            a.md:1:12: error: `title` is text and has no formats [template.format-not-taken]
                1 | {{ title | ms }}
                               ^~
              expected: {{ title }}
            """
        ),
        Case(
            "{{ waits }}",
            """
            a.md:1:4: error: `waits` is a list and cannot be shown by itself [template.not-shown]
                1 | {{ waits }}
                       ^~~~~
              help: Open a section: {{# waits }} … {{/ waits }}.
            """
        ),
        Case(
            "{{ impact }}",
            """
            a.md:1:4: error: `impact` is a record and cannot be shown by itself [template.not-shown]
                1 | {{ impact }}
                       ^~~~~~
              help: Name one of its values: impact.orders, impact.users.
            """
        ),
        Case(
            "{{ ready }}",
            """
            a.md:1:4: error: `ready` is yes or no and cannot be shown by itself [template.not-shown]
                1 | {{ ready }}
                       ^~~~~
              help: Open a section: {{# ready }} … {{/ ready }}.
            """
        ),
        Case(
            "{{ unknown }}",
            """
            a.md:1:4: error: `unknown` has no value: the capture has no such row [template.missing-value]
                1 | {{ unknown }}
                       ^~~~~~~
            """
        ),
        Case(
            "{{ took | ms }}",
            """
            plan.txt:1: error: The capture is empty [capture.empty]
              note: a.md:1:1: `took` is used here
                1 | {{ took | ms }}
                    ^~~~~~~~~~~~~~~
            """
        ),
        Case(
            "{{ @number }}",
            """
            a.md:1:4: error: `@number` stands outside of a list's section [template.no-list]
                1 | {{ @number }}
                       ^~~~~~~
            """
        ),
        Case(
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
            """
        ),
        Case(
            "{{# waits }}{{ pidd }}{{/ waits }}",
            """
            a.md:1:16: error: There is no value named `pidd` [template.unknown-name]
                1 | {{# waits }}{{ pidd }}{{/ waits }}
                                   ^~~~
              help: Did you mean `pid`?
            """
        ),
        Case(
            "{{# wait }}{{ x }}{{/ wait }}",
            """
            a.md:1:5: error: There is no value named `wait` [template.unknown-name]
                1 | {{# wait }}{{ x }}{{/ wait }}
                        ^~~~
              help: Did you mean `waits`?
            """
        ),
        Case(
            "{{> part }}",
            """
            part.md:2:5: error: There is no value named `titl` [template.unknown-name]
                2 |  {{ titl }}
                        ^~~~
              help: Did you mean `title`?
              note: a.md:1:1: brought in here
                1 | {{> part }}
                    ^~~~~~~~~~~
            """
        ),
        Case(
            "{{> absent }}",
            """
            a.md:1:1: error: There is no template named `absent` [template.unknown-partial]
                1 | {{> absent }}
                    ^~~~~~~~~~~~~
              help: With {{> absent? }} it need not exist.
            """
        ),
        Case(
            "{{> pert }}",
            """
            a.md:1:1: error: There is no template named `pert` [template.unknown-partial]
                1 | {{> pert }}
                    ^~~~~~~~~~~
              help: Did you mean `part`?
            """
        ),
        Case(
            "```{{ title }}\n```",
            """
            a.md:1:4: error: A value stands in the language of a code block [markdown.slot-in-fence]
                1 | ```{{ title }}
                       ^~~~~~~~~~~
              help: Write the language out.
            """
        ),
        Case(
            "a\n\nb {{ picture }}",
            """
            a.md:3:3: error: A picture or table stands among words [markdown.block-in-text]
                3 | b {{ picture }}
                      ^~~~~~~~~~~~~
              help: Give it a line of its own, outside of headings, table cells and code.
            """
        ),
        Case(
            "a\n{{# waits }}\nb\n{{/ waits }}\n[a](javascript:b)",
            """
            a.md:5: error: A link leads to an address of the kind `javascript:` [markdown.link-scheme]
                5 | [a](javascript:b)
              help: Only http, https, mailto, tel, ftp and addresses within the site are allowed.
            """
        ),
    ])
    func whatIsWrongWithAFactIsShown(_ each: Case) throws {
        let text = try messages {
            _ = try template(each.template).fill(
                with: Self.facts,
                partials: library(["part": "x\n {{ titl }}\n"])
            )
            .document()
        }
        #expect(text == each.message)
    }

    @Test(arguments: [
        (
            ["a": "x\n{{> a }}"],
            """
            a.md:2:1: error: The template `a` brings in itself: a → a [template.partial-cycle]
                2 | {{> a }}
                    ^~~~~~~~
            """
        ),
        (
            ["a": "{{> b }}", "b": "x {{> c? }}", "c": "{{# x }}{{> a }}{{/ x }}"],
            """
            c.md:1:9: error: The template `a` brings in itself: a → b → c → a [template.partial-cycle]
                1 | {{# x }}{{> a }}{{/ x }}
                            ^~~~~~~~
              note: a.md:1:1: `a` brings in `b`
                1 | {{> b }}
                    ^~~~~~~~
              note: b.md:1:3: `b` brings in `c`
                1 | x {{> c? }}
                      ^~~~~~~~~
            """
        ),
        (
            ["a": "{{> b }} {{> shared/d }}", "b": "{{> c }}", "shared/e": ""],
            """
            a.md:1:10: error: There is no template named `shared/d` [template.unknown-partial]
                1 | {{> b }} {{> shared/d }}
                             ^~~~~~~~~~~~~~~
              help: Did you mean `shared/e`?
            b.md:1:1: error: There is no template named `c` [template.unknown-partial]
                1 | {{> c }}
                    ^~~~~~~~
              help: Did you mean `a`?
            """
        ),
    ])
    func whatIsWrongWithALibraryIsShown(_ templates: [String: String], _ message: String) throws {
        let text = try messages { _ = try library(templates) }
        #expect(text == message)
    }

    @Test func bytesThatAreNotUTF8AreShown() throws {
        let text = try messages {
            _ = try Template(SourceFile(path: "a.md", bytes: Array("ok\nbad ".utf8) + [0xFF, 0x0A]))
        }
        #expect(
            text == """
                a.md:2:5: error: The template is not UTF-8 [template.not-utf8]
                    2 | bad \u{FFFD}
                            ^
                  help: Save the file as UTF-8.
                """
        )
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
                """
        )
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
