/// JSON that grows as UTF-8 bytes (RFC 8259).
///
/// It writes into one buffer: a plan has hundreds of numbers, and a corpus thousands of plans.
package struct JSONBuffer {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private var isAfterKey = false
    private var depth = 0
    private let isIndented: Bool

    /// An empty text; indented, each member and each element begins a line.
    package init(isIndented: Bool = false) { self.isIndented = isIndented }

    /// Makes room for a number of bytes.
    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Forgets what was written, and keeps the room.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Writes an object whose members `body` writes.
    package mutating func object(_ body: (inout JSONBuffer) -> Void) { nest(0x7B, 0x7D, body) }

    /// Writes a list whose elements `body` writes.
    package mutating func list(_ body: (inout JSONBuffer) -> Void) { nest(0x5B, 0x5D, body) }

    /// Writes the name of a member; its value comes next.
    package mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(0x22)
        endKey()
    }

    /// Writes the name of a member; its value comes next.
    package mutating func key(_ name: String) {
        value(name)
        endKey()
    }

    /// Writes a member, or nothing where there is no value.
    package mutating func member(_ name: StaticString, _ number: Double?) {
        guard let number else { return }
        key(name)
        value(number)
    }

    /// Writes a member, or nothing where there is no value.
    package mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        value(text)
    }

    /// Ends a line, after which another value may come.
    package mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    package mutating func null() { word("null") }
    package mutating func value(_ flag: Bool) { word(flag ? "true" : "false") }

    package mutating func value(_ number: Int) {
        separate()
        digits(number)
        needsComma = true
    }

    /// Writes the shortest decimal that reads as the same number; what is no number is null.
    package mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        separate()
        let scaled = (number * 1_000_000).rounded()
        // 2⁵³ ÷ 10: below it, the quotient is the number nearest to the decimal.
        if scaled.magnitude < 900_719_925_474_099, scaled / 1_000_000 == number,
            let millionths = Int(exactly: scaled)
        {
            decimal(millionths: millionths)
        } else {
            bytes.append(contentsOf: number.description.utf8)
        }
        needsComma = true
    }

    package mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { value($0) }
    }

    /// Writes a text of UTF-8 bytes.
    package mutating func value(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(0x22)
        var plain = 0
        var index = 0
        while index < text.count {
            let length = Self.hostileLength(text, at: index)
            if length == 0 {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            escape(text, at: index, length: length)
            index += length
            plain = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
        bytes.append(0x22)
        needsComma = true
    }

    // MARK: Its parts

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONBuffer) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        depth += 1
        body(&self)
        depth -= 1
        if needsComma { indent() }
        bytes.append(close)
        needsComma = true
    }

    private mutating func endKey() {
        bytes.append(0x3A)
        if isIndented { bytes.append(0x20) }
        needsComma = false
        isAfterKey = true
    }

    private mutating func indent() {
        guard isIndented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        if !isAfterKey, depth > 0 { indent() }
        isAfterKey = false
    }

    private mutating func word(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        needsComma = true
    }

    private mutating func digits(_ number: Int) {
        if number < 0 { bytes.append(0x2D) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func decimal(millionths number: Int) {
        if number < 0 { bytes.append(0x2D) }
        digits(Int(number.magnitude / 1_000_000))
        var fraction = number.magnitude % 1_000_000
        guard fraction > 0 else { return }
        bytes.append(0x2E)
        var unit: UInt = 100_000
        while fraction > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: fraction / unit))
            fraction %= unit
            unit /= 10
        }
    }

    /// How many bytes at an offset JSON, or a terminal that shows it, does not take as they are; 0 for most.
    private static func hostileLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let byte = text[index]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return 1 }
        guard byte >= 0xC2, index + 1 < text.count else { return 0 }
        let next = text[index + 1]
        if byte == 0xC2 { return next < 0xA0 ? 2 : 0 }
        guard byte == 0xD8 || byte == 0xE2, byte == 0xD8 || index + 2 < text.count else { return 0 }
        if byte == 0xD8 { return next == 0x9C ? 2 : 0 }
        let last = text[index + 2]
        let isHostile =
            (next == 0x80 && ((0x8E...0x8F).contains(last) || (0xA8...0xAE).contains(last)))
            || (next == 0x81 && (0xA6...0xA9).contains(last))
        return isHostile ? 3 : 0
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, at index: Int, length: Int) {
        bytes.append(0x5C)
        switch text[index] {
        case 0x22, 0x5C: bytes.append(text[index])
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            var scalar = UInt32(text[index])
            if length == 2 { scalar = (scalar & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F) }
            if length == 3 {
                scalar =
                    (scalar & 0x0F) << 12 | UInt32(text[index + 1] & 0x3F) << 6
                    | UInt32(text[index + 2] & 0x3F)
            }
            bytes.append(UInt8(ascii: "u"))
            for shift in [UInt32(12), 8, 4, 0] {
                let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
                bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }
}
