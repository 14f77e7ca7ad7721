import Diagnostics
import Evidence

/// Findings as a SARIF 2.1.0 log (OASIS Standard), for code scanning and editors.
///
/// Paths are relative to `%SRCROOT%`. Columns count UTF-16 code units, which most readers of SARIF assume
/// whatever the log says. Accepted findings are there, suppressed in source with their justification.
struct CheckSARIF {
    let report: CheckReport
    let context: CheckReportContext

    private let rules: [String]
    private let paths: [String]

    init(report: CheckReport, context: CheckReportContext) {
        self.report = report
        self.context = context
        // What was checked, also where nothing was found; of unusable input only what was found.
        let found = Set(report.findings.map(\.diagnostic.id))
        let checked = context.registry.entries.filter { entry in
            found.contains(entry.id) || (report.isComplete && entry.isOfDocuments)
        }
        rules = (checked.map(\.id) + found.filter { context.registry[$0] == nil }).sorted()
        paths = Set(report.findings.compactMap(\.diagnostic.place).map(context.path)).sorted()
    }

    func bytes() -> [UInt8] {
        var json = JSONBuffer(isIndented: true)
        json.object { json in
            json.member(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
            json.member("version", "2.1.0")
            json.key("runs")
            json.list { json in json.object { json in run(&json) } }
        }
        json.newline()
        return json.bytes
    }

    private func run(_ json: inout JSONBuffer) {
        json.key("tool")
        json.object { json in
            json.key("driver")
            json.object { json in
                json.member("name", "Casebook")
                json.key("rules")
                json.list { json in for id in rules { rule(id, &json) } }
            }
        }
        json.key("invocations")
        json.list { json in
            json.object { json in
                json.key("executionSuccessful")
                json.value(report.isComplete)
                json.key("exitCode")
                json.value(report.open.isEmpty ? 0 : 1)
            }
        }
        json.member("columnKind", "utf16CodeUnits")
        json.key("originalUriBaseIds")
        json.object { json in
            json.key("%SRCROOT%")
            json.object { json in text("description", "The folder that paths are relative to.", &json) }
        }
        json.key("artifacts")
        json.list { json in
            for path in paths {
                json.object { json in
                    json.key("location")
                    json.object { json in address(path, index: nil, &json) }
                }
            }
        }
        json.key("results")
        json.list { json in for finding in report.findings { result(finding, &json) } }
    }

    // MARK: Rules

    private func rule(_ id: String, _ json: inout JSONBuffer) {
        json.object { json in
            json.member("id", id)
            guard let entry = context.registry[id] else { return }
            text("shortDescription", entry.description.summary, &json)
            text("fullDescription", "\(entry.description.checked) \(entry.matters)", &json)
            json.key("help")
            json.object { json in
                json.member(
                    "text", entry.paragraphs.map { "\($0.title): \($0.text)" }.joined(separator: "\n\n"))
                json.member(
                    "markdown",
                    entry.paragraphs.map { "**\($0.title):** \($0.text)" }.joined(separator: "\n\n"))
            }
            if let site = context.site { json.member("helpUri", site + entry.page) }
            json.key("defaultConfiguration")
            json.object { json in json.member("level", entry.check.severity.rawValue) }
        }
    }

    // MARK: Results

    private func result(_ finding: JudgedFinding, _ json: inout JSONBuffer) {
        let diagnostic = finding.diagnostic
        json.object { json in
            json.member("ruleId", diagnostic.id)
            if let index = rules.firstIndex(of: diagnostic.id) {
                json.key("ruleIndex")
                json.value(index)
            }
            json.member("level", diagnostic.severity.rawValue)
            let loose = diagnostic.notes.filter { $0.place == nil }.map { "\nnote: \($0.message)" }
            text("message", diagnostic.message + loose.joined(), &json)
            if let place = diagnostic.place {
                json.key("locations")
                json.list { json in json.object { json in physical(place, &json) } }
            }
            related(diagnostic.notes, &json)
            json.key("suppressions")
            json.list { json in
                guard let acceptance = finding.acceptance else { return }
                json.object { json in
                    json.member("kind", "inSource")
                    json.member("status", "accepted")
                    json.member("justification", acceptance.reason)
                    json.key("location")
                    json.object { json in physical(acceptance.place, &json) }
                }
            }
            if let incident = finding.incident {
                json.key("properties")
                json.object { json in json.member("incident", incident) }
            }
        }
    }

    private func related(_ notes: [Diagnostic.Note], _ json: inout JSONBuffer) {
        // A set in the schema: two notes may say the same of one place.
        var seen: Set<Diagnostic.Note> = []
        let placed = notes.filter { $0.place != nil && seen.insert($0).inserted }
        guard !placed.isEmpty else { return }
        json.key("relatedLocations")
        json.list { json in
            for (index, note) in placed.enumerated() {
                guard let place = note.place else { continue }
                json.object { json in
                    json.key("id")
                    json.value(index + 1)
                    text("message", note.message, &json)
                    physical(place, &json)
                }
            }
        }
    }

    private func physical(_ place: Place, _ json: inout JSONBuffer) {
        let path = context.path(of: place)
        json.key("physicalLocation")
        json.object { json in
            json.key("artifactLocation")
            json.object { json in address(path, index: paths.firstIndex(of: path), &json) }
            guard place.line > 0 else { return }
            json.key("region")
            json.object { json in
                json.key("startLine")
                json.value(place.line)
                json.key("endLine")
                json.value(place.line)
                if let columns = place.utf16Columns {
                    json.key("startColumn")
                    json.value(columns.start)
                    json.key("endColumn")
                    json.value(columns.end)
                }
                if !place.lineText.isEmpty { text("snippet", place.lineText, &json) }
            }
        }
    }

    private func address(_ path: String, index: Int?, _ json: inout JSONBuffer) {
        let isAbsolute = path.hasPrefix("/")
        json.member("uri", (isAbsolute ? "file://" : "") + Self.encoded(path))
        if !isAbsolute { json.member("uriBaseId", "%SRCROOT%") }
        if let index {
            json.key("index")
            json.value(index)
        }
    }

    private func text(_ key: StaticString, _ text: String, _ json: inout JSONBuffer) {
        json.key(key)
        json.object { json in json.member("text", text) }
    }

    /// A path as a part of an address (RFC 3986, section 3.3): what is not unreserved is encoded.
    static func encoded(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            let isLetter = (0x41...0x5A).contains(byte & 0xDF)
            let isPlain = isLetter || (0x30...0x39).contains(byte) || "-._~/".utf8.contains(byte)
            if isPlain { bytes.append(byte) } else { bytes += percentEncoded(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
