import Diagnostics
import Quantities

extension ProseSentence {
    /// “3 minutes to detect, 22 to find and 2 to recover, 37 minutes in all”: durations and a total that is not
    /// their sum.
    var sumFault: DurationFault? {
        let shortened = shortenedDurations
        guard durations.count + shortened.count >= 3,
            // What is said behind a total is no part of it, but for “44 minutes: 10 to detect, …”.
            let total = durations.indices.last(where: { isTotal(durations[$0]) })
                ?? durations.first.flatMap({ announcesParts($0) ? 0 : nil }),
            total == durations.count - 1 || total == 0
        else { return nil }
        let parts = durations.indices.filter { $0 != total }.map { durations[$0] } + shortened
        guard parts.allSatisfy({ !isWord($0.tokens.upperBound, among: ["later", "after", "before", "ago"]) })
        else { return nil }
        var sum = Interval(exactly: 0)
        for part in parts {
            let (hedge, _) = DurationHedge.before(tokens[..<part.tokens.lowerBound])
            guard hedge == .exact || hedge == .about else { return nil }
            let bounds = hedge == .about ? part.bounds.widened(by: 0.2) : part.bounds
            sum = Interval(sum.lower + bounds.lower, sum.upper + bounds.upper)
        }
        let stated = durations[total]
        let (hedge, _) = DurationHedge.before(tokens[..<stated.tokens.lowerBound])
        let bounds = hedge == .about ? stated.bounds.widened(by: 0.2) : stated.bounds
        guard hedge == .exact || hedge == .about, sum.lower >= bounds.upper || sum.upper <= bounds.lower
        else {
            return nil
        }
        return DurationFault(
            range: stated.range(in: tokens),
            summary: "The durations of this sentence add up to \(roughTime(sum.middle)), not to "
                + roughTime(stated.bounds.middle),
            expected: roughTime(sum.middle)
        )
    }

    /// Numbers whose unit was named before: “three minutes to detect, twenty to find the cause”.
    private var shortenedDurations: [StatedDuration] {
        tokens.indices.compactMap { index in
            guard isWord(index + 1, among: ["to", "for"]),
                isMark(index - 1, among: [","]) || word(index - 1) == "and",
                let unit = durations.last(where: { $0.tokens.upperBound <= index })?.step
            else { return nil }
            let number: Double? =
                switch tokens[index].kind {
                case .number(let value) where value.isFinite: value
                case .word(let word): numbersInWords[word]
                default: nil
                }
            return number.map { number in
                StatedDuration(
                    bounds: Interval((number - 0.5) * unit, (number + 0.5) * unit),
                    step: unit,
                    tokens: index..<index + 1
                )
            }
        }
    }

    /// “… in all”, “a total of …”.
    private func isTotal(_ duration: StatedDuration) -> Bool {
        isTotal(duration.tokens.lowerBound, behind: duration.tokens.upperBound)
    }

    /// “The outage took 44 minutes: 10 to detect, …”.
    private func announcesParts(_ duration: StatedDuration) -> Bool {
        isMark(duration.tokens.upperBound, among: [":"])
    }

    private func isTotal(_ start: Int, behind: Int) -> Bool {
        if word(behind) == "in", isWord(behind + 1, among: ["all", "total", "sum"]) { return true }
        if isWord(behind, among: ["altogether", "together", "overall"]) { return true }
        if word(behind) == "all", word(behind + 1) == "told" { return true }
        let (_, hedges) = DurationHedge.before(tokens[..<start])
        let first = start - hedges
        let said = tokens[max(0, first - 2)..<start].compactMap(\.word)
        return said.contains("total") || said.contains("totalling") || said.contains("totaling")
            || said.contains("altogether") || isMark(first - 1, among: ["="])
    }

