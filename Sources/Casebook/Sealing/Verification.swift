import Diagnostics
import Documents
import Evidence
import Incidents
import Seals
import Site

/// What became of checking an incident's evidence against its seal.
struct Verification: Sendable {
    /// Who may sign, as the command line says.
    struct Signers: Sendable {
        let file: String?
        let identity: String?
    }

    let folder: SealedFolder
    /// The seal with the SHA-256 of its file; nil where there is none that can be read.
    private(set) var seal: (seal: Seal, sha256: String)?
    private(set) var signature: SealSignature.Verdict?
    private(set) var changes: [SealChange] = []
    private(set) var findings: [Diagnostic] = []

    /// Checks a folder.
    ///
    /// - Parameter project: The user's own, which may still hold what was sealed.
    init(of folder: SealedFolder, project: Project?, signers: Signers) async throws(Diagnostics) {
        self.folder = folder
        do throws(Diagnostic) {
            guard let file = folder.sealFile else {
                findings.append(unsealed())
                return
            }
            if let seal = readSeal(file) {
                let hash = try SHA256(of: file.bytes).hexadecimal
                self.seal = (seal, hash)
                try await compare(with: seal, project)
                comparePages(with: hash)
            }
            await checkSignature(of: file.bytes, signers)
        } catch {
            throw Diagnostics(error)
        }
        findings.sort()
    }

    private mutating func readSeal(_ file: SourceFile) -> Seal? {
        do throws(Diagnostics) {
            // A copy of a site may have any name; in a project the seal must be the incident's own.
            return folder.incident == nil ? try Seal(file) : try Seal(file, of: folder.id)
        } catch {
            findings += error.all
            return nil
        }
    }

    private mutating func compare(with seal: Seal, _ project: Project?) async throws(Diagnostic) {
        var provenance: [String: Provenance]?
        var records: [SavedRecord] = []
        if let incident = folder.incident, let project {
            let (evaluated, errors) = project.captures(of: incident)
            findings += errors
            provenance = evaluated.provenance
            records = evaluated.captures.compactMap(\.saved)
        }
        let evidence = folder.evidence(sealedBy: seal, provenance: provenance)
        changes = try await seal.changes(in: evidence, history: project?.history(of: seal.incident))
        findings += changes.map(\.finding)
        findings += try capturesOtherThanRecorded(records, in: evidence)
    }

    // MARK: Pages

    /// Every page of a published incident names its seal; one that names another was made from other evidence.
    private mutating func comparePages(with hash: String) {
        var others: [(hashes: [String], pages: [String])] = []
        for page in folder.pages {
            let named = sealHashes(inPage: readFile("\(folder.path)/\(page)") ?? [])
            guard named != [hash] else { continue }
            if let index = others.firstIndex(where: { $0.hashes == named }) {
                others[index].pages.append(page)
            } else {
                others.append((named, [page]))
            }
        }
        findings += others.map { pageFinding($0.hashes, $0.pages, hash) }
    }

    private func pageFinding(_ named: [String], _ pages: [String], _ hash: String) -> Diagnostic {
        let whom = pages.count == 1 ? "The page names" : "\(pages.count) pages name"
        let most = 5
        var notes = pages.dropFirst().prefix(most).map { page in
            Diagnostic.Note("so does this page", at: Place(path: "\(folder.shown)/\(page)"))
        }
        if pages.count > most + 1 { notes.append(.init("and \(pages.count - most - 1) more")) }
        return Diagnostic(
            .seal(.otherPage),
            named.isEmpty
                ? "\(whom) no seal" : "\(whom) another seal: \(named.joined(separator: ", "))",
            at: Place(path: "\(folder.shown)/\(pages.first ?? "")"),
            expected: "the SHA-256 of \(Seal.fileName), which is \(hash)",
            help: "Compare with the site that was published, or build it again from the sealed evidence.",
            notes: notes)
    }

    // MARK: The signature

    private mutating func checkSignature(of seal: [UInt8], _ signers: Signers) async {
        let shown = "\(folder.shown)/\(Seal.signatureName)"
        guard let file = folder.signature else {
            if signers.file != nil {
                findings.append(
                    Diagnostic(
                        .signature(.missing), "The seal is not signed", at: Place(path: shown),
                        expected: "a signature, since --signers says who may sign",
                        help: "Whoever sealed the evidence signs it with `casebook seal --sign KEY`."))
            }
            return
        }
        do throws(Diagnostic) {
            signature = try await SealSignature.verdict(
                on: seal, signature: file, shownPath: shown, signers: signers.file, identity: signers.identity
            )
        } catch {
            findings.append(error)
        }
    }

    private func unsealed() -> Diagnostic {
        Diagnostic(
            .seal(.missing), "The evidence of \(folder.id) is not sealed", at: Place(path: folder.shownSeal),
            expected: "a seal, so that a change of the evidence can be told",
            help: folder.incident == nil
                ? "Ask for a copy with its seal; `casebook seal` makes one in the project."
                : "Seal it: `casebook seal --incident \(folder.id)`.")
    }
}

extension Project {
    /// Where the sealed bytes of an incident's evidence may be found, to show what was changed.
    func history(of id: String) -> EvidenceHistory {
        let folder = evidenceFolder(of: id)
        return EvidenceHistory(of: folder, shown: "Content/\(id)/evidence") { readFile("\(folder)/\($0)") }
    }

    /// What an incident and the records say of its captures, and what is wrong with the records.
    func captures(of incident: any Incident) -> (incident: EvaluatedIncident, errors: [Diagnostic]) {
        let saved = files.records(of: incident.id)
        let evaluation = incident.evaluated(
            reading: evidenceReader(for: incident.id), records: saved.records, sources: sources)
        return (evaluation.incident, saved.errors)
    }
}

extension EvaluatedIncident {
    /// How each capture came about.
    var provenance: [String: Provenance] {
        Dictionary(
            captures.map { ($0.path, Provenance(captured: $0.captured, command: $0.command)) },
            uniquingKeysWith: { first, _ in first })
    }
}
