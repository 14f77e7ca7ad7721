import Diagnostics
import Evidence
import Quantities
import TestSupport
import Testing

@Suite struct TextCaptureTests {
    @Test func numbersByTheTextBeforeThem() {
        let reader = reader()
        let text = bound(reader) { TextCapture("lab/environment.txt") }
        let cores: Quantity<Count> = text.number(after: "\ncores ")
        #expect(cores.value == 2)
        #expect(cores.interval?.isExact == true)
        #expect(cores.derivation.text == "cores (environment.txt:6)")
        #expect(text.number(after: "offset ", in: .seconds).value == -27_817_253_000)
        #expect(text.line(containing: "model name").text == "model name\t: Intel(R) Xeon(R) Processor")
        #expect(text.occurrences(of: "configuration file").value.map { $0 > 20 } == true)
        #expect(reader.diagnostics == [])
    }

    @Test func sizesAndShares() {
        let reader = reader(["a.txt": "index: 31 MB built, 99.5 % done\ntable 8192\n"])
        let text = bound(reader) { TextCapture("a.txt") }
        #expect(text.size(after: "index: ").value == 32_505_856)
        #expect(text.size(after: "index: ").derivation.directSource?.text == "31 MB")
        #expect(text.number(after: "built, ", in: .percent).value == 0.995)
        #expect(text.size(after: "table ").interval?.isExact == true)
    }

    @Test func textThatIsNotThereOnce() {
        let reader = reader(["a.txt": "a 1\na 2\nb x\n"])
        let text = bound(reader) { TextCapture("a.txt") }
        #expect(text.number(after: "a ", as: Count.self).problems.map(\.id) == ["capture.ambiguous-text"])
        #expect(text.number(after: "c ", as: Count.self).problems.map(\.id) == ["capture.no-text"])
        #expect(text.line(containing: "a").problems.map(\.summary) == ["2 lines hold “a”"])
        #expect(text.occurrences(of: "z").value == 0)
        let none = text.number(after: "b ", as: Count.self)
        #expect(
            none.problems.first?.text == """
                evidence/a.txt:3:1: error: “b ” is not followed by a number [capture.not-a-number]
                    3 | b x
                        ^~
                  expected: a number (count)
                """)
        #expect(reader.diagnostics.count == 4)
    }
}
