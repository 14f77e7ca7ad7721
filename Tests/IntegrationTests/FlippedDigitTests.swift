import Diagnostics
import Documents
import Evidence
import Incidents
import Quantities
import TestSupport
import Testing

@testable import Casebook
@testable import ConnectionSpike

/// Every figure of the shipped incident hangs on the digits that it says it was read from.
@Suite("Flipped digits")
struct FlippedDigitTests {
    /// The place of a digit in a capture.
    private struct Digit: Hashable {
        let path: String
        let offset: Int
    }

    private static let project = Result { try Project(at: repositoryRoot) }

    private static func evaluation(_ files: ProjectFiles) -> Evaluation {
        let incident = ConnectionSpike()
        return incident.evaluated(
            reading: files.evidenceReader(for: incident.id), records: files.records(of: incident.id).records,
            sources: .none)
    }

    private static func changed(_ path: String, at offset: Int, in files: ProjectFiles) -> ProjectFiles {
        ProjectFiles(
            bytes: { asked in
                guard var bytes = files.bytes(asked), asked == path else { return files.bytes(asked) }
                bytes[offset] = 0x30 + (bytes[offset] - 0x30 + 5) % 10
                return bytes
            }, paths: files.paths)
    }

    /// The digits that figures read, each with those figures; what is only counted is not read.
    private static func digits(of figures: [NamedFigure]) -> [Digit: [String]] {
        var found: [Digit: [String]] = [:]
        for figure in figures {
            for source in spansRead(by: figure.number.quantity.derivation)
            where source.file.bytes == source.file.stored && isNumeral(source) {
                for offset in source.range where (0x30...0x39).contains(source.file.bytes[offset]) {
                    found[Digit(path: source.file.path, offset: offset), default: []].append(figure.name)
                }
            }
        }
        return found
    }

    /// Whether nothing but a number stands there, so that each of its digits is read; the last of very many
    /// is lost where a small number is taken from a large one.
    private static func isNumeral(_ span: SourceSpan) -> Bool {
        span.range.count <= 10
            && span.file.bytes[span.range].allSatisfy {
                (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C
            }
    }

    private static func spansRead(by derivation: Derivation) -> [SourceSpan] {
        switch derivation {
        case .reading(_, let span): [span]
        // Of equal values another one may be the least; a count reads no digit.
        case .aggregate(let name, _, _, let spans): ["sum", "mean"].contains(name) ? spans : []
        case .operation(_, let operands): operands.flatMap(spansRead)
        case .assumption, .constant, .missing: []
        }
    }

    @Test func `Flip a digit that a figure reads: the figure changes, or the capture is refused`() throws {
        let files = try Self.project.get().files
        let whole = Self.evaluation(files)
        #expect(whole.errors == [])
        let digits = Self.digits(of: whole.incident.figures)
        #expect(digits.count > 300)
        let places = digits.keys.sorted { ($0.path, $0.offset) < ($1.path, $1.offset) }
        // A place costs a whole evaluation: another seed takes others.
        var random = SeededGenerator(seed: 5)
        for place in places.shuffled(using: &random).prefix(12) {
            let after = Self.evaluation(Self.changed(place.path, at: place.offset, in: files))
            guard after.errors.isEmpty else { continue }
            for name in digits[place] ?? [] {
                let old = whole.incident.figures.first { $0.name == name }?.number.quantity
                let new = after.incident.figures.first { $0.name == name }?.number.quantity
                #expect(
                    old?.value != new?.value || old?.interval != new?.interval || old?.text != new?.text,
                    "\(name) does not hear of byte \(place.offset) of \(place.path)")
            }
        }
    }
}
