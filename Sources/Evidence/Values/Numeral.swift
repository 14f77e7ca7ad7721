package import Quantities

/// A number as it was printed, with the half of its last printed decimal.
package struct Numeral {
    package let value: Double
    /// The power of ten of the last printed digit.
    private let scale: Int

    package init(value: Double, scale: Int) {
        self.value = value
        self.scale = scale
    }

    /// How far the number that was rounded may lie from the printed one.
    package var halfStep: Double { 0.5 * powerOfTen(scale) }
    /// Whether it was printed without decimals.
    package var isWhole: Bool { scale >= 0 }
    /// How many decimals were printed.
    package var decimals: Int { max(0, -scale) }

    /// The number and its bounds in another scale; a whole number of a discrete unit is exact.
    package func scaled(by scale: Double, isDiscrete: Bool) -> BoundedValue {
        let slack = isWhole && isDiscrete ? 0 : halfStep
        // Powers of ten are not exact in binary: a multiplication and a division round differently.
        if scale < 1 {
            let divisor = (1 / scale).rounded()
            return BoundedValue(
                value: value / divisor, lower: (value - slack) / divisor, upper: (value + slack) / divisor)
        }
        return BoundedValue(
            value: value * scale, lower: (value - slack) * scale, upper: (value + slack) * scale)
    }
}

/// A number in a unit's own scale, and the bounds between which rounding leaves it.
package struct BoundedValue: Sendable {
    package let value: Double
    package let lower: Double
    package let upper: Double

    package init(value: Double, lower: Double, upper: Double) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }

    package var interval: Interval { Interval(lower, upper) }
}

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
]

/// Reads a decimal number, with a sign, decimals and an exponent where there are any.
///
/// Without `hasExponent` the number ends before an `e`. Gives the offset after it, or nil where no number begins. Fifteen digits and fewer are converted
/// exactly by one division of two exact numbers (W. D. Clinger, "How to read floating point numbers
/// accurately", 1990); the others by the standard library.
package func numeral(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, hasExponent: Bool = true
) -> (numeral: Numeral, end: Int)? {
    var index = range.lowerBound
    let end = range.upperBound
    var isNegative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
        isNegative = bytes[index] == UInt8(ascii: "-")
        index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significantDigits = 0
    var decimals = 0
    var isAfterPoint = false
    while index < end {
        if let digit = digitValue(bytes[index]) {
            digits += 1
            if significantDigits > 0 || digit > 0 { significantDigits += 1 }
            if significantDigits <= 18 { mantissa = mantissa * 10 + UInt64(digit) }
            if isAfterPoint { decimals += 1 }
        } else if bytes[index] == UInt8(ascii: "."), !isAfterPoint, index + 1 < end,
            digitValue(bytes[index + 1]) != nil
        {
            isAfterPoint = true
        } else {
            break
        }
        index += 1
    }
    guard digits > 0 else { return nil }
    var exponent = 0
    if hasExponent, index < end, bytes[index] | 0x20 == UInt8(ascii: "e"),
        let read = exponentPart(in: bytes, index + 1..<end)
    {
        exponent = read.value
        index = read.end
    }
    let scale = exponent - decimals
    let magnitude: Double
    if significantDigits <= 15, scale.magnitude <= 22 {
        magnitude =
            scale < 0 ? Double(mantissa) / powersOfTen[-scale] : Double(mantissa) * powersOfTen[scale]
    } else {
        let text = String(decoding: bytes[range.lowerBound..<index], as: UTF8.self)
        guard let converted = Double(text), converted.isFinite else { return nil }
        magnitude = converted.magnitude
    }
    return (Numeral(value: isNegative ? -magnitude : magnitude, scale: scale), index)
}

private func exponentPart(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
) -> (value: Int, end: Int)? {
    var index = range.lowerBound
    var isNegative = false
    if index < range.upperBound, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
        isNegative = bytes[index] == UInt8(ascii: "-")
        index += 1
    }
    let start = index
    var value = 0
    while index < range.upperBound, let digit = digitValue(bytes[index]), value < 1000 {
        value = value * 10 + digit
        index += 1
    }
    return index > start ? (isNegative ? -value : value, index) : nil
}

package func powerOfTen(_ exponent: Int) -> Double {
    let magnitude = Int(exponent.magnitude)
    var power = magnitude < powersOfTen.count ? powersOfTen[magnitude] : 1e22
    if magnitude >= powersOfTen.count {
        for _ in 22..<min(magnitude, 340) { power *= 10 }
    }
    return exponent < 0 ? 1 / power : power
}

/// Reads a number that fills a range but for spaces round it.
package func wholeNumeral(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Numeral? {
    let range = withoutSpaces(bytes, range)
    guard let read = numeral(in: bytes, range) else { return nil }
    return read.end == range.upperBound ? read.numeral : groupedNumeral(in: bytes, range, from: read.end)
}

/// Reads a number with a comma between each three digits, as `\pset numericlocale` prints it.
///
/// Other locales group with a point or a space, which would make `9.051` two different numbers: they are
/// not read.
private func groupedNumeral(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from comma: Int
) -> Numeral? {
    let first = bytes[range.lowerBound..<comma].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard (1...3).contains(first.count), first.allSatisfy({ digitValue($0) != nil }) else { return nil }
    var digits = Array(bytes[range.lowerBound..<comma])
    var index = comma
    while index < range.upperBound, bytes[index] == UInt8(ascii: ",") {
        guard index + 4 <= range.upperBound,
            bytes[index + 1..<index + 4].allSatisfy({ digitValue($0) != nil })
        else { return nil }
        digits += bytes[index + 1..<index + 4]
        index += 4
    }
    digits += bytes[index..<range.upperBound]
    guard index == range.upperBound || bytes[index] == UInt8(ascii: ".") else { return nil }
    return digits.withUnsafeBufferPointer { digits in
        numeral(in: digits, 0..<digits.count).flatMap { $0.end == digits.count ? $0.numeral : nil }
    }
}

/// The range without spaces at its ends.
@inlinable
package func withoutSpaces(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, bytes[lower] == 0x20 { lower += 1 }
    while upper > lower, bytes[upper - 1] == 0x20 { upper -= 1 }
    return lower..<upper
}

/// Reads a size as `pg_size_pretty` prints it (PostgreSQL, `src/backend/utils/adt/dbsize.c`): units of
/// 1,024, rounded to a whole number; without a unit it is a number of bytes.
func sizeNumeral(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> BoundedValue? {
    let range = withoutSpaces(bytes, range)
    guard let read = numeral(in: bytes, range) else { return nil }
    guard read.end < range.upperBound else { return read.numeral.scaled(by: 1, isDiscrete: true) }
    guard bytes[read.end] == 0x20 else { return nil }
    switch String(decoding: bytes[read.end + 1..<range.upperBound], as: UTF8.self) {
    case "bytes", "byte": return read.numeral.scaled(by: 1, isDiscrete: true)
    case "kB": return read.numeral.scaled(by: 1024, isDiscrete: false)
    case "MB": return read.numeral.scaled(by: 1_048_576, isDiscrete: false)
    case "GB": return read.numeral.scaled(by: 1_073_741_824, isDiscrete: false)
    case "TB": return read.numeral.scaled(by: 1_099_511_627_776, isDiscrete: false)
    case "PB": return read.numeral.scaled(by: 1_125_899_906_842_624, isDiscrete: false)
    default: return nil
    }
}
