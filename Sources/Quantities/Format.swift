/// How a quantity is written for a reader, such as `.milliseconds` or `.times`.
///
/// A format never prints more digits than the quantity's interval allows; a ratio whose bounds are far
/// apart is printed as both of them: `between 480× and 1,900×`.
public struct Format<Unit: UnitOfMeasure>: Sendable {
    /// The name by which templates ask for it.
    public let name: String

    private let write: @Sendable (Double, Interval) -> String

    init(_ name: String, _ write: @escaping @Sendable (Double, Interval) -> String) {
        self.name = name
        self.write = write
    }

    /// A format that scales the number and appends a unit.
    init(
        _ name: String, scale: Double = 1, digits: Int = 4, maximumDecimals: Int = 3, unit: String,
        about: Bool = false
    ) {
        self.init(name) { value, bounds in
            let scaled = Interval(bounds.lower * scale, bounds.upper * scale)
            return numeral(
                value * scale, within: scaled, digits: digits, maximumDecimals: maximumDecimals, unit: unit,
                about: about)
        }
    }

    /// The text, or nil where the quantity is unknown.
    public func text(_ quantity: Quantity<Unit>) -> String? {
        if case .known(let value, let bounds) = quantity.state { write(value, bounds) } else { nil }
    }
}

/// Writes a number with the digits that its bounds allow.
private func numeral(
    _ value: Double, within bounds: Interval, digits: Int, maximumDecimals: Int, unit: String, about: Bool
) -> String {
    let first = exponent(of: value)
    var lastDigit = first - digits + 1
    // The last digit shown is worth no less than the width of what the number may be.
    if !bounds.isExact { lastDigit = max(lastDigit, exponent(of: bounds.halfWidth * 2.000001)) }
    // Digits before the decimal point are never rounded away from a number that is exact.
    if bounds.isExact, !about { lastDigit = min(lastDigit, 0) }
    let decimals = max(0, min(maximumDecimals, -lastDigit))
    let shown = decimal(rounded(value, toPowerOfTen: lastDigit), decimals: decimals)
    return (about ? "about " : "") + trimmed(shown, exact: bounds.isExact) + unit
}

/// An exact number has no use for zeros at its end; a rounded one says with them how exact it is.
private func trimmed(_ text: String, exact: Bool) -> String {
    guard exact, text.contains(".") else { return text }
    var characters = Array(text)
    while characters.last == "0" { characters.removeLast() }
    if characters.last == "." { characters.removeLast() }
    return String(characters)
}

extension Format<Time> {
    /// `100.6 ms`.
    public static var milliseconds: Format { Format("milliseconds", unit: " ms") }
    /// `12.27 s`.
    public static var seconds: Format { Format("seconds", scale: 0.001, unit: " s") }
    /// `58 min`.
    public static var minutes: Format { Format("minutes", scale: 1 / 60_000, unit: " min") }
    /// `24.2 h`.
    public static var hours: Format { Format("hours", scale: 1 / 3_600_000, unit: " h") }
    /// `24 h 11 min`, for how long an incident lasted; hours alone where the minutes are not known.
    public static var hoursAndMinutes: Format {
        Format("hoursAndMinutes") { value, bounds in
            let minutes = (value.magnitude / 60_000).rounded()
            guard minutes >= 60 else { return Self.minutes.write(value, bounds) }
            // Minutes that the bounds leave open are not told.
            guard minutes < 1e9, bounds.halfWidth <= 300_000 else { return Self.hours.write(value, bounds) }
            let hours = (minutes / 60).rounded(.down)
            let rest = minutes - hours * 60
            return decimal(value < 0 ? -hours : hours, decimals: 0) + " h"
                + (rest == 0 ? "" : " \(decimal(rest, decimals: 0)) min")
        }
    }
    /// `about 12 s`, for readers who want the size of it; milliseconds below a second.
    public static var about: Format {
        Format("about") { value, bounds in
            let (scale, unit) = value.magnitude < 1000 ? (1, " ms") : (0.001, " s")
            return numeral(
                value * scale, within: Interval(bounds.lower * scale, bounds.upper * scale), digits: 2,
                maximumDecimals: 2, unit: unit, about: true)
        }
    }
}

