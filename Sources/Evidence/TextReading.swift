public import Diagnostics
public import Quantities

/// A text as it was printed, and where.
public struct TextReading: Sendable, Hashable {
    /// The text; empty where it could not be read.
    public let text: String
    /// Where it stands, or nil where it could not be read.
    public let span: SourceSpan?
    /// Why it could not be read; empty where it was.
    ///
    /// A warning where it is empty and the capture does not tell whether it is a null.
    public let problems: [Diagnostic]
    /// Whether it is a value or a null, as far as the capture tells; a null has an empty text.
    public let nullity: Nullity

    package init(_ text: String, at span: SourceSpan, nullity: Nullity = .value, problems: [Diagnostic] = [])
    {
        self.text = nullity == .null ? "" : text
        self.span = span
        self.nullity = nullity
        self.problems = problems
    }

    package init(absent problems: [Diagnostic]) {
        text = ""
        span = nil
        nullity = .value
        self.problems = problems
    }
}

/// A truth value as it was printed, and where.
public struct FlagReading: Sendable, Hashable {
    /// The value, or nil where it could not be read.
    public let value: Bool?
    /// Where it stands, or nil where it could not be read.
    public let span: SourceSpan?
    /// Why it could not be read; empty where it was.
    public let problems: [Diagnostic]

    package init(_ value: Bool, at span: SourceSpan) {
        self.value = value
        self.span = span
        problems = []
    }

    package init(absent problems: [Diagnostic]) {
        value = nil
        span = nil
        self.problems = problems
    }
}

/// The texts of one column, in the order in which they were printed.
public struct TextReadings: Sendable {
    /// What they are.
    public let label: String
    /// The texts, empty ones among them.
    public let readings: [TextReading]
    /// Why they could not be read; empty where they were.
    public let problems: [Diagnostic]

    package init(label: String, readings: [TextReading], problems: [Diagnostic]) {
        self.label = label
        self.readings = readings
        self.problems = problems
    }

    /// The texts alone.
    public var texts: [String] { readings.map(\.text) }

    /// The texts that differ, each once, in the order in which they first appear.
    public var distinct: [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The text that was printed first.
    public var first: TextReading { readings.first ?? TextReading(absent: problems) }

    /// The text that was printed last.
    public var last: TextReading { readings.last ?? TextReading(absent: problems) }

    /// How many different texts there are, with the first and the last place of the column.
    public var distinctCount: Quantity<Count> {
        guard problems.isEmpty else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: "different \(label)"))
        }
        let spans = [readings.first?.span, readings.count > 1 ? readings.last?.span : nil].compactMap { $0 }
        return Quantity(
            Double(distinct.count),
            derivation: .aggregate(name: "distinct count", label: label, count: readings.count, at: spans))
    }
}
