#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What stands before a message: how severe it is, or what of the entry before it the line adds.
enum LogLabel: Sendable, Hashable {
    case severity(ServerLogSeverity)
    case detail(ServerLogField)

    /// Reads `FATAL:  ` and the like.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, before end: Int
    ) -> (label: LogLabel, next: Int)? {
        guard position < end, let (label, colon) = word(bytes, at: position, before: end) else { return nil }
        guard colon < end, bytes[colon] == UInt8(ascii: ":"), colon + 1 == end || bytes[colon + 1] == 0x20
        else { return nil }
        var next = colon + 1
        while next < end, next < colon + 3, bytes[next] == 0x20 { next += 1 }
        return (label, next)
    }

    /// A severity that fills a range, as csvlog and jsonlog have it.
    static func severity(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> ServerLogSeverity? {
        guard !range.isEmpty,
            case (.severity(let severity), range.upperBound)? =
                word(bytes, at: range.lowerBound, before: range.upperBound)
        else { return nil }
        return severity
    }

    private static func word(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, before end: Int
    ) -> (LogLabel, next: Int)? {
        func label(_ word: StaticString, _ label: LogLabel) -> (LogLabel, next: Int)? {
            bytes.begins(with: word, at: position, before: end)
                ? (label, position + word.utf8CodeUnitCount) : nil
        }
        switch bytes[position] {
        case UInt8(ascii: "L"): return label("LOG", .severity(.log)) ?? label("LOCATION", .detail(.location))
        case UInt8(ascii: "D"):
            if let found = label("DETAIL", .detail(.detail)) { return found }
            guard let (debug, next) = label("DEBUG", .severity(.debug)) else { return nil }
            let isNumbered = next < end && (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(bytes[next])
            return (debug, isNumbered ? next + 1 : next)
        case UInt8(ascii: "S"): return label("STATEMENT", .detail(.statement))
        case UInt8(ascii: "E"): return label("ERROR", .severity(.error))
        case UInt8(ascii: "F"): return label("FATAL", .severity(.fatal))
        case UInt8(ascii: "W"): return label("WARNING", .severity(.warning))
        case UInt8(ascii: "N"): return label("NOTICE", .severity(.notice))
        case UInt8(ascii: "I"): return label("INFO", .severity(.info))
        case UInt8(ascii: "P"): return label("PANIC", .severity(.panic))
        case UInt8(ascii: "C"): return label("CONTEXT", .detail(.context))
        case UInt8(ascii: "H"): return label("HINT", .detail(.hint))
        case UInt8(ascii: "Q"): return label("QUERY", .detail(.internalQuery))
        case UInt8(ascii: "B"): return label("BACKTRACE", .detail(.backtrace))
        default: return nil
        }
    }

    /// The field that a line of the plain format names so.
    static func field(named name: String) -> ServerLogField? {
        switch name {
        case "DETAIL": .detail
        case "HINT": .hint
        case "CONTEXT": .context
        case "STATEMENT": .statement
        case "QUERY": .internalQuery
        case "LOCATION": .location
        case "BACKTRACE": .backtrace
        default: nil
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes stand at a position.
    func begins(with literal: StaticString, at position: Int, before end: Int) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard let baseAddress, position >= 0, position + count <= end else { return false }
        return memcmp(baseAddress + position, literal.utf8Start, count) == 0
    }

    /// The first position of a byte, or nil.
    func position(of byte: UInt8, from start: Int, before end: Int) -> Int? {
        guard let baseAddress, start < end, let found = memchr(baseAddress + start, Int32(byte), end - start)
        else { return nil }
        return UnsafeRawPointer(baseAddress).distance(to: UnsafeRawPointer(found))
    }
}
