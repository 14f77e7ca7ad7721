package import Diagnostics
package import Documents
import Evidence
package import Incidents

/// What an incident's findings and acceptances are matched by.
package struct IncidentFindings: Sendable {
    /// The incident's id; nil for what belongs to none, such as templates.
    package let incident: String?
    /// What was found.
    package let findings: [Diagnostic]
    /// The Swift files that declare parts of it, as the compiler saw them.
    package let declaringFiles: Set<String>

    package init(incident: String?, findings: [Diagnostic], declaringFiles: Set<String>) {
        self.incident = incident
        self.findings = findings
        self.declaringFiles = declaringFiles
    }
}

/// Lets findings stand that somebody accepted, and finds the acceptances that are of nothing.
package struct Acceptances {
    /// The acceptances of a file, by the path that findings show.
    private var byPath: [String: [Acceptance]] = [:]
    private var malformed: [Diagnostic] = []
    /// The incidents that a Swift file's acceptances are for, by the path that findings show.
    private var incidents: [String: Set<String>] = [:]
    private let isWhole: Bool
    private let registry: CheckRegistry

    /// Reads the comments of all files in which a finding can be accepted.
    ///
    /// These are the templates, the incidents' narratives, and the Swift files in the folders in which an
    /// incident's parts are declared.
    ///
    /// - Parameters:
    ///   - swiftFiles: Gives the Swift files in the folders of some.
    ///   - isWhole: Whether all incidents of the project were checked; only then is an acceptance of
    ///   nothing a finding, since it may be of an incident that was left out.
    package init(
        files: ProjectFiles, sources: SourceLookup, swiftFiles: (_ beside: Set<String>) -> Set<String>,
        incidents found: [IncidentFindings], isWhole: Bool, registry: CheckRegistry = .all
    ) {
        self.isWhole = isWhole
        self.registry = registry
        let folders = [TemplateSet.folder] + found.compactMap(\.incident).map { "Content/\($0)/narrative" }
        for path in folders.flatMap(files.paths) where path.hasSuffix(".md") {
            guard let bytes = files.bytes(path) else { continue }
            add(SourceFile(path: path, bytes: bytes), registry)
        }
        var declared: [String: Set<String>] = [:]
        for incident in found {
            for path in incident.declaringFiles {
                declared[path, default: []].formUnion([incident.incident].compactMap(\.self))
            }
        }
        for path in swiftFiles(Set(declared.keys)).sorted() {
            guard let file = sources.file(path) else { continue }
            add(file, registry)
            if let owners = declared[path] { incidents[file.path] = owners }
        }
    }

    private mutating func add(_ file: SourceFile, _ registry: CheckRegistry) {
        let comments = AcceptanceComments(in: file, registry: registry)
        if !comments.acceptances.isEmpty { byPath[file.path] = comments.acceptances }
        malformed += comments.findings
    }

    /// The findings with what accepts them, sorted, with those on acceptances themselves.
    package func judge(_ found: [IncidentFindings]) -> [JudgedFinding] {
        var used: Set<Acceptance> = []
        var judged: Set<JudgedFinding> = []
        for part in found {
            for finding in part.findings {
                let acceptance = acceptance(of: finding, in: part)
                if let acceptance { used.insert(acceptance) }
                judged.insert(JudgedFinding(finding, incident: part.incident, acceptance: acceptance))
            }
        }
        let unused = byPath.values.flatMap(\.self).filter { acceptance in
            !used.contains(acceptance) && registry[acceptance.check]?.description.dependsOnDay != true
        }
        let own = malformed + (isWhole ? unused.map(nothingToAccept) : [])
        judged.formUnion(own.map { JudgedFinding($0, incident: nil, acceptance: nil) })
        return judged.sorted()
    }

    private func acceptance(of finding: Diagnostic, in part: IncidentFindings) -> Acceptance? {
        guard let place = finding.place else { return nil }
        if let here = byPath[place.path] {
            let ofCheck = here.filter { $0.check == finding.id }
            // The first line of a text may be the finding's own; above a whole Swift file none stands.
            let isOfFile = place.line == 0 || place.path.hasSuffix(".swift")
            return ofCheck.first { $0.line == place.line } ?? ofCheck.first { isOfFile && $0.isOfFile }
        }
        guard let incident = part.incident else { return nil }
        let folder = "Content/\(incident)/evidence/"
        guard place.path.hasPrefix(folder) else { return nil }
        var capture = String(place.path.dropFirst(folder.count))
        if SavedRecord.isRecord(capture) { capture = String(capture.dropLast(SavedRecord.suffix.utf8.count)) }
        return byPath.keys.sorted().lazy
            .filter { $0.hasSuffix(".swift") && incidents[$0]?.contains(incident) != false }
            .compactMap { byPath[$0]?.first { $0.check == finding.id && $0.quoted.contains(capture) } }
            .first
    }

    private func nothingToAccept(_ acceptance: Acceptance) -> Diagnostic {
        Diagnostic(
            .acceptance(.nothingToAccept), "There is no finding of \(acceptance.check) here to accept",
            at: acceptance.place,
            expected: "a finding of that check \(acceptance.isOfFile ? "of the file, or " : "")"
                + "in line \(acceptance.line)",
            help: "Remove the comment where the finding is mended; otherwise move it to the finding's line.")
    }
}

/// A finding, and what accepts it.
package struct JudgedFinding: Sendable, Hashable {
    package let diagnostic: Diagnostic
    /// The incident that it is about; nil where it is about none, such as a template.
    package let incident: String?
    /// What accepts it; nil where nothing does.
    package let acceptance: Acceptance?
    /// Whether it is that input cannot be used, so that what depends on it could not be checked.
    package let isOfUnusableInput: Bool

    package init(
        _ diagnostic: Diagnostic, incident: String?, acceptance: Acceptance?, isOfUnusableInput: Bool = false
    ) {
        self.diagnostic = diagnostic
        self.incident = incident
        self.acceptance = acceptance
        self.isOfUnusableInput = isOfUnusableInput
    }
}

extension JudgedFinding: Comparable {
    /// Sorts as findings are sorted, equal ones by their incident.
    package static func < (left: JudgedFinding, right: JudgedFinding) -> Bool {
        left.diagnostic == right.diagnostic
            ? (left.incident ?? "") < (right.incident ?? "") : left.diagnostic < right.diagnostic
    }
}
