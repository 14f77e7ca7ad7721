import Diagnostics
import GFM
import Templating
import TestSupport
import Testing

@Suite struct FillTests {
    static let facts: Record = [
        "title": .text("Orders | *stalled*"),
        "empty": .text(""),
        "yes": .flag(true),
        "no": .flag(false),
        "none": .list([]),
        "unknown": .missing(reason: "the capture has no such row"),
        "before": .record(["time": time(9000), "scan": .record(["rows": .text("7")])]),
        "waits": .list([
            .record(["pid": .text("11"), "time": time(1000, default: "s")]),
            .record(["pid": .text("12"), "time": time(2000, default: "s")]),
            .record(["pid": .text("13"), "time": time(3000, default: "s"), "title": .text("inner")]),
        ]),
        "names": .list([.text("a"), .text("b")]),
        "groups": .list([.list([.text("1"), .text("2")]), .list([.text("3")])]),
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let template: String
        let expected: String
        var testDescription: String { template }

        init(_ template: String, _ expected: String) {
            self.template = template
            self.expected = expected
        }
    }

    @Test(arguments: [
        Case("{{ title }}", "Orders | *stalled*"),
        Case("{{title}}{{ title }}", "Orders | *stalled*Orders | *stalled*"),
        Case("{{ before.scan.rows }}", "7"),
        Case("{{ before.time | ms }} {{before.time|s}}", "9000 ms 9 s"),
        Case("{{ \"PostgreSQL 17\" }}", "PostgreSQL 17"),
        Case("{{ \"{{ \\\"x\\\" }}\" }}", "{{ \"x\" }}"),
        Case("{ {x} }} {", "{ {x} }} {"),
        Case("a{{! not {{ shown }}b", "ab"),
        Case("a\n  {{! two\n lines }}  \nb\n", "a\nb\n"),
        Case("{{# waits }}{{ pid }} {{ time }};{{/ waits }}", "11 1 s;12 2 s;13 3 s;"),
        Case("{{# waits }}{{ title }};{{/ waits }}", "Orders | *stalled*;Orders | *stalled*;inner;"),
        Case("{{# waits }}{{ @number }}{{^ @last }}, {{/ @last }}{{/ waits }}", "1, 2, 3"),
        Case("{{# waits }}{{# @first }}first {{/ @first }}{{ pid }} {{/ waits }}", "first 11 12 13 "),
        Case("{{# names }}{{ . }}{{/ names }}", "ab"),
        Case("{{# groups }}({{# . }}{{ . }}{{/ . }}){{/ groups }}", "(12)(3)"),
        Case("{{# before.scan }}{{ rows }} {{ title }}{{/ before.scan }}", "7 Orders | *stalled*"),
        Case("{{# yes }}y{{/ yes }}{{^ yes }}n{{/ yes }}", "y"),
        Case("{{# no }}y{{/ no }}{{^ no }}n{{/ no }}", "n"),
        Case("{{# none }}y{{/ none }}{{^ none }}n{{/ none }}", "n"),
        Case("{{# empty }}y{{/ empty }}{{^ empty }}n{{/ empty }}", "n"),
        Case("{{# unknown }}{{ unknown }}{{/ unknown }}{{^ unknown }}n{{/ unknown }}", "n"),
        Case("{{# title }}[{{ . }}]{{/ title }}", "[Orders | *stalled*]"),
        Case("{{# before.time }}took {{ . | s }}{{/ before.time }}", "took 9 s"),
    ])
    func aTagShowsItsValue(_ each: Case) throws {
        #expect(try markdown(each.template, Self.facts) == each.expected)
    }

    @Test(arguments: [
        Case("a\n{{# yes }}\nb\n{{/ yes }}\nc\n", "a\nb\nc\n"),
        Case("a\r\n{{# yes }}\r\nb\r\n  {{/ yes }}  \r\nc", "a\r\nb\r\nc"),
        Case("- {{# yes }}x\n{{/ yes }}", "- x\n"),
        Case("{{# names }}\n- {{ . }}\n{{/ names }}", "- a\n- b\n"),
        Case("{{# names }}\n\n{{ . }}\n\n{{/ names }}\n", "\na\n\n\nb\n\n"),
        Case("{{# yes }}{{# yes }}\nx\n{{/ yes }}{{/ yes }}", "\nx\n"),
        Case("  {{ title }}\n", "  Orders | *stalled*\n"),
        Case("| a |\n|---|\n{{# names }}\n| {{ . }} |\n{{/ names }}\n\nb", "| a |\n|---|\n| a |\n| b |\n\nb"),
    ])
    func aLineWithOnlyASectionTagVanishes(_ each: Case) throws {
        #expect(try markdown(each.template, Self.facts) == each.expected)
    }

