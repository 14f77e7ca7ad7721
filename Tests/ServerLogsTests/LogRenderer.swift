import Evidence
import TestSupport

/// A random entry of a server log, and how PostgreSQL writes it in each of its formats.
struct RenderedEntry {
    var milliseconds: Int
    var process: Int
    var user: String?
    var database: String?
    var application: String
    var sessionLine: Int
    var severity: String
    var sqlState: String
    var message: String
    var detail: String?
    var hint: String?
    var internalQuery: String?
    var context: String?
    var statement: String?
    var position: Int?
    var queryID: Int

    /// The time, as in `2026-01-04 16:15:02.126 UTC`.
    var time: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let seconds = milliseconds / 1000
        let fraction = String(String(1000 + milliseconds % 1000).dropFirst())
        return
            "2026-01-04 \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(fraction) UTC"
    }

    /// As `elog.c` writes it with the prefix `%m [%p] %q%u@%d/%a %e `.
    var plain: String {
        let session = user.map { "\($0)@\(database ?? "")/\(application) \(sqlState) " } ?? ""
        let prefix = "\(time) [\(process)] \(session)"
        func line(_ label: String, _ text: String?) -> String {
            text.map { "\(prefix)\(label):  \($0.replacing("\n", with: "\n\t"))\n" } ?? ""
        }
        let place = position.map { " at character \($0)" } ?? ""
        return line(severity, message + place) + line("DETAIL", detail) + line("HINT", hint)
            + line("QUERY", internalQuery) + line("CONTEXT", context) + line("STATEMENT", statement)
    }

    /// As `csvlog.c` writes it in a version that has so many columns.
    func csv(columns: Int = 26) -> String {
        func quoted(_ text: String?) -> String {
            text.map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? ""
        }
        let place = position.map(String.init) ?? ""
        let all = [
            time, quoted(user), quoted(database), "\(process)", user == nil ? "" : "\"10.0.0.1:5432\"",
            "6b030126.2355", "\(sessionLine)", user == nil ? "" : "\"SELECT\"", "2026-01-04 14:50:14 UTC",
            user == nil ? "" : "3/11", "0", severity, sqlState, quoted(message), quoted(detail), quoted(hint),
            quoted(internalQuery), internalQuery == nil ? "" : place, quoted(context), quoted(statement),
            internalQuery == nil ? place : "", "", quoted(user == nil ? "" : application),
            "\"client backend\"", "", "\(queryID)",
        ]
        return all.prefix(columns).joined(separator: ",") + "\n"
    }

    /// As `jsonlog.c` writes it.
    var json: String {
        var members: [String] = []
        func add(_ key: String, _ text: String?) {
            if let text { members.append("\"\(key)\":\"\(Self.escaped(text))\"") }
        }
        func add(_ key: String, _ number: Int?) {
            if let number { members.append("\"\(key)\":\(number)") }
        }
        add("timestamp", time)
        add("user", user)
        add("dbname", database)
        add("pid", process)
        add("remote_host", user == nil ? nil : "10.0.0.1")
        add("remote_port", user == nil ? nil : 5432)
        add("session_id", "6b030126.2355")
        add("line_num", sessionLine)
        add("ps", user == nil ? nil : "SELECT")
        add("session_start", "2026-01-04 14:50:14 UTC")
        add("vxid", user == nil ? nil : "3/11")
        add("txid", 0)
        add("error_severity", severity)
        add("state_code", sqlState == "00000" ? nil : sqlState)
        add("message", message)
        add("detail", detail)
        add("hint", hint)
        add("internal_query", internalQuery)
        add("internal_position", internalQuery == nil ? nil : position)
        add("context", context)
        add("statement", statement)
        add("cursor_position", internalQuery == nil ? position : nil)
        add("application_name", user == nil ? nil : application)
        add("backend_type", "client backend")
        add("query_id", queryID)
        return "{\(members.joined(separator: ","))}\n"
    }

    /// As `json.c`, `escape_json`, writes a text.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{08}": escaped += "\\b"
            case "\u{0C}": escaped += "\\f"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20:
                escaped += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Entries with texts that a careless reader would split.
    static func random(_ count: Int, seed: UInt64) -> [RenderedEntry] {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "a", "ä漢👩‍💻", " ", "\n", "\n\t", "\n\n", "\"", "\"\"", ",", "\\", "\\n", "{", "}", "'",
            "ERROR:  no", "2026-01-04 16:15:00.000 UTC [7] LOG:  no", "\u{01}", "\u{1F}", "\t", ":", "%",
            "duration: 1.5 ms", "}\n{", "\",\"", "5",
        ]
        func text() -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...9, using: &random) {
                text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            // The end is where a log says more: the server strips it, or nothing can tell it from the next line.
            while let last = text.last, last.isWhitespace { text.removeLast() }
            return text
        }
        func maybe() -> String? { Bool.random(using: &random) ? nil : text() }
        var milliseconds = 50_000_000
        return (0..<count).map { index in
            milliseconds += Int.random(in: 0...2_000, using: &random)
            let hasSession = Int.random(in: 0..<4, using: &random) > 0
            let severity = ["LOG", "ERROR", "FATAL", "WARNING", "PANIC", "NOTICE", "INFO"]
                .randomElement(using: &random)
            let isError = severity == "ERROR" || severity == "FATAL"
            return RenderedEntry(
                milliseconds: milliseconds, process: Int.random(in: 1...4_000_000, using: &random),
                user: hasSession ? ["app", "us er", "ä"].randomElement(using: &random) : nil,
                database: hasSession ? ["shop", "my-db"].randomElement(using: &random) : nil,
                application: hasSession
                    ? ["psql", "[unknown]", "a b/c [9]", "100%"].randomElement(using: &random) ?? "" : "",
                sessionLine: index + 1, severity: severity ?? "LOG",
                sqlState: isError
                    ? ["42P01", "ZZ123", "53300"].randomElement(using: &random) ?? "" : "00000",
                message: text(), detail: maybe(), hint: maybe(), internalQuery: maybe(), context: maybe(),
                statement: maybe(),
                position: isError && Bool.random(using: &random)
                    ? Int.random(in: 1...9_000, using: &random) : nil,
                queryID: Int.random(in: Int.min...Int.max, using: &random))
        }
    }
}
