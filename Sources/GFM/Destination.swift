/// Rules for where links may lead.
enum Destination {
    /// The kinds of address that leave the site and cannot run a script.
    static let schemes = ["http", "https", "mailto", "tel", "ftp"]

    /// The scheme of an address that is not allowed, or nil where the address is fine.
    ///
    /// A scheme is a letter followed by letters, digits, `+`, `-` and `.` (RFC 3986, 3.1). Characters
    /// that browsers skip in it (tab, newline) reach the page percent-encoded, so that what they follow
    /// is no scheme any more.
    static func refusedScheme(of address: ArraySlice<UInt8>) -> String? {
        guard let colon = address.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = address[..<colon]
        guard let first = scheme.first, isLetter(first), scheme.allSatisfy(isSchemeByte) else { return nil }
        let name = String(decoding: scheme, as: UTF8.self).lowercased()
        return schemes.contains(name) ? nil : name
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- 0x30 < 10 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    /// Appends a part of an address: all but unreserved characters (RFC 3986, 2.3) and `/` is percent-encoded.
    static func appendComponent(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                for digit in [byte >> 4, byte & 0x0F] {
                    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
                }
            }
        }
    }
}
