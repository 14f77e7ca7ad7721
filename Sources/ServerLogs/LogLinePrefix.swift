internal import Diagnostics
internal import Evidence

/// What PostgreSQL's `log_line_prefix` puts before each line of its log.
///
/// The escapes are those of PostgreSQL's manual, "Error Reporting and Logging".
struct LogLinePrefix: Sendable, Hashable {
    /// What a text can be that stands for an escape, so that its end is found.
    enum Shape: Sendable, Hashable {
        /// `2026-01-04 16:15:02.126 UTC`
        case time
        /// `1767543300.958`
        case epoch
        case digits
        /// Digits, or nothing.
        case optionalDigits
        /// Digits with a sign.
        case integer
        /// `6b030126.2355`
        case session
        /// `3/11`, or nothing.
        case virtualTransaction
        case sqlState
        /// `10.0.0.1(5432)`, `[local]` or nothing.
        case hostAndPort
        /// `10.0.0.1`, `[local]` or nothing.
        case host
        /// Any text.
        case text
    }

    /// An escape such as `%-10u`.
    struct Escape: Sendable, Hashable {
        let letter: UInt8
        let field: ServerLogField
        let shape: Shape
        /// To how many columns it is filled up with spaces: before it, or behind it where negative.
        var width = 0
    }

    enum Step: Sendable, Hashable {
        /// These of ``literals``.
        case literal(Range<Int>)
        case field(Escape)
        /// `%q`: processes without a session print nothing from here on.
        case stop
    }

    let written: String
    private(set) var steps: [Step] = []
    private(set) var literals: [UInt8] = []

    /// Reads a setting; throws the escape that is none.
    init(_ written: String) throws(Diagnostic) {
        self.written = written
        var literal = 0
        var bytes = Array(written.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                literals.append(byte)
                continue
            }
            let width = Self.width(&bytes)
            guard let letter = bytes.popFirst() else { throw Self.unknownEscape("%", written) }
            if letter == UInt8(ascii: "%") {
                literals.append(letter)
                continue
            }
            guard let step = Self.step(letter, width: width) else {
                throw Self.unknownEscape("%\(Character(Unicode.Scalar(letter)))", written)
            }
            if literal < literals.count { steps.append(.literal(literal..<literals.count)) }
            literal = literals.count
            steps.append(step)
        }
        if literal < literals.count { steps.append(.literal(literal..<literals.count)) }
    }

    /// Whether lines of the prefix say this of their entries.
    func holds(_ field: ServerLogField) -> Bool {
        steps.contains {
            guard case .field(let escape) = $0 else { return false }
            return escape.field == field || (field == .remotePort && escape.shape == .hostAndPort)
        }
    }

    private static func width(_ bytes: inout ArraySlice<UInt8>) -> Int {
        var isNegative = false
        var width = 0
        if bytes.first == UInt8(ascii: "-") {
            isNegative = true
            bytes.removeFirst()
        }
        while let digit = bytes.first.flatMap(digitValue) {
            width = min(width * 10 + digit, 10_000)
            bytes.removeFirst()
        }
        return isNegative ? -width : width
    }

    private static func step(_ letter: UInt8, width: Int) -> Step? {
        if letter == UInt8(ascii: "q") { return .stop }
        let meaning: (ServerLogField, Shape)? =
            switch Character(Unicode.Scalar(letter)) {
            case "m", "t": (.time, .time)
            case "n": (.time, .epoch)
            case "s": (.sessionStart, .time)
            case "p": (.process, .digits)
            case "P": (.leaderProcess, .optionalDigits)
            case "l": (.sessionLine, .digits)
            case "x": (.transaction, .digits)
            case "Q": (.queryID, .integer)
            case "v": (.virtualTransaction, .virtualTransaction)
            case "c": (.sessionID, .session)
            case "e": (.sqlState, .sqlState)
            case "r": (.remoteHost, .hostAndPort)
            case "h": (.remoteHost, .host)
            case "L": (.localAddress, .host)
            case "u": (.user, .text)
            case "d": (.database, .text)
            case "a": (.application, .text)
            case "b": (.backendType, .text)
            case "i": (.commandTag, .text)
            default: nil
            }
        return meaning.map { .field(Escape(letter: letter, field: $0.0, shape: $0.1, width: width)) }
    }

    private static func unknownEscape(_ escape: String, _ written: String) -> Diagnostic {
        Diagnostic(
            .serverLog(.prefix), "log_line_prefix “\(written)” has the unknown escape “\(escape)”",
            expected: "the setting as the server has it: SHOW log_line_prefix")
    }
}
