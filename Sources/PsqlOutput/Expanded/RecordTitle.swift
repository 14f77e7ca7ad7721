internal import Diagnostics
internal import Evidence

/// The line above a record of psql's expanded format: `-[ RECORD 1 ]----+-----`, or `* Record 1`.
///
/// The word is translated where psql's messages are.
struct RecordTitle {
    let number: Int
    let border: Int
    let isUnicode: Bool
    /// The column of the terminal in which the bar stands, or nil where the title covers it.
    let barColumn: Int?
    /// Whether it is certain that psql printed it: without borders only its padding shows it.
    let isCertain: Bool

    init?(_ file: SourceFile, _ bounds: Range<Int>) {
        guard bounds.count >= 10 else { return nil }
        let found = file.bytes.withUnsafeBufferPointer { bytes -> TitleWalk? in
            switch bytes[bounds.lowerBound] {
            case UInt8(ascii: "*"): return TitleWalk(borderless: bytes, bounds)
            case UInt8(ascii: "-"), UInt8(ascii: "+"), 0xE2: return TitleWalk(bordered: bytes, bounds)
            default: return nil
            }
        }
        guard let found else { return nil }
        number = found.number
        border = found.border
        isUnicode = found.isUnicode
        barColumn = found.barColumn
        isCertain = found.isCertain
    }
}

/// The walk along a line that may be a title.
private struct TitleWalk {
    var number = 0
    var border = 0
    var isUnicode = false
    var barColumn: Int?
    var isCertain = true

    init?(borderless bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>) {
        guard bytes[bounds.lowerBound + 1] == 0x20 else { return nil }
        var index = bounds.lowerBound + 2
        guard readWordAndNumber(bytes, &index, bounds.upperBound) else { return nil }
        let isPadded = index < bounds.upperBound
        while index < bounds.upperBound, bytes[index] == 0x20 { index += 1 }
        guard index == bounds.upperBound else { return nil }
        isCertain = isPadded
    }

    init?(bordered bytes: UnsafeBufferPointer<UInt8>, _ bounds: Range<Int>) {
        var column = 0
        var index = bounds.lowerBound
        // One dash before the title; in a frame, its corner too.
        while column < 2, index < bounds.upperBound {
            let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
            if value == 0x5B { break }
            guard value == 0x2D || value == 0x2B || (0x2500..<0x2580).contains(value) else { return nil }
            isUnicode = value > 0x7F
            column += 1
            index += length
        }
        guard column > 0, index + 1 < bounds.upperBound, bytes[index] == 0x5B, bytes[index + 1] == 0x20 else {
            return nil
        }
        border = column
        index += 2
        let start = index
        guard readWordAndNumber(bytes, &index, bounds.upperBound), index + 1 < bounds.upperBound,
            bytes[index] == 0x20, bytes[index + 1] == 0x5D
        else { return nil }
        column += 2 + width(bytes, start..<index) + 2
        index += 2
        while index < bounds.upperBound {
            let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
            index += length
            switch value {
            case 0x2D, 0x2500, 0x2550: break
            case 0x20 where bytes[index..<bounds.upperBound].allSatisfy({ $0 == 0x20 }): return
            case 0x2B, 0x2500..<0x2580:
                // The frame's right corner is no joint of two columns.
                let isCorner = border == 2 && index == bounds.upperBound
                if barColumn == nil, !isCorner { barColumn = column }
            default: return nil
            }
            column += 1
        }
    }

    private func width(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var width = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = scalar(at: index, in: bytes, before: range.upperBound)
            width += displayWidth(of: value)
            index += length
        }
        return width
    }

    /// Reads `RECORD 12`, in any language.
    private mutating func readWordAndNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ end: Int
    ) -> Bool {
        let start = index
        while index < end, isLetter(bytes[index]) || bytes[index] >= 0x80 { index += 1 }
        guard index > start, index < end, bytes[index] == 0x20 else { return false }
        index += 1
        let digits = index
        while index < end, let digit = digitValue(bytes[index]), number < 1_000_000_000 {
            number = number * 10 + digit
            index += 1
        }
        return index > digits
    }
}