    @Test(arguments: [
        Case("a\n{{> part }}\nb", "a\n# Orders | *stalled*\n\ntext\nb"),
        Case("- x\n\n  {{> part }}\nb", "- x\n\n  # Orders | *stalled*\n\n  text\nb"),
        Case("- x\n  {{> outer }}\nb", "- x\n    # Orders | *stalled*\n\n    text\n  - 1\n  - 2\nb"),
        Case("({{> word }})", "(Orders | *stalled* word)"),
        Case("({{> no-newline }})\n{{> no-newline }}\nb", "(x)\nx\nb"),
        Case("a{{> absent? }}b\n{{> absent? }}\nc", "ab\nc"),
        Case("{{# names }}{{> shared/item }}{{/ names }}", "[a][b]"),
        Case("{{> empty }}\nb", "b"),
    ])
    func aPartialTakesItsPlaceAndItsIndentation(_ each: Case) throws {
        let partials = [
            "part": "# {{ title }}\n\ntext\n", "word": "{{ title }} word\n", "no-newline": "x",
            "outer": "  {{> part }}\n{{# list }}\n- {{ . }}\n{{/ list }}\n", "shared/item": "[{{ . }}]\n",
            "empty": "",
        ]
        var names = Self.facts.names.map { ($0, Self.facts[$0] ?? .flag(false)) }
        names.append(("list", .list([.text("1"), .text("2")])))
        #expect(try markdown(each.template, Record(names), partials: partials) == each.expected)
    }

    @Test func valuesAreNeverMarkup() throws {
        let facts: Record = ["v": .text("<b>|*`[x](y)\n\n# {{ w }}")]
        #expect(
            try html("# {{ v }}\n\n| a |\n|---|\n| {{ v }} |\n", ["v": .text("<b>|*")]) == """
                <h1 id="b">&lt;b&gt;|*</h1>
                <div class="table" role="group" tabindex="0" aria-labelledby="b">
                <table>
                <thead>
                <tr>
                <th>a</th>
                </tr>
                </thead>
                <tbody>
                <tr>
                <td>&lt;b&gt;|*</td>
                </tr>
                </tbody>
                </table>
                </div>

                """)
        #expect(try html("*{{ v }}*", facts) == "<p><em>&lt;b&gt;|*`[x](y)\n\n# {{ w }}</em></p>\n")
    }

    @Test func theAuthorsOwnWordsAreListedWithoutTags() throws {
        let parsed = try template("Took 5 s{{# a }} or {{ b }}\n7{{/ a }}\n{{! 9 }}\nend `6`")
        #expect(
            parsed.literalText.map { "\($0.line):\($0.column) \($0.text.debugDescription)" } == [
                "1:1 \"Took 5 s\"", "1:17 \" or \"", "1:28 \"\\n7\"", "2:10 \"\\n\"", "4:1 \"end `6`\"",
            ])
    }

    @Test func namesAreResolvedOnlyWhenATemplateAsks() throws {
        let facts = Record(names: ["asked", "expensive"]) { name in
            name == "asked" ? .text("x") : .missing(reason: "it was computed")
        }
        #expect(try markdown("{{ asked }}", facts) == "x")
    }

    @Test func aKitchenSinkLooksAsReviewed() throws {
        let source = try fixture("Tests/TemplatingTests/Fixtures/kitchen-sink.md")
        let table = Table(
            columns: [Table.Column([.text("pid")]), Table.Column([.text("waited")], alignment: .right)],
            rows: [
                [[.code("1|1")], [.text("1 s")]],
                [[.text("<12>")], [.link([.text("2 s")], url: "w.csv", title: "")]],
            ])
        let facts: Record = [
            "title": .text("Orders *stalled*"), "severity": .text("SEV1"),
            "timeline": .block(Block(html: "<svg class=\"timeline\"></svg>", alternative: "Timeline")),
            "waits": .table(table), "plan": .url("../plans/before.txt"),
            "before": .record(["time": time(9000)]),
            "actions": .list([
                .record(["what": .text("Add an index"), "done": .flag(true), "owner": .text("DBA")]),
                .record([
                    "what": .text("Set lock_timeout"), "done": .flag(false),
                    "owner": .missing(reason: "none"),
                ]),
            ]),
            "query": .text("SELECT '<b>' FROM orders -- ```"),
        ]
        let parts = try library(["shared/header": "**{{ severity }}** · {{ title }}\n"])
        let filled = try Template(source).fill(with: facts, partials: parts)
        let html = String(decoding: try filled.document().html(), as: UTF8.self)
        #expect(try Golden("kitchen-sink.html", in: "TemplatingTests").difference(from: html) == nil)
    }

    @Test func manyThreadsFillOneTemplate() async throws {
        let parsed = try template(
            "{{# waits }}\n- {{ pid }} waited {{ time | ms }} {{ title }}\n{{/ waits }}\n")
        let expected = try parsed.fill(with: Self.facts).document().html()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 where try parsed.fill(with: Self.facts).document().html() != expected {
                        return false
                    }
                    return true
                }
            }
            for try await isEqual in group { #expect(isEqual) }
        }
    }
}