    /// “5,000 projects, 5,000 comments and 707 users, 11,707 records in all”: a list of counts and a total that
    /// is not their sum.
    var countFault: SumFault? {
        let counts = statedCounts
        guard counts.count >= 3, let total = counts.last, durations.isEmpty else { return nil }
        let behind = (total.token + 1..<total.token + 4).first { word($0) == "in" || endsAClause($0) }
        let isStated = ([total.token + 1] + [behind].compactMap(\.self)).contains {
            isTotal(total.token, behind: $0)
        }
        let parts = Array(counts.dropLast())
        guard isStated, isOneList(counts), let first = parts.first else { return nil }
        let sum = parts.reduce(Interval(exactly: 0)) {
            Interval($0.lower + $1.bounds.lower, $0.upper + $1.bounds.upper)
        }
        let slack = 1e-9 * max(1, abs(sum.upper))
        guard sum.lower > total.bounds.upper + slack || sum.upper < total.bounds.lower - slack else {
            return nil
        }
        return SumFault(
            range: tokens[first.token].range.lowerBound..<tokens[total.token].range.upperBound,
            summary: "The numbers of this list add up to \(countText(sum.middle)), not to "
                + countText(total.bounds.middle),
            expected: "a total of \(countText(sum.middle)), or the part that is missing"
        )
    }

    /// Whether nothing but nouns, commas and “and” stand between the numbers.
    private func isOneList(_ counts: [StatedCount]) -> Bool {
        zip(counts, counts.dropFirst()).allSatisfy { left, right in
            let between = tokens[(left.token + 1)..<right.token]
            let words = between.filter {
                $0.word != nil && !$0.isWord(among: ["and", "or", "a", "total", "of", "in"])
            }
            let marks = between.filter { $0.kind == .mark(",") || $0.word == "and" || $0.kind == .mark(":") }
            return words.count <= 3 && !marks.isEmpty && words.count + marks.count + 4 >= between.count
                && !between.contains {
                    $0.isWord(among: ["of", "from", "to", "than"]) && !isTotalWord($0, right)
                }
        }
    }

    private func isTotalWord(_ token: ProseToken, _ next: StatedCount) -> Bool {
        token.word == "of" && tokens[max(0, next.token - 2)..<next.token].contains { $0.word == "total" }
    }

    /// The numbers of things in a sentence, typed or as figures, without percentages.
    private var statedCounts: [StatedCount] {
        tokens.indices.compactMap { index in
            switch tokens[index].kind {
            case .number(let value) where value.isFinite && value >= 1 && !isPercentage(index):
                return StatedCount(bounds: Interval(exactly: value), token: index)
            case .gap:
                guard let use = figures[tokens[index].range.lowerBound],
                    [Count.name, Rows.name].contains(use.quantity.unitName),
                    let bounds = use.quantity.interval
                else { return nil }
                return StatedCount(bounds: bounds, token: index)
            default: return nil
            }
        }
    }

    func isPercentage(_ index: Int) -> Bool {
        isMark(index + 1, among: ["%"]) || isWord(index + 1, among: ["percent", "percentage"])
    }
}

/// A number of things that a sentence states.
private struct StatedCount {
    let bounds: Interval
    let token: Int
}

private func countText(_ value: Double) -> String {
    value == value.rounded() ? decimal(value, decimals: 0) : significant(value, digits: 6)
}

/// What does not add up in a sentence, and where.
struct SumFault {
    let range: Range<Int>
    let summary: String
    let expected: String

    func diagnostic(at place: Place?) -> Diagnostic {
        Diagnostic(
            "sum.mismatch",
            summary,
            at: place,
            expected: expected,
            help:
                "Correct the one that is wrong, or bind them to figures, which are computed from each other."
        )
    }
}

/// Sums and parts of wholes in the sentences of a text that do not come out.
func sumFaults(in bytes: [UInt8], figures: [Int: FigureUse]) -> [SumFault] {
    ProseSentence.all(in: bytes, figures: figures).flatMap { sentence in
        [sentence.countFault, sentence.partFault, sentence.percentageFault].compactMap(\.self)
    }
}
