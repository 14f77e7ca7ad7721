import Quantities

/// A time of day that a sentence states, in digits or as a figure.
struct StatedClock {
    /// The bounds, in milliseconds from the midnight before or, of a figure, from the epoch.
    let bounds: Interval
    /// Whether it is a whole instant and not only a time of some day.
    let hasDay: Bool
    /// Where it stands among the tokens.
    let token: Int

    /// The times of a sentence, in order.
    static func all(in tokens: [ProseToken], figures: [Int: FigureUse]) -> [StatedClock] {
        tokens.enumerated().compactMap { offset, token in
            switch token.kind {
            case .clock(let time, let step):
                return StatedClock(bounds: Interval(time, time + step), hasDay: false, token: offset)
            case .gap:
                guard let use = figures[token.range.lowerBound], use.quantity.unitName == Instant.name,
                    let bounds = use.quantity.interval
                else { return nil }
                return StatedClock(
                    bounds: Interval(bounds.lower * 1000, bounds.upper * 1000 + 1),
                    hasDay: true,
                    token: offset
                )
            default: return nil
            }
        }
    }

    /// How long it is from here to a later time: of two times of day, on the same day or over midnight.
    func time(until later: StatedClock) -> Interval? {
        guard hasDay == later.hasDay else { return nil }
        let difference = Interval(
            later.bounds.lower - bounds.upper,
            later.bounds.upper - bounds.lower
        )
        guard !hasDay, difference.upper < 0 else { return difference }
        let day = 86_400_000.0
        return Interval(difference.lower + day, difference.upper + day)
    }
}
