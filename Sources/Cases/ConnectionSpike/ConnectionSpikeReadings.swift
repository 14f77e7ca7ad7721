import Casebook

extension Quantity<Instant> {
    /// So many seconds later.
    func later(bySeconds seconds: Double) -> Quantity<Instant> {
        mapped("\(decimal(seconds, decimals: 0)) s later") { $0 + seconds }
    }
}

extension Quantity {
    /// The number just as it was printed: for settings, and for what is printed in full.
    var asPrinted: Quantity {
        value.map { Quantity($0, derivation: derivation) } ?? self
    }
}

extension TextCapture {
    /// The only point in time that stands between two texts, as a setting: without rounding.
    func instant(in prefix: String, until suffix: String) -> Quantity<Instant> {
        let line = line(containing: prefix)
        let label = "time after “\(prefix)”"
        guard let span = line.span else {
            return Quantity(state: .unknown(line.problems), derivation: .missing(label: label))
        }
        let time = line.text.part(between: prefix, and: suffix).map { Timestamp(stringLiteral: String($0)) }
        guard let time, time.isValid else {
            // What cannot be a time is looked for as a number: the capture's own message says what is wrong.
            return number(after: prefix)
        }
        return Quantity(Double(time.microseconds) / 1_000_000, derivation: .reading(label: label, at: span))
    }
}

extension String {
    fileprivate func part(between prefix: String, and suffix: String) -> Substring? {
        guard let start = firstRange(of: prefix)?.upperBound,
            let end = self[start...].firstRange(of: suffix)?.lowerBound
        else { return nil }
        return self[start..<end]
    }
}

extension Format {
    /// The text of a figure in a picture; empty where it is unknown, which fails the build by itself.
    func label(_ quantity: Quantity<Unit>) -> String { text(quantity) ?? "" }
}
