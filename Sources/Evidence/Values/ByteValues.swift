/// The value of an ASCII digit, or nil.
@inlinable
@inline(__always)
package func digitValue(_ byte: UInt8) -> Int? { byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : nil }

/// Whether a byte is an ASCII letter.
@inlinable
@inline(__always)
package func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

/// The value of a hexadecimal digit.
@inlinable
@inline(__always)
package func hexadecimalValue(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x46: Int(byte) - 0x37
    case 0x61...0x66: Int(byte) - 0x57
    default: nil
    }
}

/// The Unicode scalar that begins at an offset of well-formed UTF-8, and how many bytes it takes.
///
/// Bytes that are not well-formed count as one character each, so that a walk always comes to its end.
@inlinable
@inline(__always)
package func scalar(
    at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, before end: Int
) -> (value: UInt32, length: Int) {
    let lead = bytes[offset]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let length = lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : 2)
    guard lead >= 0xC2, offset + length <= end else { return (0xFFFD, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for further in 1..<length { value = value << 6 | UInt32(bytes[offset + further] & 0x3F) }
    return (value, length)
}
