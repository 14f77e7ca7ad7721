import Diagnostics
import TestSupport
import Testing

@testable import Casebook

@Suite("A figure that is computed from itself is told by name, before anything is evaluated")
struct CircularFigureTests {
    private func findings(_ sources: String...) -> [String] {
        CircularFigures(
            in: sources.enumerated().map { offset, text in
                SourceFile(path: "Sources/Cases/\(offset).swift", bytes: Array(text.utf8))
            }
        ).findings.map { "\($0.place?.position ?? "") \($0.summary)" }
    }

    private func evidence(_ properties: String) -> String {
        """
        struct Disk: Incident {
            struct Evidence: EvidenceSet {
                let before = PlanCapture("before.txt")
        \(properties)
            }
        }
        """
    }

    @Test("of two figures that need each other, and of one that needs itself")
    func circles() {
        #expect(
            findings(
                evidence(
                    """
                            var first: Quantity<Time> { second + before.executionTime }
                            var second: Quantity<Time> { self.first }
                            var third: Quantity<Time> {
                                third
                            }
                    """
                )
            ) == [
                "Sources/Cases/0.swift:4:13 The figure `first` is computed from itself: `first` from `second` from `first`",
                "Sources/Cases/0.swift:6:13 The figure `third` is computed from itself: `third` from `third`",
            ]
        )
    }

    @Test("by way of several, in the extensions of several files")
    func acrossFiles() {
        let found = findings(
            evidence("        var a: Quantity<Time> { b }"),
            "extension Disk.Evidence {\n    var b: Quantity<Time> { before.x ?? c }\n}\n",
            "extension Disk.Evidence {\n    // MARK: c\n    var c: Quantity<Time> { [a].first }\n}\n"
        )
        #expect(
            found == [
                "Sources/Cases/0.swift:4:13 The figure `a` is computed from itself: `a` from `b` from `c` from `a`"
            ]
        )
    }

    @Test(
        "and none is found where a name means something else",
        arguments: [
            "var cost: Quantity<Cost> { before.root.cost }",
            "var time: Quantity<Time> { before.row(where: \\.time, is: \"time\") }",
            "var time: Quantity<Time> { before.find(time: 1) }",
            "var time: Quantity<Time> { let time = before.executionTime; return time }",
            "var times: [Quantity<Time>] { before.rows.map { times in times } }",
            "var times: [Quantity<Time>] { before.rows.map { (row, times) in times } }",
            "var text: String { \"text \\(before)\" /* text */ }  // text",
            "var a: Quantity<Time> { a() }\n        func a() -> Quantity<Time> { before.executionTime }",
            "static var a: Int { b }\n        static var b: Int { a }",
            "var stored: Int = stored { didSet { stored = 1 } }",
            "var a: Quantity<Time> { before.a }\n    }\n    struct Other {\n        var a: Int { a }",
        ]
    )
    func otherMeanings(_ properties: String) {
        #expect(findings(evidence("        " + properties)) == [])
    }

    @Test("sources cut off anywhere, or with bytes of any kind in them, are read without a crash")
    func damaged() throws {
        let source = try fixture("Sources/Cases/ConnectionSpike/ConnectionSpikeEvidence+Model.swift").bytes
        var random = SeededGenerator(seed: 3)
        for _ in 0..<400 {
            var bytes = Array(source.prefix(Int.random(in: 0...source.count, using: &random)))
            for _ in 0..<Int.random(in: 0...20, using: &random) where !bytes.isEmpty {
                let offset = Int.random(in: 0..<bytes.count, using: &random)
                bytes[offset] = UInt8.random(in: 0...255, using: &random)
            }
            _ = CircularFigures(in: [SourceFile(path: "damaged.swift", bytes: bytes)]).findings
        }
        let whole = CircularFigures(in: [SourceFile(path: "whole.swift", bytes: source)])
        #expect(whole.findings.isEmpty)
    }

    @Test("the sources of a project are read where its incidents are declared")
    func ofAProject() throws {
        let project = try CheckedSample.project([
            "Sources/Cases/Circle.swift":
                "extension SlowOrders.Evidence {\n    var one: Quantity<Time> { two }\n    var two: Quantity<Time> { one }\n}\n"
        ])
        let builder = try project.builder([SlowOrders()])
        let errors = builder.project.circularFigures(of: [SlowOrders()])
        #expect(errors.map(\.id) == ["figure.circular"])
        #expect(errors.first?.place?.position == "Sources/Cases/Circle.swift:2:9")
    }
}
