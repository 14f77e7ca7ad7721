import Quantities

/// Words that say that something came soon, and the most that they can mean.
struct SpeedWords {
    let words: String
    let most: Double
    let first: Int
    let count: Int

    func range(in tokens: [ProseToken]) -> Range<Int> {
        tokens[first].range.lowerBound..<tokens[first + count - 1].range.upperBound
    }

    /// “Within minutes”, “within 5 minutes”, “within an hour”, “immediately”, “minutes later”, at this token.
    static func at(_ index: Int, in sentence: ProseSentence) -> SpeedWords? {
        func word(_ offset: Int) -> String? { sentence.word(index + offset) }
        func made(_ count: Int, most: Double) -> SpeedWords {
            let words = (0..<count).compactMap(word).joined(separator: " ")
            return SpeedWords(words: words, most: most, first: index, count: count)
        }
        switch word(0) {
        case "immediately", "instantly", "instantaneously": return made(1, most: 60_000)
        case "straight" where word(1) == "away", "right" where word(1) == "away":
            return made(2, most: 60_000)
        case "within", "in":
            if word(0) == "within", let vague = vague[word(1) ?? ""] { return made(2, most: vague) }
            if word(1) == "mere" || word(1) == "just", let vague = vague[word(2) ?? ""] {
                return made(3, most: vague)
            }
            if word(1) == "a", let few = word(2), ["few", "couple"].contains(few) {
                let count = word(3) == "of" ? 4 : 3
                if let vague = vague[word(count) ?? ""] { return made(count + 1, most: vague) }
            }
            guard word(0) == "within",
                let duration = sentence.durations.first(where: { duration in
                    let start = duration.tokens.lowerBound
                    return start > index
                        && DurationHedge.before(sentence.tokens[(index + 1)..<start]).count == start - index
                            - 1
                })
            else { return nil }
            return SpeedWords(
                words: "within \(roughTime(duration.bounds.middle))",
                most: duration.bounds.upper,
                first: index,
                count: duration.tokens.upperBound - index
            )
        case let unit?:
            // “Minutes later”, and not “20 minutes later”.
            guard let most = vague[unit], word(1) == "later" else { return nil }
            let before = index > 0 ? sentence.tokens[index - 1] : nil
            guard
                before.map({
                    $0.kind == .mark(",") || $0.isWord(among: ["only", "just", "mere", "few", "and"])
                })
                    ?? true
            else { return nil }
            return made(2, most: most)
        case nil: return nil
        }
    }

    /// The most that a word without a number can mean: a quarter of an hour is no longer “minutes”.
    private static let vague: [String: Double] = [
        "moments": 60_000, "seconds": 60_000, "minutes": 900_000, "hours": 86_400_000, "days": 7 * 86_400_000,
    ]
}
