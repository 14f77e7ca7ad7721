public import Diagnostics
import Quantities

/// What texts about an incident are held against, gathered once for all of them.
public struct IncidentFacts: Sendable {
    /// The figures that the incident names, by their names.
    public let figures: [String: FigureUse]
    let course: IncidentCourse

    /// Gathers the facts of an incident.
    public init(_ incident: EvaluatedIncident) {
        figures = Dictionary(
            incident.figures.map { ($0.name, $0.number) },
            uniquingKeysWith: { first, _ in first }
        )
        course = IncidentCourse(incident)
    }
}

/// What is wrong with the words of a Markdown text: typed numbers, words of blame, durations and sums that do
/// not add up, and what should not be published.
///
/// - Parameters:
///   - file: The text.
///   - pieces: The author's own words in it; between them stand values.
///   - figures: The figures among those values, by the offset of the first byte of what stands for them.
///   - facts: What the incident that it tells of is known for; nil where it is told of every incident.
public func proseFindings(
    in file: SourceFile,
    pieces: [Range<Int>],
    figures: [Int: FigureUse] = [:],
    facts: IncidentFacts? = nil
) -> [Diagnostic] {
    let own = HandTypedNumbers.ownWords(in: file.bytes, pieces: pieces)
    func place(_ range: Range<Int>) -> Place { Place(file.span(range)) }
    return HandTypedNumbers.ranges(in: file.bytes, pieces: pieces).map { range in
        handTypedNumber(file.text(range), at: place(range))
    }
        + blamingWords(in: own).map { $0.diagnostic(at: place($0.range)) }
        + durationFaults(in: own, figures: figures, course: facts?.course).map {
            $0.diagnostic(at: place($0.range))
        }
        + sumFaults(in: own, figures: figures).map { $0.diagnostic(at: place($0.range)) }
        + Leak.all(in: file.bytes).map { $0.diagnostic(at: place($0.range)) }
}

/// What a text that is told of every incident says of one of them, and its times do not bear out.
///
/// What is wrong with the text by itself is told by ``proseFindings(in:pieces:figures:facts:)``, once.
public func courseFindings(
    in file: SourceFile,
    pieces: [Range<Int>],
    figures: [Int: FigureUse],
    facts: IncidentFacts
) -> [Diagnostic] {
    let own = HandTypedNumbers.ownWords(in: file.bytes, pieces: pieces)
    return ProseSentence.all(in: own, figures: figures).flatMap(facts.course.faults).map { fault in
        fault.diagnostic(at: Place(file.span(fault.range)))
    }
}
