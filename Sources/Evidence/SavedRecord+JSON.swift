public import Diagnostics
import Quantities

extension SavedRecord {
    /// The record as the bytes of its file: JSON, a member a line.
    public var json: [UInt8] {
        var json = JSONBuffer(isIndented: true)
        json.object { json in
            json.member("capture", capture)
            json.member("title", title)
            json.member("sha256", sha256)
            json.key("bytes")
            json.value(bytes)
            json.member("captured", captured.iso8601)
            json.member("timeZone", timeZone)
            json.member("seconds", seconds)
            json.member("command", command)
            json.member("query", query)
            json.member("label", label)
            json.member("client", client)
            if let server { write(server, to: &json) }
            json.member("access", access?.rawValue)
            if let sampling { write(sampling, to: &json) }
            if !statisticsReset.isEmpty {
                json.key("statisticsReset")
                json.object { json in
                    for (view, time) in statisticsReset.sorted(by: { $0.key < $1.key }) {
                        json.key(view)
                        json.value(time.iso8601)
                    }
                }
            }
            if !replaces.isEmpty {
                json.key("replaces")
                json.list { json in
                    for old in replaces {
                        json.object { json in
                            json.member("sha256", old.sha256)
                            json.member("captured", old.captured?.iso8601)
                        }
                    }
                }
            }
        }
        json.newline()
        return json.bytes
    }

    private func write(_ server: Server, to json: inout JSONBuffer) {
        json.key("server")
        json.object { json in
            json.member("version", server.version)
            json.member("database", server.database)
            json.member("role", server.role)
            json.member("host", server.host)
        }
    }

    private func write(_ sampling: Sampling, to json: inout JSONBuffer) {
        json.key("sampling")
        json.object { json in
            json.member("interval", sampling.interval)
            json.member("duration", sampling.duration)
            json.key("samples")
            json.value(sampling.samples)
            json.key("missed")
            json.value(sampling.missed)
        }
    }

    /// Reads the file of a record.
    ///
    /// - Throws: `record.unreadable` where it is not the JSON that ``json`` writes, with every place.
    public init(_ file: SourceFile) throws(Diagnostics) {
        let text: JSONText
        do throws(JSONFailure) {
            text = try JSONText(file, from: 0)
        } catch {
            throw Diagnostics(recordError(error.summary, error.span, error.expected))
        }
        var object = RecordObject(text, 0)
        let capture = object.text("capture")
        let sha256 = object.text("sha256")
        let bytes = object.integer("bytes")
        let captured = object.time("captured")
        let command = object.text("command")
        var record = SavedRecord(
            capture: capture ?? "", title: object.optionalText("title"), sha256: sha256 ?? "",
            bytes: bytes ?? 0, captured: captured ?? Timestamp(secondsSinceEpoch: 0),
            timeZone: object.optionalText("timeZone"), seconds: object.optionalNumber("seconds"),
            command: command ?? "", query: object.optionalText("query"), label: object.optionalText("label"),
            client: object.optionalText("client"))
        object.nested("server") { server in
            record.server = Server(
                version: server.text("version") ?? "", database: server.optionalText("database"),
                role: server.optionalText("role"), host: server.optionalText("host"))
        }
        record.access = object.access("access")
        object.nested("sampling") { sampling in
            record.sampling = Sampling(
                interval: sampling.number("interval") ?? 0, duration: sampling.number("duration") ?? 0,
                samples: sampling.integer("samples") ?? 0, missed: sampling.integer("missed") ?? 0)
        }
        object.nested("statisticsReset") { resets in
            for view in resets.names { record.statisticsReset[view] = resets.time(view) }
        }
        object.nestedList("replaces") { old in
            record.replaces.append(
                Replaced(sha256: old.text("sha256") ?? "", captured: old.optionalTime("captured")))
        }
        let problems = object.finished()
        guard problems.isEmpty else { throw Diagnostics(problems) }
        self = record
    }
}

