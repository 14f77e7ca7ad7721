internal import Diagnostics
internal import Evidence

/// What stands before the severity of one line of a plain log, taken apart by how it looks.
struct LogHeader {
    /// A piece of the header.
    enum Token: Hashable {
        case literal(UInt8)
        /// What an escape of `log_line_prefix` stands for, by its letter.
        case escape(UInt8)
        /// A host without a port, which `%h` and `%r` both print.
        case host
        case number
        /// A process in brackets that is filled up with spaces: before it, or behind it where negative.
        case padded(Int)
        case word
    }

    let tokens: [Token]

    /// The tokens by which headers are alike.
    var skeleton: [Token] { tokens }

    /// Takes the header of a line apart; nil where no severity is found in the line.
    init?(_ file: SourceFile, _ line: Range<Int>) {
        let found = file.bytes.withUnsafeBufferPointer { bytes -> [Token]? in
            guard let end = Self.labelStart(bytes, line) else { return nil }
            var scan = LogHeaderScan(bytes, line.lowerBound..<end)
            return scan.run()
        }
        guard let found else { return nil }
        tokens = found
    }

    /// How long a header may be, in bytes: more than any setting that was seen, so that no line takes long.
    private static let longest = 400

    /// In how many tokens a place for `%q` is looked for.
    private static let mostTokens = 100

    /// Where the first severity stands that two spaces follow.
    private static func labelStart(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int? {
        let line = line.prefix(longest)
        var index = line.lowerBound
        while let colon = bytes.position(of: UInt8(ascii: ":"), from: index, before: line.upperBound) {
            index = colon + 1
            guard bytes.begins(with: ":  ", at: colon, before: line.upperBound) else { continue }
            var start = colon
            while start > line.lowerBound, isLetter(bytes[start - 1]) || digitValue(bytes[start - 1]) != nil {
                start -= 1
            }
            if LogLabel.read(bytes, at: start, before: line.upperBound) != nil { return start }
        }
        return nil
    }

    /// Every prefix that can have printed the header.
    var prefixes: [String] {
        var candidates: [[Token]] = [[]]
        for token in tokens {
            candidates = candidates.flatMap { done in
                Self.readings(of: token, after: done).map { done + [$0] }
            }
            if candidates.count > 32 { candidates.removeSubrange(32...) }
        }
        return candidates.flatMap { tokens in
            let pieces = tokens.map(Self.written)
            guard pieces.count <= Self.mostTokens else { return [pieces.joined()] }
            return [pieces.joined()]
                + pieces.indices.map { pieces[..<$0].joined() + "%q" + pieces[$0...].joined() }
        }
    }

    /// What a token can stand for, given what was taken before it.
    private static func readings(of token: Token, after done: [Token]) -> [Token] {
        func isFree(_ letter: UInt8) -> Bool {
            !done.contains {
                switch $0 {
                case .escape(letter): true
                case .padded: letter == UInt8(ascii: "p")
                default: false
                }
            }
        }
        switch token {
        case .literal, .escape, .padded: return [token]
        case .host: return [.escape(UInt8(ascii: "h")), .escape(UInt8(ascii: "r"))]
        case .number:
            let letters = Array("plxQP".utf8).filter(isFree)
            // The first number is the process in every setting that is known.
            return letters.first == UInt8(ascii: "p")
                ? [.escape(UInt8(ascii: "p"))] : letters.map(Token.escape)
        case .word: return Array("uda".utf8).filter(isFree).map(Token.escape)
        }
    }

    private static func written(_ token: Token) -> String {
        switch token {
        case .literal(UInt8(ascii: "%")): "%%"
        case .literal(let byte): String(decoding: [byte], as: UTF8.self)
        case .escape(let letter): "%" + String(decoding: [letter], as: UTF8.self)
        case .padded(let width): "%\(width)p"
        case .host, .number, .word: ""
        }
    }

    /// What `%b` prints (`src/backend/utils/init/miscinit.c`, `GetBackendTypeDesc`).
    static let backendTypes: [StaticString] = [
        "client backend", "postmaster", "checkpointer", "background writer", "walwriter", "startup",
        "archiver",
        "autovacuum launcher", "autovacuum worker", "logical replication launcher",
        "logical replication worker", "logical replication apply worker",
        "logical replication parallel worker", "logical replication tablesync worker", "parallel worker",
        "background worker", "walsender", "walreceiver", "walsummarizer", "wal receiver", "logger",
        "standalone backend", "slotsync worker", "io worker", "not initialized", "dead-end client backend",
        "stats collector",
    ]

    /// What `%i` prints most often: the tags of commands and the states of a session.
    static let commandTags: [StaticString] = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "idle", "idle in transaction",
        "idle in transaction (aborted)", "authentication", "initializing", "startup", "BEGIN", "COMMIT",
        "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "RESET", "SHOW", "DO", "CALL", "COPY", "EXPLAIN", "PARSE",
        "BIND", "EXECUTE", "PREPARE", "DEALLOCATE", "DECLARE CURSOR", "FETCH", "CLOSE CURSOR", "LOCK TABLE",
        "TRUNCATE TABLE", "VACUUM", "ANALYZE", "CHECKPOINT", "REINDEX", "CLUSTER", "CREATE TABLE",
        "CREATE INDEX", "CREATE TABLE AS", "CREATE FUNCTION", "CREATE EXTENSION", "CREATE SCHEMA",
        "CREATE VIEW", "CREATE ROLE", "CREATE DATABASE", "ALTER TABLE", "ALTER SYSTEM", "ALTER ROLE",
        "DROP TABLE", "DROP INDEX", "DROP SCHEMA", "DROP DATABASE", "GRANT", "REVOKE", "LISTEN", "NOTIFY",
        "DISCARD ALL", "REFRESH MATERIALIZED VIEW", "START_REPLICATION", "IDENTIFY_SYSTEM",
    ]
}

