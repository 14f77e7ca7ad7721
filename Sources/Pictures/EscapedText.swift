/// Appends text so that it can be nothing but text, in an element or in a quoted attribute.
///
/// Markup characters become references. What XML 1.0 does not allow (production 2, Char), the C1 controls
/// that it discourages, and the bidirectional overrides and isolates that make text read as something else
/// (Unicode Technical Report 36) become U+FFFD. White space becomes a plain space.
func appendEscaped(_ text: some StringProtocol, to output: inout [UInt8], keepingLines: Bool = false) {
    var previous: UInt8 = 0
    var beforePrevious: UInt8 = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
        case 0x0A where keepingLines: output.append(byte)
        case 0x09, 0x0A, 0x0D: output.append(0x20)
        case 0x00..<0x20, 0x7F: output.append(contentsOf: replacementCharacter)
        case _ where isForbidden(beforePrevious, previous, byte):
            output.removeLast(previous == 0xC2 ? 1 : 2)
            output.append(contentsOf: replacementCharacter)
        default: output.append(byte)
        }
        (beforePrevious, previous) = (previous, byte)
    }
}

private let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

/// Whether the byte ends the encoding of a C1 control, of U+FFFE or U+FFFF, or of a bidirectional control.
private func isForbidden(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second, third) {
    case (_, 0xC2, 0x80...0x9F): true
    case (0xEF, 0xBF, 0xBE...0xBF): true
    case (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9): true
    default: false
    }
}

/// An identifier that is safe in `id`, in `url(#…)` and in the list that `aria-labelledby` takes.
func safeIdentifier(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8.prefix(80) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            bytes.append(byte)
        default: bytes.append(UInt8(ascii: "-"))
        }
    }
    let isLetter = bytes.first.map { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) } ?? false
    return (isLetter ? "" : "picture-") + String(decoding: bytes, as: UTF8.self)
}

/// A coordinate to a tenth of a unit, without an exponent; what is not finite is drawn at the origin.
func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int(exactly: (max(-1e6, min(1e6, value)) * 10).rounded()) ?? 0
    let magnitude = tenths.magnitude
    let text = magnitude % 10 == 0 ? "\(magnitude / 10)" : "\(magnitude / 10).\(magnitude % 10)"
    return tenths < 0 ? "-" + text : text
}
