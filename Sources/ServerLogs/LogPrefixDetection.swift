internal import Diagnostics
internal import Evidence

/// Finds out the `log_line_prefix` from lines that were written with it.
///
/// Each candidate — the settings that are in wide use, then those that the lines themselves suggest — is
/// tried on every line. Candidates that split the lines alike are one answer. Where two answers are
/// equally good, a setting in wide use goes before one that only the lines suggest, and where that does
/// not decide it, none is given.
struct LogPrefixDetection {
    private let sample: LogSample

    init(_ sample: LogSample) { self.sample = sample }

    /// Settings in wide use: PostgreSQL's and Debian's own, those of pgBadger's manual, and those of
    /// Amazon RDS, Google Cloud SQL, Azure, Supabase and Crunchy.
    static let wellKnown = [
        "%m [%p] ", "%m [%p] %q%u@%d ", "%m [%p] %u@%d ", "%m [%p] %q%u@%d/%a ", "%m [%p] %q%u@%d/%a %e ",
        "%m [%p] %q[user=%u,db=%d,app=%a] ", "%m [%p]: [%l-1] ",
        "%m [%p]: [%l-1] db=%d,user=%u ", "%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
        "%m [%p]: user=%u,db=%d,app=%a,client=%h ", "%h %m [%p] %q%u@%d ",
        "%t [%p] ", "%t [%p]: ", "%t [%p]: [%l-1] ", "%t [%p]: [%l-1] user=%u,db=%d ",
        "%t [%p]: [%l-1] user=%u,db=%d,client=%h ", "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
        "%t [%p]: user=%u,db=%d,app=%a,client=%h ", "%t [%p]: user=%u,db=%d ", "%t [%p] %q%u@%d ",
        "%t [%p] %u@%d ", "%t:%r:%u@%d:[%p]:", "%m:%r:%u@%d:[%p]:", "%t:%r:%u@%d:[%p]: ",
        "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:", "%t-%c-", "%m ", "%t ", "< %m >", "< %m > ", "<%m> ",
        "< %t >", "<%t> ", "%n [%p] ",
        "time=%t, pid=%p %q db=%d, usr=%u, client=%h , app=%a, line=%l ",
        "%t %u@%d ", "%m %u@%d ", "",
    ]

    /// After so many attempts no further candidate is tried, so that no lines take long.
    private static let mostAttempts = 500_000

    /// How one candidate splits the lines.
    private struct Answer {
        let prefix: LogLinePrefix
        let matched: Int
        /// How many names look as if they held more than a name.
        let suspicious: Int
        let parts: [[LogPart]]
        let saysWhenOrWho: Bool
    }

    /// The prefix; throws where there is none, or more than one.
    func prefix() throws(Diagnostic) -> LogLinePrefix {
        let best = bestAnswers()
        guard let first = best.first else { throw unknown() }
        guard best.count == 1 else { throw ambiguous(best.map(\.prefix.written)) }
        return first.prefix
    }

    /// Whether the lines can be those of a server log.
    var isPlausible: Bool {
        guard let first = sample.lines.first, LogHeader(sample.file, first) != nil else { return false }
        return bestAnswers().contains(where: \.saysWhenOrWho)
    }

    /// The answers than which there is no better; each splits the lines in another way.
    private func bestAnswers() -> [Answer] {
        sample.file.bytes.withUnsafeBufferPointer { bytes in
            var attempts = 0
            var answers = Self.wellKnown.compactMap { answer($0, bytes, &attempts) }
            let isClear = answers.contains {
                $0.matched == sample.lines.count && $0.suspicious == 0 && $0.saysWhenOrWho
            }
            if !isClear {
                for candidate in suggestions(bytes) where attempts < Self.mostAttempts {
                    if let found = answer(candidate, bytes, &attempts) { answers.append(found) }
                }
            }
            let matched = answers.map(\.matched).max() ?? 0
            answers.removeAll { $0.matched < matched }
            let suspicious = answers.map(\.suspicious).min() ?? 0
            answers.removeAll { $0.suspicious > suspicious }
            var distinct: [Answer] = []
            for answer in answers where !distinct.contains(where: { Self.areAlike($0, answer) }) {
                distinct.append(answer)
            }
            let known = distinct.filter { Self.wellKnown.contains($0.prefix.written) }
            return known.isEmpty ? distinct : known
        }
    }

    /// How a prefix splits the lines; nil where more than one in ten has not got it.
    private func answer(
        _ written: String, _ bytes: UnsafeBufferPointer<UInt8>, _ attempts: inout Int
    ) -> Answer? {
        let prefix: LogLinePrefix
        do throws(Diagnostic) { prefix = try LogLinePrefix(written) } catch { return nil }
        var matcher = LogLineMatcher(prefix, bytes, zone: .utc, isExact: true)
        defer { attempts += matcher.attempts + written.utf8.count }
        var missed = 0
        var suspicious = 0
        var parts: [[LogPart]] = []
        var counters = LogCounters()
        for line in sample.lines {
            guard matcher.match(line) else {
                missed += 1
                parts.append([])
                guard missed * 10 <= sample.lines.count else { return nil }
                continue
            }
            parts.append(matcher.parts)
            suspicious += matcher.parts.count { Self.isSuspicious($0, bytes) }
            suspicious += counters.suspicious(matcher.parts, of: matcher.process, bytes)
        }
        guard missed < sample.lines.count else { return nil }
        if prefix.holds(.queryID), !counters.hasQueryID { suspicious += 1 }
        // A process alone could be any number, such as the line of a script that psql runs.
        let saysWhenOrWho =
            prefix.holds(.time) || prefix.holds(.sessionID) || written.contains("[%p]")
        return Answer(
            prefix: prefix, matched: sample.lines.count - missed, suspicious: suspicious, parts: parts,
            saysWhenOrWho: saysWhenOrWho)
    }

