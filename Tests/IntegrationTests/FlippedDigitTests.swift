import Captures
import Diagnostics
import Documents
import Incidents
import Quantities
import TestSupport
import Testing

@testable import Casebook
@testable import Cases

/// Every figure of the shipped incident hangs on the digits that it says it was read from.
@Suite("Flipped digits")
struct FlippedDigitTests {
    /// A digit that a figure reads.
    private struct Digit: Hashable {
        let figure: String
        let path: String
        let offset: Int
        let line: Int
    }

    private static let project = Result { try Project(at: repositoryRoot) }

    private static func evaluation(_ files: ProjectFiles) -> Evaluation {
        let incident = ConnectionSpike()
        return incident.evaluated(
            reading: files.evidenceReader(for: incident.id),
            records: files.records(of: incident.id).records,
            sources: .none
        )
    }

    private static func changed(_ path: String, at offset: Int, in files: ProjectFiles) -> ProjectFiles {
        ProjectFiles(
            bytes: { asked in
                guard var bytes = files.bytes(asked), asked == path else { return files.bytes(asked) }
                bytes[offset] = 0x30 + (bytes[offset] - 0x30 + 5) % 10
                return bytes
            },
            paths: files.paths
        )
    }

    @Test func `Flip a digit that a figure reads: the figure changes, or the capture is refused`() throws {
        let files = try Self.project.get().files
        let whole = Self.evaluation(files)
        #expect(whole.errors == [])
        var digits: [Digit] = []
        for figure in whole.incident.figures {
            for source in figure.number.quantity.derivation.sources
            where source.file.bytes == source.file.stored {
                for offset in source.range where (0x30...0x39).contains(source.file.bytes[offset]) {
                    digits.append(
                        Digit(figure: figure.name, path: source.file.path, offset: offset, line: source.line)
                    )
                }
            }
        }
        var random = SeededGenerator(seed: 5)
        var deaf: [String] = []
        let places = Dictionary(grouping: digits) { "\($0.path) \($0.offset)" }
        print(places.count, digits.count)
        var refused = 0
        for place in places.keys.sorted().shuffled(using: &random).prefix(1500) {
            guard let some = places[place] else { continue }
            let after = Self.evaluation(Self.changed(some[0].path, at: some[0].offset, in: files))
            guard after.errors.isEmpty else { refused += 1; continue }
            for digit in some {
                let old = whole.incident.figures.first { $0.name == digit.figure }?.number.quantity
                let new = after.incident.figures.first { $0.name == digit.figure }?.number.quantity
                if old?.value == new?.value, old?.interval == new?.interval, old?.text == new?.text {
                    deaf.append("\(digit.figure) \(digit.path):\(digit.line) \(old?.derivationText ?? "")")
                }
            }
        }
        print("refused", refused)
        print(digits.count, deaf.count)
        for one in Set(deaf).sorted() { print(one) }
    }
}