private func recordError(_ summary: String, _ span: SourceSpan, _ expected: String) -> Diagnostic {
    Diagnostic(
        .record(.unreadable), summary, at: span, expected: expected,
        help: "A record is written by `casebook capture`; restore it from version control, or capture again.")
}

/// An object of a record's JSON, whose members are asked for by name; what is wrong is gathered.
private struct RecordObject {
    let text: JSONText
    private let index: Int
    private let members: [(name: String, key: Int, value: Int)]
    private var asked: Set<String> = []
    private var problems: [Diagnostic] = []

    init(_ text: JSONText, _ index: Int) {
        self.text = text
        self.index = index
        members = text.members(index).map { (text.text($0.key), $0.key, $0.value) }
        if text.kind(index) != .object { wrong("This is no object", index, "`{ … }`") }
    }

    var names: [String] { members.map(\.name) }

    mutating func text(_ name: String) -> String? { required(name, optionalText(name)) }
    mutating func number(_ name: String) -> Double? { required(name, optionalNumber(name)) }
    mutating func integer(_ name: String) -> Int? {
        required(name, find(name, .number, "a whole number") { Int($0.text($1)) })
    }
    mutating func time(_ name: String) -> Timestamp? { required(name, optionalTime(name)) }

    mutating func optionalText(_ name: String) -> String? {
        find(name, .string, "a text in quotes") { $0.text($1) }
    }

    mutating func optionalNumber(_ name: String) -> Double? {
        find(name, .number, "a number") { Double($0.text($1)) }
    }

    mutating func optionalTime(_ name: String) -> Timestamp? {
        find(name, .string, "a time with a zone, such as \"2026-01-04T16:15:02Z\"") {
            let time = Timestamp(stringLiteral: $0.text($1))
            return time.isValid ? time : nil
        }
    }

    mutating func access(_ name: String) -> SavedRecord.Access? {
        let known = SavedRecord.Access.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return find(name, .string, "one of \(known)") { SavedRecord.Access(rawValue: $0.text($1)) }
    }

    mutating func nested(_ name: String, _ read: (inout RecordObject) -> Void) {
        asked.insert(name)
        guard let member = members.first(where: { $0.name == name }) else { return }
        self.read(member.value, read)
    }

    mutating func nestedList(_ name: String, _ read: (inout RecordObject) -> Void) {
        asked.insert(name)
        guard let member = members.first(where: { $0.name == name }) else { return }
        if text.kind(member.value) != .array { wrong("This is no list", member.value, "`[ … ]`") }
        for item in text.items(member.value) { self.read(item, read) }
    }

    /// What was wrong, with members that nobody asked for.
    func finished() -> [Diagnostic] {
        problems
            + members.filter { !asked.contains($0.name) }.map { member in
                recordError(
                    "A record has no “\(member.name)”", text.span(member.key),
                    nearestName(to: member.name, among: asked.sorted()).map { "did you mean “\($0)”?" }
                        ?? "one of \(asked.sorted().joined(separator: ", "))")
            }
    }

    private mutating func read(_ index: Int, _ read: (inout RecordObject) -> Void) {
        var object = RecordObject(text, index)
        read(&object)
        problems += object.finished()
    }

    private mutating func find<Value>(
        _ name: String, _ kind: JSONText.Kind, _ expected: String, _ read: (JSONText, Int) -> Value?
    ) -> Value? {
        asked.insert(name)
        guard let member = members.first(where: { $0.name == name }) else { return nil }
        guard text.kind(member.value) == kind, let value = read(text, member.value) else {
            wrong("The value of “\(name)” cannot be used", member.value, expected)
            return nil
        }
        return value
    }

    private mutating func required<Value>(_ name: String, _ value: Value?) -> Value? {
        if value == nil, !names.contains(name) {
            wrong("The record lacks “\(name)”", index, "a member “\(name)”")
        }
        return value
    }

    private mutating func wrong(_ summary: String, _ index: Int, _ expected: String) {
        problems.append(recordError(summary, text.span(index), expected))
    }
}