/// Takes the header of a line apart.
struct LogHeaderScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var index: Int
    private var clock: LogClock
    private var tokens: [LogHeader.Token] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
        clock = LogClock(bytes, zone: .utc)
    }

    mutating func run() -> [LogHeader.Token] {
        while index < end {
            let (start, count) = (index, tokens.count)
            let isTaken =
                takeTime() || takePaddedProcess() || takeKey() || takeHost() || takePhrase() || takeNumber()
                || takeWord()
            guard isTaken, index > start else {
                tokens.removeSubrange(count...)
                tokens.append(.literal(bytes[start]))
                index = start + 1
                continue
            }
        }
        return tokens
    }

    private mutating func add(_ letter: UInt8, upTo next: Int) -> Bool {
        tokens.append(.escape(letter))
        index = next
        return true
    }

    private func has(_ letter: UInt8) -> Bool { tokens.contains(.escape(letter)) }

    private mutating func takeTime() -> Bool {
        guard digitValue(bytes[index]) != nil, let read = clock.read(at: index, before: end) else {
            return false
        }
        let letter: UInt8 =
            if has(UInt8(ascii: "m")) || has(UInt8(ascii: "t")) {
                UInt8(ascii: "s")
            } else {
                read.step < 1 ? UInt8(ascii: "m") : UInt8(ascii: "t")
            }
        return add(letter, upTo: read.end)
    }

    /// Takes what is between the brackets of `[  3823]` or `[3823  ]`.
    private mutating func takePaddedProcess() -> Bool {
        guard case .literal(UInt8(ascii: "["))? = tokens.last, !has(UInt8(ascii: "p")),
            let close = bytes.position(of: UInt8(ascii: "]"), from: index, before: end)
        else { return false }
        let number = withoutSpaces(bytes, index..<close)
        guard number.count < close - index, processNumber(bytes, number) != nil,
            number.lowerBound == index || number.upperBound == close
        else { return false }
        tokens.append(.padded(number.lowerBound == index ? index - close : close - index))
        index = close
        return true
    }

    /// Takes `user=app`: the key says what the value is.
    private mutating func takeKey() -> Bool {
        var equals = index
        while equals < end, isLetter(bytes[equals]) || bytes[equals] == UInt8(ascii: "_") { equals += 1 }
        guard equals > index, equals < end, bytes[equals] == UInt8(ascii: "=") else { return false }
        let key = String(decoding: bytes[index..<equals], as: UTF8.self).lowercased()
        guard let letter = Self.letter(ofKey: key) else { return false }
        // The value of a time, a session or a number has a form of its own, and is taken by it.
        tokens += bytes[index...equals].map(LogHeader.Token.literal)
        index = equals + 1
        guard !"tcpx".utf8.contains(letter) else { return true }
        var next = index
        while next < end, !" ,;|)".utf8.contains(bytes[next]),
            bytes[next] != UInt8(ascii: ":") || !"ud".utf8.contains(letter),
            bytes[next] != UInt8(ascii: "]") || bytes.begins(with: "[unknown]", at: next - 8, before: end)
                || bytes.begins(with: "[local]", at: next - 6, before: end)
        {
            next += 1
        }
        if letter == UInt8(ascii: "h") {
            // A port is taken with its parenthesis.
            if next < end, bytes[next] == UInt8(ascii: ")") { return add(UInt8(ascii: "r"), upTo: next + 1) }
            tokens.append(.host)
            index = next
            return true
        }
        return add(letter, upTo: next)
    }

    private static func letter(ofKey key: String) -> UInt8? {
        switch key {
        case "user", "usr", "username", "u": UInt8(ascii: "u")
        case "db", "database", "dbname", "datname", "d": UInt8(ascii: "d")
        case "app", "appname", "application", "application_name", "a": UInt8(ascii: "a")
        case "client", "host", "remote", "ip", "from", "addr", "remote_host", "h", "r": UInt8(ascii: "h")
        case "pid", "p", "proc", "process": UInt8(ascii: "p")
        case "session", "sess", "sid", "session_id", "c": UInt8(ascii: "c")
        case "line", "l", "num", "seq": UInt8(ascii: "l")
        case "xid", "txid", "tx", "x": UInt8(ascii: "x")
        case "vxid", "vtxid", "v": UInt8(ascii: "v")
        case "state", "sqlstate", "err", "errcode", "code", "e": UInt8(ascii: "e")
        case "cmd", "command", "tag", "ps", "i": UInt8(ascii: "i")
        case "backend", "backend_type", "type", "b": UInt8(ascii: "b")
        case "query_id", "queryid", "qid", "q": UInt8(ascii: "Q")
        case "time", "ts", "timestamp", "t": UInt8(ascii: "t")
        default: nil
        }
    }

    /// Takes `10.0.0.1(5432)`, `10.0.0.1` or `[local]`.
    private mutating func takeHost() -> Bool {
        if bytes.begins(with: "[local]", at: index, before: end) {
            tokens.append(.host)
            index += 7
            return true
        }
        var next = index
        var dots = 0
        var colons = 0
        while next < end, hexadecimalValue(bytes[next]) != nil || ".:".utf8.contains(bytes[next]) {
            if bytes[next] == UInt8(ascii: ".") { dots += 1 }
            if bytes[next] == UInt8(ascii: ":") { colons += 1 }
            next += 1
        }
        // A version 4 address has three dots; what follows its colon belongs to the prefix.
        if dots >= 3 {
            next = index
            while next < end, digitValue(bytes[next]) != nil || bytes[next] == UInt8(ascii: ".") { next += 1 }
            guard digitValue(bytes[index]) != nil, next >= index + 7 else { return false }
        }
        guard dots == 3 || (dots == 0 && colons >= 2 && next > index + 2 && bytes[index] != UInt8(ascii: ":"))
        else { return false }
        if next < end, bytes[next] == UInt8(ascii: "("),
            let close = bytes.position(of: UInt8(ascii: ")"), from: next, before: end)
        {
            return add(UInt8(ascii: "r"), upTo: close + 1)
        }
        tokens.append(.host)
        index = next
        return true
    }

    /// Takes the kind of a backend or the tag of a command.
    private mutating func takePhrase() -> Bool {
        for (letter, phrases) in [
            (UInt8(ascii: "b"), LogHeader.backendTypes), (UInt8(ascii: "i"), LogHeader.commandTags),
        ] where !has(letter) {
            let longest =
                phrases.filter { bytes.begins(with: $0, at: index, before: end) }
                .max { $0.utf8CodeUnitCount < $1.utf8CodeUnitCount }
            guard let longest, isWordEnd(index + longest.utf8CodeUnitCount) else { continue }
            return add(letter, upTo: index + longest.utf8CodeUnitCount)
        }
        return false
    }

    private func isWordEnd(_ position: Int) -> Bool {
        guard position < end else { return true }
        let byte = bytes[position]
        return !isLetter(byte) && digitValue(byte) == nil && byte != UInt8(ascii: "_")
            && byte != UInt8(ascii: "@") && byte < 0x80
    }

    private func run(from start: Int, _ value: (UInt8) -> Int?) -> Int {
        var next = start
        while next < end, value(bytes[next]) != nil { next += 1 }
        return next
    }

    /// Takes a session, a time since 1970, a virtual transaction, an SQLSTATE, or another number.
    private mutating func takeNumber() -> Bool {
        let hexadecimal = run(from: index, hexadecimalValue)
        if hexadecimal == index + 8, hexadecimal < end, bytes[hexadecimal] == UInt8(ascii: ".") {
            let next = run(from: hexadecimal + 1, hexadecimalValue)
            if next > hexadecimal + 1, isWordEnd(next), !has(UInt8(ascii: "c")) {
                return add(UInt8(ascii: "c"), upTo: next)
            }
        }
        // A process number of five digits does not begin with 0, and stands before the SQLSTATE.
        if !has(UInt8(ascii: "e")), isSQLState(bytes, index..<min(end, index + 5)), isWordEnd(index + 5),
            bytes[index] == UInt8(ascii: "0") || tokens.contains(.number)
        {
            return add(UInt8(ascii: "e"), upTo: index + 5)
        }
        if bytes[index] == UInt8(ascii: "-"), !has(UInt8(ascii: "Q")) {
            let next = run(from: index + 1, digitValue)
            return next - index >= 12 && add(UInt8(ascii: "Q"), upTo: next)
        }
        let next = run(from: index, digitValue)
        guard next > index else { return false }
        if next == index + 10, next + 4 <= end, bytes[next] == UInt8(ascii: "."), isWordEnd(next + 4),
            !has(UInt8(ascii: "n"))
        {
            return add(UInt8(ascii: "n"), upTo: next + 4)
        }
        if next < end, bytes[next] == UInt8(ascii: "/"), !has(UInt8(ascii: "v")) {
            let transaction = run(from: next + 1, digitValue)
            if transaction > next + 1, isWordEnd(transaction) {
                return add(UInt8(ascii: "v"), upTo: transaction)
            }
        }
        guard isWordEnd(next) else { return false }
        if bytes.begins(with: "-1", at: next, before: end), isWordEnd(next + 2), !has(UInt8(ascii: "l")) {
            _ = add(UInt8(ascii: "l"), upTo: next)
            tokens += Array("-1".utf8).map(LogHeader.Token.literal)
            index = next + 2
            return true
        }
        if next - index >= 12, !has(UInt8(ascii: "Q")) { return add(UInt8(ascii: "Q"), upTo: next) }
        tokens.append(.number)
        index = next
        return true
    }

    /// Takes `user@database`, or a name of which it is not known what it names.
    private mutating func takeWord() -> Bool {
        let next = wordEnd(from: index)
        guard next > index else { return false }
        if next < end, bytes[next] == UInt8(ascii: "@"), !has(UInt8(ascii: "u")), !has(UInt8(ascii: "d")) {
            tokens += [.escape(UInt8(ascii: "u")), .literal(UInt8(ascii: "@")), .escape(UInt8(ascii: "d"))]
            index = max(wordEnd(from: next + 1), next + 1)
            return true
        }
        tokens.append(.word)
        index = next
        return true
    }

    private func wordEnd(from start: Int) -> Int {
        if bytes.begins(with: "[unknown]", at: start, before: end) { return start + 9 }
        var next = start
        while next < end,
            isLetter(bytes[next]) || digitValue(bytes[next]) != nil || bytes[next] >= 0x80
                || "_-.".utf8.contains(bytes[next])
        {
            next += 1
        }
        return next
    }
}
