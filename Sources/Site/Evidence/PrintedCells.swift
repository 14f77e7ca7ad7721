internal import Evidence


/// What the cells of a column hold, by how they are printed.
enum PrintedKind {
    /// Numbers, all of them.
    case number
    /// Points in time, all of them.
    case time
    /// Anything else.
    case text

    /// The kind of text that a cell holds.
    init(of cell: String) {
        self = printedSeconds(cell) != nil ? .time : printedNumber(cell) != nil ? .number : .text
    }
}

/// A plain decimal number, such as `-4.25` or `1,024`; nil for anything else.
func printedNumber(_ text: String) -> Double? {
    guard let first = text.utf8.first, first == 0x2D || first == 0x2E || (0x30...0x39).contains(first),
        text.utf8.count <= 32,
        text.utf8.allSatisfy({
            (0x30...0x39).contains($0) || [0x2B, 0x2C, 0x2D, 0x2E, 0x45, 0x65].contains($0)
        })
    else { return nil }
    return Double(text.utf8.contains(0x2C) ? text.filter { $0 != "," } : text)
}

/// The seconds of a time as it is printed, such as `2026-01-04 16:15:00.25+00` or `16:15:00`.
///
/// They count from the beginning of 1970, or of the day, without regard to a zone: what is printed alike can
/// be told apart, and nothing else is done with them. Nil for anything else.
func printedSeconds(_ text: String) -> (seconds: Double, zone: Substring)? {
    var rest = text[...]
    func digits(_ count: Int) -> Int? {
        let part = rest.utf8.prefix(count)
        guard part.count == count, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        rest = rest[part.endIndex...]
        return value
    }
    func take(_ characters: String) -> Bool {
        guard let first = rest.unicodeScalars.first, characters.unicodeScalars.contains(first) else {
            return false
        }
        rest = rest[rest.unicodeScalars.index(after: rest.startIndex)...]
        return true
    }
    var days = 0
    if text.utf8.count >= 16, text.utf8.dropFirst(4).first == 0x2D {
        guard let year = digits(4), take("-"), let month = digits(2), (1...12).contains(month), take("-"),
            let day = digits(2), (1...31).contains(day), take(" T")
        else { return nil }
        days = daysSince1970(year, month, day)
    }
    guard let hour = digits(2), hour < 25, take(":"), let minute = digits(2), minute < 60 else { return nil }
    var seconds = Double(days * 86_400 + hour * 3_600 + minute * 60)
    if take(":") {
        guard let second = digits(2), second <= 60 else { return nil }
        seconds += Double(second)
        if take(".") {
            var unit = 0.1
            while let digit = digits(1) {
                seconds += Double(digit) * unit
                unit /= 10
            }
        }
    }
    let allowed = rest.utf8.allSatisfy {
        (0x30...0x3A).contains($0) || (0x41...0x5A).contains($0) || [0x20, 0x2B, 0x2D].contains($0)
    }
    return allowed && rest.utf8.count <= 9 ? (seconds, rest) : nil
}

/// The days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", days_from_civil).
private func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
