import Checking
import Diagnostics
import Documents
import Evidence
import Incidents
import Site

/// Decides whether an incident's pages may be taken from the last build as they are.
///
/// They may where a SHA-256 over everything that went into them is the one that the last build stored, and each
/// of the pages still has the bytes that the manifest lists. Times of files decide nothing.
struct IncidentReuse: Sendable {
    let project: Project
    /// The digest of the program, which is waited for only where it is needed; nil where it cannot be told.
    let program: @Sendable () -> String?
    /// What was read for all incidents: the templates, and sources that several of them share.
    let shared: InputLog

    /// What the last build stored, where the incident's pages in the site are as a build would make them now.
    func stored(_ incident: any Incident, in site: OutputSink) -> StoredIncident? {
        guard let bytes = site.oldBytes(of: StoredIncident.path(of: incident.id)),
            let stored = StoredIncident(bytes, of: incident.id),
            stored.otherInputs.allSatisfy(Self.isUsable),
            key(of: incident, otherInputs: stored.otherInputs, log: InputLog(of: project)) == stored.key,
            site.keep(folder: incident.id)
        else { return nil }
        return stored
    }

    /// What the next build needs to take the pages as they are; nil where they depend on more than can be
    /// proved to be the same.
    func toStore(_ prepared: PreparedIncident, of incident: any Incident, log: InputLog) -> StoredIncident? {
        guard !prepared.dependsOnHistory, let read = log.paths else { return nil }
        let declaring = Set(prepared.findings.declaringFiles.map(project.relative))
        let own = Set(inputs(of: incident))
        let others = read.union(declaring).filter { !own.contains($0) }.sorted()
        guard others.allSatisfy(Self.isUsable), let key = key(of: incident, otherInputs: others, log: log)
        else { return nil }
        let stored = StoredIncident(
            key: key, otherInputs: others, declaringFiles: declaring.sorted(), entry: prepared.entry,
            findings: prepared.findings.findings)
        // What does not come back as it was is not stored.
        return StoredIncident(stored.json, of: incident.id) == stored ? stored : nil
    }

    /// The files that every build of an incident depends on, whether it reads them or not.
    private func inputs(of incident: any Incident) -> [String] {
        project.files.paths("Content/\(incident.id)") + project.files.paths(TemplateSet.folder)
    }

    /// The SHA-256 over everything that goes into an incident's pages; nil where it cannot be told.
    func key(of incident: any Incident, otherInputs: [String], log: InputLog) -> String? {
        guard let program = program() else { return nil }
        var text = "\(program)\n\(project.root)\n\(incident.id)\n\(String(reflecting: type(of: incident)))\n"
        for path in project.files.paths("Content/\(incident.id)") { text += "\(path)\0\(log.digest(path))\n" }
        for path in project.files.paths(TemplateSet.folder) + otherInputs {
            text += "\(path)\0\(log.knownDigest(path) ?? shared.digest(path))\n"
        }
        guard log.paths != nil, shared.paths != nil else { return nil }
        do throws(Diagnostic) {
            return try SHA256(of: Array(text.utf8)).hexadecimal
        } catch {
            return nil
        }
    }

    /// Whether a stored path is one that a build can have read: of the project, or a Swift source.
    private static func isUsable(_ path: String) -> Bool {
        !path.isEmpty && !path.utf8.contains(0)
            && (path.hasSuffix(".swift")
                || path.utf8.first != 0x2F && !path.split(separator: "/").contains(".."))
    }
}
