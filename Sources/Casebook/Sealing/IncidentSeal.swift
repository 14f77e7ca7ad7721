import Diagnostics
import Documents
import Evidence
import Incidents
import Seals
import Site

/// What the seal of an incident says of its evidence, for its pages and for a check.
struct IncidentSeal: Sendable {
    /// What the pages say, and the files that are published beside them.
    let published: PublishedSeal
    /// Where the evidence is not as it was sealed, or not as its records say.
    let findings: [Diagnostic]
    /// Whether git was asked for sealed bytes, or a copy searched for them: the answer is no input that could be held
    /// against that of another build.
    let dependsOnHistory: Bool

    /// Compares the evidence with its seal, where there is one.
    ///
    /// - Parameters:
    ///   - incident: The incident, which says how its captures came about.
    ///   - captures: The captures, which were hashed already.
    ///   - files: The files of the project.
    ///   - history: Where sealed bytes may be found.
    init(
        of incident: EvaluatedIncident, captures: [CitedCapture], files: ProjectFiles,
        history: EvidenceHistory?
    ) async throws(Diagnostics) {
        let folder = "Content/\(incident.id)"
        let evidence = EvidenceFiles(of: incident, captures: captures, files: files)
        let sealPath = "\(folder)/\(Seal.fileName)"
        let sealBytes = files.bytes(sealPath)
        let signature = sealBytes == nil ? nil : files.bytes("\(folder)/\(Seal.signatureName)")
        do throws(Diagnostic) {
            var findings = try capturesOtherThanRecorded(incident.captures.compactMap(\.saved), in: evidence)
            var state = PublishedSeal.State.none
            var dependsOnHistory = false
            if let sealBytes {
                let file = SourceFile(path: sealPath, bytes: sealBytes)
                switch Self.read(file, of: incident.id) {
                case .success(let seal):
                    let changes = try await seal.changes(in: evidence, history: history)
                    findings += changes.map(\.finding)
                    dependsOnHistory = !changes.isEmpty
                    state = .sealed(
                        seal, sha256: try SHA256(of: sealBytes).hexadecimal, isSigned: signature != nil,
                        changes: changes)
                case .failure(let errors):
                    findings += errors.all
                    state = .unreadable
                }
            }
            published = PublishedSeal(
                state,
                files: [
                    sealBytes.map { SiteFile(path: PublishedSeal.path(inIncident: incident.id), bytes: $0) },
                    signature.map {
                        SiteFile(path: PublishedSeal.signaturePath(inIncident: incident.id), bytes: $0)
                    },
                ].compactMap(\.self))
            self.findings = findings
            self.dependsOnHistory = dependsOnHistory
        } catch {
            throw Diagnostics(error)
        }
    }

    private static func read(_ file: SourceFile, of incident: String) -> Result<Seal, Diagnostics> {
        do throws(Diagnostics) {
            return .success(try Seal(file, of: incident))
        } catch {
            return .failure(error)
        }
    }
}

extension EvidenceFiles {
    /// The evidence of an incident of a project; what was read already is not read again.
    init(of incident: EvaluatedIncident, captures: [CitedCapture] = [], files: ProjectFiles) {
        let folder = "Content/\(incident.id)/evidence"
        let read = Dictionary(captures.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        self.init(
            paths: files.paths(folder).map { String($0.dropFirst(folder.count + 1)) },
            provenance: incident.provenance, digests: read.mapValues(\.digest),
            shownPath: { "\(folder)/\($0)" }, bytes: { read[$0]?.bytes ?? files.bytes("\(folder)/\($0)") })
    }
}
