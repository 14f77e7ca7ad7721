/// Writes a number with so many decimals and commas between thousands, the same on every machine.
public func decimal(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : (value < 0 ? "−∞" : "∞") }
    let places = max(0, min(9, decimals))
    var power: Double = 1
    for _ in 0..<places { power *= 10 }
    let scaled = (value.magnitude * power).rounded()
    guard let units = Int64(exactly: scaled), let unit = Int64(exactly: power) else { return "\(value)" }
    let whole = units / unit
    let fraction = units % unit
    var text = grouped(whole)
    if places > 0 {
        let digits = String(fraction)
        text += "." + String(repeating: "0", count: places - digits.count) + digits
    }
    return (value < 0 && units != 0 ? "−" : "") + text
}

/// `1 error`, `2 errors`, `3 entries`.
package func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? "\(noun)s")"
}

/// Writes a number with so many significant digits.
public func significant(_ value: Double, digits: Int) -> String {
    decimal(
        rounded(value, toPowerOfTen: exponent(of: value) - digits + 1),
        decimals: digits - 1 - exponent(of: value))
}

/// The power of ten of a number's first digit: 2 for 345, −2 for 0.034.
func exponent(of value: Double) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    var magnitude = value.magnitude
    var power = 0
    while magnitude >= 10 {
        magnitude /= 10
        power += 1
    }
    while magnitude < 1 {
        magnitude *= 10
        power -= 1
    }
    return power
}

func rounded(_ value: Double, toPowerOfTen power: Int) -> Double {
    guard power > 0 else { return value }
    var step: Double = 1
    for _ in 0..<power { step *= 10 }
    return (value / step).rounded() * step
}

/// A number as its author would write it: no decimals where it has none.
func plainNumber(_ value: Double) -> String {
    guard value.magnitude < 1e15, let whole = Int64(exactly: value.magnitude) else { return "\(value)" }
    return grouped(whole).withSign(of: value)
}

private func grouped(_ whole: Int64) -> String {
    var digits = Array(String(whole).utf8)
    var index = digits.count - 3
    while index > 0 {
        digits.insert(UInt8(ascii: ","), at: index)
        index -= 3
    }
    return String(decoding: digits, as: UTF8.self)
}

extension String {
    fileprivate func withSign(of value: Double) -> String { value < 0 ? "−\(self)" : self }
}
