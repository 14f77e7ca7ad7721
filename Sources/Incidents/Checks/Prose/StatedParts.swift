import Quantities

extension ProseSentence {
    /// “3 of 5 backups failed (80 %)”: a part, its whole, and a percentage that is not the part of the whole.
    var partFault: SumFault? {
        let percentages = self.percentages
        guard percentages.count == 1, let percentage = percentages.first,
            isAside(percentage.tokens), let (part, whole, token) = partOfWhole(percentage),
            whole.lower > 0
        else { return nil }
        let share = Interval(part.lower / whole.upper * 100, part.upper / whole.lower * 100)
        let (hedge, _) = DurationHedge.before(tokens[..<percentage.tokens.lowerBound])
        // A share that was cut and not rounded is as good.
        let stated = Interval(percentage.bounds.lower, percentage.bounds.upper + percentage.step / 2)
        guard !hedge.allows(stated, share), token < percentage.tokens.lowerBound else { return nil }
        let rounded = significant(share.middle, digits: 3)
        return SumFault(
            range: range(percentage.tokens),
            summary: "The part and the whole of this sentence make \(rounded) %",
            expected: "\(rounded) %, or the part and the whole that make what is stated"
        )
    }

    /// Percentages that are said to be all there is, and add up to something else.
    var percentageFault: SumFault? {
        let division: Set<String> = [
            "split", "splits", "breakdown", "divided", "distributed", "rest", "remaining", "remainder",
        ]
        let all = percentages.filter { !$0.isFigure }
        let sum = all.reduce(0) { $0 + $1.bounds.middle }
        guard all.count > 1, let first = all.first, let last = all.last else { return nil }
        let isDivision = holds(division) && abs(sum - 100) > 0.5 * Double(all.count) + 1e-9
        guard isDivision || isList(all) && sum > 100 + 0.5 * Double(all.count) + 1e-9 else { return nil }
        return SumFault(
            range: tokens[first.tokens.lowerBound].range
                .lowerBound..<tokens[last.tokens.lowerBound].range.upperBound,
            summary: "The percentages of this sentence add up to \(significant(sum, digits: 4)) %",
            expected: "100 %"
        )
    }

    /// Whether there are three or more percentages, listed behind a colon or each with the same preposition.
    ///
    /// Such are parts of one whole that shut each other out; verbs tell of things that may overlap.
    private func isList(_ all: [StatedPercentage]) -> Bool {
        guard all.count >= 3,
            !holds(["both", "also", "either", "overlap", "overlapping", "respectively", "least"])
        else { return false }
        let isBehindColon = (1...2).contains { isMark(all[0].tokens.lowerBound - $0, among: [":"]) }
        let following = Set(all.map { word($0.tokens.upperBound) ?? "" })
        let prepositions: Set<String> = ["from", "in", "on", "to", "by", "at", "for"]
        let isAlike = following.count == 1 && following.isSubset(of: prepositions)
        let gaps = zip(all, all.dropFirst()).map { $1.tokens.lowerBound - $0.tokens.upperBound }
        return (isBehindColon || isAlike) && gaps.allSatisfy { $0 <= 6 }
    }

    // MARK: Percentages

    private var percentages: [StatedPercentage] {
        tokens.indices.compactMap { index in
            switch tokens[index].kind {
            case .number(let value) where value.isFinite && isPercentage(index):
                let step = value == value.rounded() ? 1.0 : value * 10 == (value * 10).rounded() ? 0.1 : 0.01
                return StatedPercentage(
                    bounds: Interval(value - step / 2, value + step / 2),
                    step: step,
                    isFigure: false,
                    tokens: index..<index + 2
                )
            case .gap:
                guard let use = figures[tokens[index].range.lowerBound], use.quantity.unitName == Share.name,
                    let bounds = use.quantity.interval
                else { return nil }
                return StatedPercentage(
                    bounds: Interval(bounds.lower * 100 - 0.5, bounds.upper * 100 + 0.5),
                    step: 1,
                    isFigure: true,
                    tokens: index..<index + 1
                )
            default: return nil
            }
        }
    }

    /// Whether a percentage repeats what was said: “(60 %)”, “, 60 %.”, “which is 60 %”, “or 60 %”.
    private func isAside(_ percentage: Range<Int>) -> Bool {
        let (_, hedges) = DurationHedge.before(tokens[..<percentage.lowerBound])
        let before = percentage.lowerBound - hedges - 1
        if isMark(before, among: ["("]) { return isMark(percentage.upperBound, among: [")", ","]) }
        let isSaid =
            isMark(before, among: [",", "-", "=", ":", ";"]) || word(before) == "or"
            || word(before) == "is" && isWord(before - 1, among: ["which", "that"])
        return isSaid
            && (percentage.upperBound >= tokens.count
                || isMark(percentage.upperBound, among: [",", ";", ")"]))
    }

    /// “3 of 5”, “three out of five”, “of 200 engineers, 20”: part, whole, and where the later of them stands.
    private func partOfWhole(_ percentage: StatedPercentage) -> (Interval, Interval, Int)? {
        let numbers = tokens.indices.compactMap { index in number(index).map { (index, $0) } }
            .filter { !percentage.tokens.contains($0.0) }
        guard numbers.count == 2 else { return nil }
        let (first, last) = (numbers[0], numbers[1])
        let between = tokens[(first.0 + 1)..<last.0].compactMap(\.word)
        let isOf =
            between.last == "of" || between.suffix(2) == ["of", "the"] || between.suffix(2) == ["of", "all"]
        if isOf, tokens[(first.0 + 1)..<last.0].count <= 3, percentage.tokens.lowerBound - last.0 <= 8 {
            return (first.1, last.1, last.0)
        }
        let opening = tokens[..<first.0].compactMap(\.word)
        guard
            opening == ["of"] || opening == ["of", "the"] || opening == ["of", "all"]
                || opening == ["out", "of"],
            percentage.tokens.lowerBound - last.0 <= 8
        else { return nil }
        return (last.1, first.1, last.0)
    }

    private func number(_ index: Int) -> Interval? {
        switch tokens[index].kind {
        case .number(let value) where value.isFinite && !isPercentage(index): return Interval(exactly: value)
        case .word(let word): return numbersInWords[word].map(Interval.init(exactly:))
        case .gap:
            guard let use = figures[tokens[index].range.lowerBound],
                [Count.name, Rows.name].contains(use.quantity.unitName)
            else { return nil }
            return use.quantity.interval
        default: return nil
        }
    }
}

/// A percentage that a sentence states.
private struct StatedPercentage {
    /// The bounds that its rounding leaves, in percent.
    let bounds: Interval
    let step: Double
    let isFigure: Bool
    let tokens: Range<Int>
}
