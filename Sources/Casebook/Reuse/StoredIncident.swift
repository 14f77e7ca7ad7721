import Checking
import Diagnostics
import Documents
import Evidence
import Quantities

/// What a build leaves beside an incident's pages, so that the next build can take them as they are.
struct StoredIncident: Hashable {
    /// The SHA-256 over everything that the pages were made of.
    let key: String
    /// The Swift sources that declare the incident or that messages quote, and other files outside of its
    /// folder that were read: the key covers them too.
    let otherInputs: [String]
    /// The Swift files that declare parts of it.
    let declaringFiles: [String]
    let entry: IncidentEntry
    let findings: [Diagnostic]

    /// Where it stands in the site.
    static func path(of id: String) -> String { "\(id)/.casebook-incident" }

    private static let version = "casebook incident 1"

    /// The bytes of the file: JSON, whose lists hold their parts by position.
    var json: [UInt8] {
        var json = JSONBuffer()
        json.list { json in
            json.value(Self.version)
            json.value(key)
            json.list(of: otherInputs) { $0.value($1) }
            json.list(of: declaringFiles) { $0.value($1) }
            json.list { entry.write(to: &$0) }
            json.list(of: findings) { json, finding in json.list { finding.write(to: &$0) } }
        }
        json.newline()
        return json.bytes
    }

    init(
        key: String, otherInputs: [String], declaringFiles: [String], entry: IncidentEntry,
        findings: [Diagnostic]
    ) {
        self.key = key
        self.otherInputs = otherInputs
        self.declaringFiles = declaringFiles
        self.entry = entry
        self.findings = findings
    }

    /// Reads the file; nil where it is not what ``json`` writes.
    init?(_ bytes: [UInt8], of id: String) {
        do {
            let text = try JSONText(SourceFile(path: Self.path(of: id), bytes: bytes), from: 0)
            var parts = try StoredParts(text, 0)
            guard try parts.text() == Self.version else { return nil }
            key = try parts.text()
            otherInputs = try parts.list { try $0.text() }
            declaringFiles = try parts.list { try $0.text() }
            entry = try parts.nested { try IncidentEntry(&$0) }
            findings = try parts.list { try $0.nested { try Diagnostic(&$0) } }
            try parts.end()
            guard entry.id == id, bytes.count == text.end + 1, bytes.last == 0x0A else { return nil }
        } catch {
            return nil
        }
    }
}

/// The items of a stored list, taken in order.
private struct StoredParts {
    /// The bytes are not what was stored.
    struct Malformed: Error {}

    private let json: JSONText
    private var rest: ArraySlice<Int>

    init(_ json: JSONText, _ index: Int) throws(Malformed) {
        guard json.kind(index) == .array else { throw Malformed() }
        self.json = json
        rest = json.items(index)[...]
    }

    private mutating func next() throws(Malformed) -> Int {
        guard let index = rest.popFirst() else { throw Malformed() }
        return index
    }

    mutating func text() throws(Malformed) -> String {
        let index = try next()
        guard json.kind(index) == .string else { throw Malformed() }
        return json.text(index)
    }

    mutating func optionalText() throws(Malformed) -> String? {
        guard let index = rest.first, json.kind(index) == .null else { return try text() }
        _ = try next()
        return nil
    }

    mutating func number() throws(Malformed) -> Int {
        let index = try next()
        guard json.kind(index) == .number, let number = Int(json.text(index)), number >= 0 else {
            throw Malformed()
        }
        return number
    }

    /// A list whose parts have their meaning by position.
    mutating func nested<Value>(_ read: (inout StoredParts) throws -> Value) throws -> Value {
        var parts = try StoredParts(json, try next())
        let value = try read(&parts)
        try parts.end()
        return value
    }

    mutating func list<Value>(_ read: (inout StoredParts) throws -> Value) throws -> [Value] {
        try nested { parts in
            var values: [Value] = []
            while !parts.rest.isEmpty { values.append(try read(&parts)) }
            return values
        }
    }

    mutating func end() throws(Malformed) {
        guard rest.isEmpty else { throw Malformed() }
    }
}

extension JSONBuffer {
    fileprivate mutating func list<Value>(of values: [Value], _ write: (inout JSONBuffer, Value) -> Void) {
        list { json in for value in values { write(&json, value) } }
    }

    fileprivate mutating func value(optional text: String?) {
        if let text { value(text) } else { null() }
    }
}

extension IncidentEntry {
    fileprivate func write(to json: inout JSONBuffer) {
        for text in [id, title, home, severity, status, started.written, tags, services] { json.value(text) }
        json.value(optional: summary)
        json.list(of: openActions) { json, action in
            json.list { json in
                for text in [action.action, action.owner, action.due, action.priority, action.kind] {
                    json.value(text)
                }
            }
        }
    }

    fileprivate init(_ parts: inout StoredParts) throws {
        self.init(
            id: try parts.text(), title: try parts.text(), home: try parts.text(), severity: try parts.text(),
            status: try parts.text(), started: Timestamp(stringLiteral: try parts.text()),
            tags: try parts.text(), services: try parts.text(), summary: try parts.optionalText(),
            openActions: try parts.list { list in
                try list.nested { parts in
                    OpenAction(
                        action: try parts.text(), owner: try parts.text(), due: try parts.text(),
                        priority: try parts.text(), kind: try parts.text())
                }
            })
    }
}

extension Diagnostic {
    fileprivate func write(to json: inout JSONBuffer) {
        json.value(id)
        json.value(summary)
        json.value(optional: expected)
        json.value(optional: help)
        json.place(place)
        json.list(of: notes) { json, note in
            json.list { json in
                json.value(note.message)
                json.place(note.place)
            }
        }
    }

    fileprivate init(_ parts: inout StoredParts) throws {
        guard let check = CheckRegistry.all[try parts.text()]?.check else { throw StoredParts.Malformed() }
        let summary = try parts.text()
        let expected = try parts.optionalText()
        let help = try parts.optionalText()
        let place = try parts.place()
        let notes = try parts.list { list in
            try list.nested { Note(try $0.text(), at: try $0.place()) }
        }
        self.init(check, summary, at: place, expected: expected, help: help, notes: notes)
    }
}

extension JSONBuffer {
    fileprivate mutating func place(_ place: Place?) {
        list { json in
            guard let place else { return }
            json.value(place.path)
            for number in [place.line, place.column, place.length] { json.value(number) }
            json.value(place.lineText)
        }
    }
}

extension StoredParts {
    fileprivate mutating func place() throws -> Place? {
        try nested { parts in
            guard !parts.rest.isEmpty else { return nil }
            return Place(
                path: try parts.text(), line: try parts.number(), column: try parts.number(),
                length: try parts.number(), lineText: try parts.text())
        }
    }
}
