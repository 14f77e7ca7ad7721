// Points in time have no sum, no multiple and no ratio; they differ by a time.

extension Quantity<Instant> {
    public func since(_ earlier: Quantity<Instant>) -> Quantity<Time> {
        combined(
            with: earlier, symbol: "−", { ($0 - $1) * 1000 },
            {
                let difference = $0 - $1
                return Interval(difference.lower * 1000, difference.upper * 1000)
            })
    }

    /// The instant that lies a time after this one.
    public func later(by time: Quantity<Time>) -> Quantity {
        combined(
            with: time, symbol: "+", { $0 + $1 / 1000 }, { $0 + Interval($1.lower / 1000, $1.upper / 1000) })
    }

    /// The instant that lies a time before this one.
    public func earlier(by time: Quantity<Time>) -> Quantity {
        combined(
            with: time, symbol: "−", { $0 - $1 / 1000 }, { $0 - Interval($1.lower / 1000, $1.upper / 1000) })
    }
}

extension Quantity<Instant> {
    /// Refuses a sum.
    @available(*, unavailable, message: "two points in time have no sum; use later(by:) with a time")
    public static func + (left: Quantity, right: Quantity) -> Quantity { left }

    /// Refuses a difference that would be a point in time.
    @available(*, unavailable, message: "two points in time differ by a time: use since(_:)")
    public static func - (left: Quantity, right: Quantity) -> Quantity { left }

    /// Refuses a ratio.
    @available(*, unavailable, message: "two points in time have no ratio; use since(_:), which gives a time")
    public static func / (left: Quantity, right: Quantity) -> Quantity<Ratio> {
        left.relabelled(as: Ratio.self)
    }

    /// Refuses a part.
    @available(
        *, unavailable, message: "a point in time is no part of another; use since(_:), which gives a time"
    )
    public func share(of whole: Quantity) -> Quantity<Share> { relabelled(as: Share.self) }

    /// Refuses a reduction.
    @available(*, unavailable, message: "a point in time is not reduced; use since(_:), which gives a time")
    public func reduction(from before: Quantity) -> Quantity<Share> { relabelled(as: Share.self) }

    /// Refuses a multiple.
    @available(*, unavailable, message: "a point in time has no multiple; use later(by:) with a time")
    public static func * (left: Quantity, factor: Quantity<Ratio>) -> Quantity { left }

    /// Refuses a mean.
    @available(*, unavailable, message: "a point in time is not divided; use since(_:), which gives a time")
    public func per(_ things: Quantity<Count>) -> Quantity { self }
}