    /// Whether a name holds what prefixes put between names.
    private static func isSuspicious(_ part: LogPart, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch part.field {
        case .user, .database, .application: break
        case .backendType:
            return !LogHeader.backendTypes.contains { bytes.holds($0, in: part.range) }
        case .commandTag:
            return !LogHeader.commandTags.contains { bytes.holds($0, in: part.range) }
        default: return false
        }
        if bytes.holds("[unknown]", in: part.range) { return false }
        let isName = part.field != .application
        return part.range.contains { index in
            switch bytes[index] {
            case UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "|"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            case 0x20, UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"): isName
            default: false
            }
        }
    }

    private static func areAlike(_ left: Answer, _ right: Answer) -> Bool {
        left.parts.elementsEqual(right.parts) { left, right in
            left.elementsEqual(right) { $0.field == $1.field && $0.range == $1.range }
        }
    }

    /// The prefixes that lines suggest: those of the lines whose headers differ most.
    private func suggestions(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var seen: Set<[LogHeader.Token]> = []
        var found: [String] = []
        var headers: [LogHeader] = []
        for line in sample.lines {
            guard let header = LogHeader(sample.file, line), seen.insert(header.skeleton).inserted else {
                continue
            }
            headers.append(header)
        }
        // The richest lines come first: those of sessions hold what %q leaves out of the others.
        headers.sort { $0.tokens.count > $1.tokens.count }
        for header in headers.prefix(6) {
            for candidate in header.prefixes where !found.contains(candidate) { found.append(candidate) }
        }
        return found
    }

    private func unknown() -> Diagnostic {
        let file = sample.file
        let line = sample.lines.first ?? file.line(file.firstLine)
        if sample.firstStructuredLine != nil {
            return LogFinding(.orphan, line).diagnostic(
                in: file, format: LogFormat(destination: .csvlog, prefix: nil, zone: nil))
        }
        let isForeign = sample.lines.contains { LogFinding.hasForeignLabel(file, $0) }
        return Diagnostic(
            .serverLog(.prefixUnknown), "The log_line_prefix cannot be found out from the log's lines",
            at: file.span(line), expected: "a line such as “2026-01-04 16:15:02.126 UTC [7] LOG:  …”",
            help: isForeign
                ? LogFinding.localizedHelp
                : "Give it: ServerLog(…, prefix: \"…\"), as SHOW log_line_prefix prints it on the server.")
    }

    private func ambiguous(_ candidates: [String]) -> Diagnostic {
        let shown = candidates.sorted().prefix(8).map { "“\($0)”" }.joined(separator: ", ")
        return Diagnostic(
            .serverLog(.prefixAmbiguous), "The log's lines fit several settings of log_line_prefix: \(shown)",
            at: sample.file.span(sample.lines.first ?? 0..<0), expected: "lines that only one setting fits",
            help: "Give it: ServerLog(…, prefix: \"…\"), as SHOW log_line_prefix prints it on the server.")
    }
}

/// Tells the numbers of a prefix apart by how they go on from line to line.
private struct LogCounters {
    private var lastLine: [Int32: Int] = [:]
    private var lastTransaction: [Int32: Int] = [:]
    /// Whether a number was long enough for a query identifier, which is a hash of 64 bits, or 0.
    private(set) var hasQueryID = false

    /// How many numbers of a line are not what numbers of their kind are.
    ///
    /// `%l` counts the lines of a process. `%x` is 0 or at least 3 (`src/include/access/transam.h`) and
    /// does not count lines. `%P` is printed by parallel workers alone.
    /// `%Q` is 0 or a hash of 64 bits.
    mutating func suspicious(
        _ parts: [LogPart], of process: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var found = 0
        for part in parts {
            switch part.field {
            case .leaderProcess: found += part.range.isEmpty ? 0 : 1
            case .queryID:
                if part.range.count >= 12 {
                    hasQueryID = true
                } else if number(part, bytes) != 0 {
                    found += 1
                }
            case .sessionLine:
                let value = number(part, bytes)
                if value == 0 || part.range.count > 10 || value <= lastLine[process] ?? 0 { found += 1 }
                lastLine[process] = value
            case .transaction:
                let value = number(part, bytes)
                if value == 1 || value == 2 || part.range.count > 10
                    || (value > 3 && value == (lastTransaction[process] ?? 0) + 1)
                {
                    found += 1
                }
                lastTransaction[process] = value
            default: break
            }
        }
        return found
    }

    private func number(_ part: LogPart, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        part.range.prefix(18).reduce(0) { $0 * 10 + (digitValue(bytes[$1]) ?? 0) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a range holds this text and nothing else.
    func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount
            && begins(with: text, at: range.lowerBound, before: range.upperBound)
    }
}
