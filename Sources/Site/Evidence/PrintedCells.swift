internal import Evidence
internal import Quantities

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
    var text = text
    return text.withUTF8 { bytes in wholeNumeral(in: bytes, 0..<bytes.count)?.value }
}

/// The seconds of a time as it is printed, such as `2026-01-04 16:15:00.25+00` or `16:15:00`.
///
/// They count from the beginning of 1970, or of the day, without regard to the zone, which is given as it is
/// printed. Nil for anything else.
func printedSeconds(_ text: String) -> (seconds: Double, zone: String)? {
    var text = text
    return text.withUTF8 { bytes in
        var scan = ClockScan(bytes, 0..<bytes.count)
        var days = 0
        if bytes.count >= 16, bytes[4] == UInt8(ascii: "-") {
            guard let day = scan.date(), scan.take(0x20) || scan.take(UInt8(ascii: "T")) else { return nil }
            days = day.number
        }
        guard let clock = scan.clock(), bytes.count - scan.index <= 9 else { return nil }
        let zone = bytes[scan.index...]
        guard
            zone.allSatisfy({
                (0x30...0x3A).contains($0) || (0x41...0x5A).contains($0) || [0x20, 0x2B, 0x2D].contains($0)
            })
        else { return nil }
        return (Double(days * 86_400) + clock.seconds, String(decoding: zone, as: UTF8.self))
    }
}
