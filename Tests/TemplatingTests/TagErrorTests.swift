import Diagnostics
import GFM
import Templating
import Testing

/// What a template's author sees who made a mistake in a tag.
@Suite struct TagErrorTests {
    @Test(arguments: [
        ErrorCase(
            "a {{ b\nc }}",
            """
            a.md:1:3: error: The tag is not closed on its line [template.unclosed-tag]
                1 | a {{ b
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """),
        ErrorCase(
            "a {{",
            """
            a.md:1:3: error: The tag is not closed on its line [template.unclosed-tag]
                1 | a {{
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """),
        ErrorCase(
            "a {{! b",
            """
            a.md:1:3: error: The comment is not closed [template.unclosed-tag]
                1 | a {{! b
                      ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """),
        ErrorCase(
            "x\n{{# list }}\n- {{ . }}\n",
            """
            a.md:2:1: error: The section `list` is not closed [template.unclosed-section]
                2 | {{# list }}
                    ^~~~~~~~~~~
              expected: {{/ list }}
            """),
        ErrorCase(
            "{{/ list }}",
            """
            a.md:1:1: error: No section `list` is open here [template.stray-close]
                1 | {{/ list }}
                    ^~~~~~~~~~~
            """),
        ErrorCase(
            "{{# a }}{{/ b }}{{/ a }}",
            """
            a.md:1:9: error: No section `b` is open here [template.stray-close]
                1 | {{# a }}{{/ b }}{{/ a }}
                            ^~~~~~~~
              expected: {{/ a }}
              note: a.md:1:1: `a` is open
                1 | {{# a }}{{/ b }}{{/ a }}
                    ^~~~~~~~
            """),
        ErrorCase(
            "{{# a }}{{# b }}{{/ a }}",
            """
            a.md:1:9: error: The section `b` is not closed [template.unclosed-section]
                1 | {{# a }}{{# b }}{{/ a }}
                            ^~~~~~~~
              expected: {{/ b }}
            """),
        ErrorCase(
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
            """),
        ErrorCase(
            "{{{ raw }}}",
            """
            a.md:1:1: error: A value cannot be shown without escaping [template.unsupported-tag]
                1 | {{{ raw }}}
                    ^~~~~~~~~~
              expected: {{ name }}
            """),
        ErrorCase(
            "{{& raw }}",
            """
            a.md:1:1: error: A value cannot be shown without escaping [template.unsupported-tag]
                1 | {{& raw }}
                    ^~~~~~~~~~
              expected: {{ name }}
            """),
        ErrorCase(
            "{{=<% %>=}}",
            """
            a.md:1:1: error: The marks of tags cannot be changed [template.unsupported-tag]
                1 | {{=<% %>=}}
                    ^~~~~~~~~~~
              expected: {{ name }}
              help: Write two braces as {{ "{{" }}.
            """),
        ErrorCase(
            "{{ a b }}",
            """
            a.md:1:4: error: `a b` is not a name [template.bad-name]
                1 | {{ a b }}
                       ^~~
              expected: letters, digits, `-` and `_`, in parts that are joined by dots
              help: Words that are shown as they are written stand between quotation marks.
            """),
        ErrorCase(
            "{{ a..b }}",
            """
            a.md:1:4: error: `a..b` is not a name [template.bad-name]
                1 | {{ a..b }}
                       ^~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by dots
              help: Words that are shown as they are written stand between quotation marks.
            """),
        ErrorCase(
            "{{ a | }}",
            """
            a.md:1:6: error: No format follows the bar [template.bad-format-name]
                1 | {{ a | }}
                         ^
              expected: {{ a | format }}
            """),
        ErrorCase(
            "{{ a | b c }}",
            """
            a.md:1:8: error: `b c` is not the name of a format [template.bad-format-name]
                1 | {{ a | b c }}
                           ^~~
              expected: {{ a | format }}
            """),
        ErrorCase(
            "{{ \"a\" b }}",
            """
            a.md:1:7: error: Something follows the closing quotation mark [template.bad-string]
                1 | {{ "a" b }}
                          ^~
              expected: {{ "words" }}
            """),
        ErrorCase(
            "{{ \"a }}",
            """
            a.md:1:1: error: The tag is not closed on its line [template.unclosed-tag]
                1 | {{ "a }}
                    ^~
              expected: }}
              help: Write two braces that are no tag as {{ "{{" }}.
            """),
        ErrorCase(
            "{{ @middle }}",
            """
            a.md:1:4: error: `@middle` is not known of an item [template.bad-name]
                1 | {{ @middle }}
                       ^~~~~~~
              expected: @first, @last, @number
            """),
        ErrorCase(
            "{{> }}",
            """
            a.md:1:1: error: The tag names no template [template.bad-partial-name]
                1 | {{> }}
                    ^~~~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by `/`
            """),
        ErrorCase(
            "{{> ../secret }}",
            """
            a.md:1:5: error: `../secret` is not the name of a template [template.bad-partial-name]
                1 | {{> ../secret }}
                        ^~~~~~~~~
              expected: letters, digits, `-` and `_`, in parts that are joined by `/`
            """),
        ErrorCase(
            "é \u{F0000}",
            """
            a.md:1:4: error: A private-use character of plane 15 stands in the template [template.private-use]
                1 | é 󰀀
                      ^
              help: These characters mark the places of values; remove it.
            """),
        ErrorCase(
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
            """),
    ])
    func whatIsWrongWithATagIsShown(_ each: ErrorCase) throws {
        let text = try messages { _ = try template(each.template) }
        #expect(text == each.message)
    }

    @Test(arguments: [
        (
            ["a": "x\n{{> a }}"],
            """
            a.md:2:1: error: The template `a` brings in itself: a → a [template.partial-cycle]
                2 | {{> a }}
                    ^~~~~~~~
              help: Take one of these tags out; a template can bring in others, but never itself.
            """
        ),
        (
            ["a": "{{> b }}", "b": "x {{> c? }}", "c": "{{# x }}{{> a }}{{/ x }}"],
            """
            c.md:1:9: error: The template `a` brings in itself: a → b → c → a [template.partial-cycle]
                1 | {{# x }}{{> a }}{{/ x }}
                            ^~~~~~~~
              help: Take one of these tags out; a template can bring in others, but never itself.
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
                """)
    }
}
