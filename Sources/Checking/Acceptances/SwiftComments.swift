/// Finds the comments of a Swift source, and no text of its strings that looks like one.
///
/// It follows the lexical structure of the language as far as comments and strings need it: line and nested
/// block comments, strings of one or several lines with any number of `#`, and interpolations in them. Regex
/// literals between bare slashes are not known; one that holds `//` would be taken for a comment.
struct SwiftComments {
    /// The bytes of a comment, from its first mark to its end.
    private(set) var ranges: [Range<Int>] = []

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The comments of a source, in order.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var scan = SwiftComments(bytes)
        scan.code(isInterpolation: false)
        return scan.ranges
    }

    private func byte(_ offset: Int) -> UInt8 {
        index + offset < bytes.count ? bytes[index + offset] : 0
    }

    /// Reads code up to the end, or up to the bracket that closes an interpolation.
    private mutating func code(isInterpolation: Bool) {
        var depth = 0
        while index < bytes.count {
            switch byte(0) {
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): lineComment()
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): blockComment()
            case UInt8(ascii: "\""), UInt8(ascii: "#"): stringOrPound()
            case UInt8(ascii: "("):
                depth += 1
                index += 1
            case UInt8(ascii: ")"):
                index += 1
                depth -= 1
                if isInterpolation, depth < 0 { return }
            default: index += 1
            }
        }
    }

    private mutating func lineComment() {
        let start = index
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        ranges.append(start..<index)
    }

    private mutating func blockComment() {
        let start = index
        var depth = 0
        repeat {
            if byte(0) == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                depth += 1
                index += 2
            } else if byte(0) == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0 && index < bytes.count
        index = min(index, bytes.count)
        ranges.append(start..<index)
    }

    private mutating func stringOrPound() {
        var pounds = 0
        while byte(pounds) == UInt8(ascii: "#") { pounds += 1 }
        guard byte(pounds) == UInt8(ascii: "\"") else {
            index += max(1, pounds)
            return
        }
        index += pounds
        let isLong = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
        index += isLong ? 3 : 1
        string(quotes: isLong ? 3 : 1, pounds: pounds)
    }

    private mutating func string(quotes: Int, pounds: Int) {
        while index < bytes.count {
            switch byte(0) {
            case UInt8(ascii: "\"") where closes(quotes: quotes, pounds: pounds):
                index += quotes + pounds
                return
            case UInt8(ascii: "\\") where (0..<pounds).allSatisfy({ byte(1 + $0) == UInt8(ascii: "#") }):
                index += 1 + pounds
                let isInterpolation = byte(0) == UInt8(ascii: "(")
                index += 1
                if isInterpolation { code(isInterpolation: true) }
            // A string of one line that is not closed ends with it; what follows is code again.
            case 0x0A where quotes == 1: return
            default: index += 1
            }
        }
    }

    private func closes(quotes: Int, pounds: Int) -> Bool {
        (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") }
            && (0..<pounds).allSatisfy { byte(quotes + $0) == UInt8(ascii: "#") }
    }
}
