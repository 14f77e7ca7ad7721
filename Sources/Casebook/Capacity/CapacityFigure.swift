import Diagnostics
import Inspection
import Quantities

/// Figures of a model as a reader at a terminal sees them: three digits, and the unit that suits them.
enum CapacityFigure {
    static func time(_ seconds: Double) -> String {
        let units: [(least: Double, seconds: Double, name: String)] = [
            (172_800, 86_400, "d"), (7200, 3600, "h"), (120, 60, "min"), (1, 1, "s"), (1e-3, 1e-3, "ms"),
            (1e-6, 1e-6, "µs"),
        ]
        guard seconds > 0 else { return "0 s" }
        let unit = units.first { seconds >= $0.least } ?? (0, 1e-9, "ns")
        return "\(number(seconds / unit.seconds)) \(unit.name)"
    }

    static func rate(_ perSecond: Double) -> String { "\(number(perSecond))/s" }

    /// A share or a probability in per cent; what only rounds to none or all of it is not shown as that.
    static func share(_ share: Double) -> String {
        if share > 0, share < 0.0001 { return "< 0.01 %" }
        if share < 1, share > 0.9999 { return "> 99.99 %" }
        if share < 1, share > 0.99 { return "\(decimal(share * 100, decimals: 2)) %" }
        return "\(number(share * 100)) %"
    }

    /// A number as its reader has given it: 95, 99.9.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A number without a unit.
    static func number(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        if value.magnitude >= 1000 { return decimal(value, decimals: 0) }
        if value.magnitude < 1e-6 { return "< 0.000001" }
        let text = significant(value, digits: 3)
        guard text.contains(".") else { return text }
        // 30.0 arrivals are 30; 0.190 is 0.19.
        let digits = text.reversed().drop { $0 == "0" }
        return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
    }

    /// A text with spaces up to a width in columns.
    static func padded(_ text: String, to width: Int, isRight: Bool = false) -> String {
        let room = String(repeating: " ", count: max(0, width - VisibleText.width(text)))
        return isRight ? room + text : text + room
    }
}
