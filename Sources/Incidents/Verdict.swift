import Quantities

/// What the evidence says of a claim.
public enum Verdict: String, Sendable, CaseIterable, Hashable {
    /// The evidence shows it.
    case holds
    /// The evidence shows the opposite.
    case contradicted
    /// The evidence is missing, or too coarse to tell.
    case undecided
}

/// The outcome of a test: the verdict, and what was compared with what.
public struct Outcome: Sendable {
    /// A comparison that the verdict rests on.
    public struct Comparison: Sendable {
        /// What was measured.
        public let observed: FigureUse
        /// The relation that was asked for, such as `at least`.
        public let relation: String
        /// What it was compared with; two bounds for a range, none for a comparison with nothing.
        public let bounds: [FigureUse]
        /// The verdict of this comparison alone.
        public let verdict: Verdict

        /// The comparison in words: `at least 200× (measured 692.6×)`.
        public var text: String {
            "\(relation) \(bounds.map(\.text).joined(separator: " and ")) (measured \(observed.text))"
        }
    }

    /// The verdict of the whole test.
    public let verdict: Verdict
    /// The comparisons, in order.
    public let comparisons: [Comparison]
}