extension Format<Rows> {
    /// `151,472`.
    public static var count: Format { Format("count", digits: 12, maximumDecimals: 2, unit: "") }
    /// `151,472 rows`.
    public static var rows: Format { Format("rows", digits: 12, maximumDecimals: 2, unit: " rows") }
    /// `about 450,000`.
    public static var about: Format { Format("about", digits: 2, unit: "", about: true) }
}

extension Format<Count> {
    /// `549`.
    public static var count: Format { Format("count", digits: 12, maximumDecimals: 2, unit: "") }
    /// `48.5`, for means.
    public static var mean: Format { Format("mean", digits: 3, unit: "") }
    /// `about 550`.
    public static var about: Format { Format("about", digits: 2, unit: "", about: true) }
}

extension Format<Blocks> {
    /// `27,021`.
    public static var count: Format { Format("count", digits: 12, maximumDecimals: 1, unit: "") }
    /// `27,021 blocks`.
    public static var blocks: Format { Format("blocks", digits: 12, maximumDecimals: 1, unit: " blocks") }
}

extension Format<Cost> {
    /// `21,971.74`.
    public static var cost: Format { Format("cost", digits: 12, maximumDecimals: 2, unit: "") }
}

extension Format<Bytes> {
    /// `31 MB`, in the units of 1,024 that `pg_size_pretty` uses.
    public static var size: Format {
        Format("size") { value, bounds in
            var (scale, unit) = (1.0, " bytes")
            for larger in [" kB", " MB", " GB", " TB"] where (value * scale).magnitude >= 10_240 {
                (scale, unit) = (scale / 1024, larger)
            }
            return decimal(value * scale, decimals: 0) + unit
        }
    }
}

extension Format<Ratio> {
    /// `821×`.
    public static var times: Format {
        Format("times") { value, bounds in ratio(value, bounds, digits: 4, maximumDecimals: 2, about: false) }
    }
    /// `about 820×`.
    public static var about: Format {
        Format("about") { value, bounds in ratio(value, bounds, digits: 2, maximumDecimals: 1, about: true) }
    }
    /// `2.96`, for a utilisation above one.
    public static var factor: Format { Format("factor", digits: 3, unit: "") }
}

/// Writes a ratio; where its bounds are more than a tenth apart, both of them.
private func ratio(
    _ value: Double, _ bounds: Interval, digits: Int, maximumDecimals: Int, about: Bool
) -> String {
    if bounds.lower > 0, bounds.upper / bounds.lower > 1.1 {
        return "between \(significant(bounds.lower, digits: 2))× and \(significant(bounds.upper, digits: 2))×"
    }
    return numeral(
        value, within: bounds, digits: digits, maximumDecimals: maximumDecimals, unit: "×", about: about)
}

extension Format<Share> {
    /// `99.94 %`.
    public static var percent: Format {
        Format("percent") { value, bounds in percentage(value, bounds, digits: 4, about: false) }
    }
    /// `about 62 %`.
    public static var about: Format {
        Format("about") { value, bounds in percentage(value, bounds, digits: 2, about: true) }
    }
}

/// Writes a share in hundredths; one just below the whole keeps the digits that say that it is below.
private func percentage(_ value: Double, _ bounds: Interval, digits: Int, about: Bool) -> String {
    let rest = (1 - value) * 100
    let isNearlyWhole = rest > 0 && rest < 1
    return numeral(
        value * 100, within: Interval(bounds.lower * 100, bounds.upper * 100),
        digits: isNearlyWhole ? 2 - exponent(of: rest) : digits, maximumDecimals: isNearlyWhole ? 4 : 2,
        unit: " %", about: about)
}

extension Format<Rate> {
    /// `27.5 per second`.
    public static var perSecond: Format {
        Format("perSecond", digits: 3, maximumDecimals: 2, unit: " per second")
    }
    /// `27.5 /s`, for tables.
    public static var short: Format { Format("short", digits: 3, maximumDecimals: 2, unit: " /s") }
}

extension Format<Instant> {
    /// `16:15:02.126 UTC`.
    public static var clock: Format {
        Format("clock") { value, _ in Timestamp(secondsSinceEpoch: value).roundedToMilliseconds.clockText }
    }
    /// `2026-01-04 16:15:02.126 UTC`.
    public static var dateTime: Format {
        Format("dateTime") { value, _ in Timestamp(secondsSinceEpoch: value).roundedToMilliseconds.text }
    }
}
