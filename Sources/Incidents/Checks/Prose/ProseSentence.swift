import Quantities

/// A sentence with the durations and the times of day that it states.
struct ProseSentence {
    let tokens: [ProseToken]
    /// The figures by the offset of their gap.
    let figures: [Int: FigureUse]
    let durations: [StatedDuration]
    let clocks: [StatedClock]

    init(_ tokens: [ProseToken], figures: [Int: FigureUse] = [:]) {
        self.tokens = tokens
        self.figures = figures
        durations = StatedDuration.all(in: tokens, figures: figures)
        clocks = StatedClock.all(in: tokens, figures: figures)
    }

    /// The sentences of a text.
    static func all(in bytes: [UInt8], figures: [Int: FigureUse]) -> [ProseSentence] {
        ProseTokens.sentences(in: bytes).map { ProseSentence($0, figures: figures) }
    }

    /// The word at an index; nil where there is none.
    func word(_ index: Int) -> String? { tokens.indices.contains(index) ? tokens[index].word : nil }

    func isWord(_ index: Int, among words: Set<String>) -> Bool { word(index).map(words.contains) ?? false }

    func isMark(_ index: Int, among marks: Set<Character>) -> Bool {
        guard tokens.indices.contains(index), case .mark(let mark) = tokens[index].kind else { return false }
        return marks.contains(mark)
    }

    func holds(_ words: Set<String>) -> Bool { tokens.contains { $0.isWord(among: words) } }

    func range(_ tokens: Range<Int>) -> Range<Int> {
        self.tokens[tokens.lowerBound].range.lowerBound..<self.tokens[tokens.upperBound - 1].range.upperBound
    }

    /// Words of what should be so, or was not so.
    private static let conditional: Set<String> = [
        "should", "would", "could", "will", "must", "might", "not", "never", "if", "unless", "target", "goal",
        "objective", "slo", "sla",
    ]

    private static let unreal = conditional.union([
        "can", "may", "had", "aim", "aims", "when", "no", "nobody", "cannot", "within-slo",
    ])

    private static let ofOthers = conditional.union([
        "each", "per", "average", "mean", "typical", "typically", "usual", "usually", "budget", "year",
        "years", "quarter", "month", "months", "ever", "ago", "planned", "scheduled",
    ])

    private var hasNegation: Bool { tokens.contains { $0.word?.hasSuffix("n't") == true } }

    /// Whether it says what should be so, or was not so.
    var isUnreal: Bool { holds(Self.unreal) || hasNegation }

    /// Whether it may speak of another incident, or of many: then its durations are not those of this one.
    var mayBeOfAnother: Bool {
        if holds(Self.ofOthers) || hasNegation || tokens.contains(where: \.isYear) { return true }
        let others: Set<String> = [
            "previous", "earlier", "another", "last", "past", "prior", "similar", "other", "every",
        ]
        let units: Set<String> = ["day", "night", "hour", "minute", "week", "time", "few", "deploy"]
        return tokens.indices.contains { index in
            guard isWord(index, among: others) else { return false }
            return (1...3).contains { isWord(index + $0, among: incidentNouns) }
                || word(index) == "every" && (1...2).contains { isWord(index + $0, among: units) }
        }
    }
}

extension ProseToken {
    /// Whether it is the number of a year: what is said of a year may be of another incident.
    fileprivate var isYear: Bool {
        if case .number(let value) = kind {
            (1990...2100).contains(value) && value == value.rounded()
        } else {
            false
        }
    }
}
