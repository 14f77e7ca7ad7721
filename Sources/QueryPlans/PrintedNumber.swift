import Diagnostics
internal import Evidence
import Quantities

/// A number as it stands in a capture: its value, where it stands, and how many decimals were printed.
///
/// Nodes hold these rather than quantities, which are made when they are asked for: a plan has dozens
/// of numbers for each one that a document prints.
struct PrintedNumber {
    let value: Double
    private let lower: Int32
    private let length: UInt16
    let decimals: UInt8

    /// What stands where nothing was printed.
    static let absent = PrintedNumber(value: 0, range: -1..<0, decimals: 0)

    init(value: Double, range: Range<Int>, decimals: Int) {
        self.value = value
        lower = Int32(truncatingIfNeeded: range.lowerBound)
        length = UInt16(clamping: range.count)
        self.decimals = UInt8(clamping: decimals)
    }

    var isPrinted: Bool { lower >= 0 }
    var range: Range<Int> { Int(lower)..<Int(lower) + Int(length) }

    /// Half of the last printed digit's worth: what rounding may have taken or given.
    var halfUnit: Double { 0.5 / powerOfTen(Int(min(decimals, 18))) }

    /// The number as a quantity that was read at its place.
    ///
    /// - Parameter margin: by how much it may be off; a whole number of a discrete unit is exact
    ///   unless a margin is given.
    func quantity<Unit: UnitOfMeasure>(
        _ label: String, of unit: Unit.Type = Unit.self, in file: SourceFile, margin: Double? = nil
    ) -> Quantity<Unit> {
        let off = margin ?? (Unit.isDiscrete && decimals == 0 ? 0 : halfUnit)
        return Quantity(
            value, within: Interval(max(min(0, value), value - off), value + off),
            derivation: .reading(label: label, at: file.span(range)))
    }
}

/// A cursor over a stretch of bytes.
struct ByteCursor {
    let bytes: [UInt8]
    var offset: Int
    let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset >= end }
    var byte: UInt8? { offset < end ? bytes[offset] : nil }

    /// Takes a literal text if it stands here.
    mutating func take(_ text: StaticString) -> Bool {
        guard bytes.stands(text, at: offset, before: end) else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    mutating func skipSpaces() {
        while offset < end, bytes[offset] == 0x20 { offset += 1 }
    }

    /// Takes a decimal number; the cursor stays where there is none.
    mutating func number() -> PrintedNumber? {
        let start = offset
        guard let first = byte, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            let read = bytes.withUnsafeBufferPointer({ numeral(in: $0, start..<end, hasExponent: false) })
        else { return nil }
        offset = read.end
        return PrintedNumber(
            value: read.numeral.value, range: start..<offset, decimals: read.numeral.decimals)
    }
}

extension [UInt8] {
    /// Whether a text stands at an offset and ends at or before a limit.
    func stands(_ text: StaticString, at offset: Int, before end: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset >= 0, offset + count <= end else { return false }
        let start = text.utf8Start
        for index in 0..<count where self[offset + index] != start[index] { return false }
        return true
    }

    /// Whether a range holds exactly a text.
    func equals(_ text: StaticString, _ range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount
            && stands(text, at: range.lowerBound, before: range.upperBound)
    }

    /// Where a text first stands in a range.
    func firstIndex(of text: StaticString, in range: Range<Int>) -> Int? {
        let count = text.utf8CodeUnitCount
        guard count > 0, range.count >= count else { return nil }
        let first = text.utf8Start[0]
        var offset = range.lowerBound
        let last = range.upperBound - count
        while offset <= last {
            if self[offset] == first, stands(text, at: offset, before: range.upperBound) { return offset }
            offset += 1
        }
        return nil
    }
}
