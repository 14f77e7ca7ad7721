public import Diagnostics
internal import Evidence
public import Quantities

/// What comes of sealing an incident's evidence.
public enum Sealing: Sendable {
    /// All is as it was sealed: the seal stays.
    case unchanged(Seal)
    /// A new seal: the first of the incident, one that also seals files that were added, or, as was asked
    /// for, one in the present format in the place of one in the former.
    case sealed(Seal, added: [String])
    /// A new seal in the place of one that the evidence no longer agrees with, as was asked for.
    case replaced(Seal, [SealChange])
    /// Sealed files have changed or are gone, and nobody asked for a new seal.
    case refused([SealChange])
}

extension Seal {
    /// Seals the evidence of an incident.
    ///
    /// - Parameters:
    ///   - evidence: The evidence, with its provenance.
    ///   - incident: The incident's id.
    ///   - file: The file of the seal that there is, where there is one.
    ///   - now: The time that the seal is to tell.
    ///   - replaces: Whether a seal that the evidence does not agree with is replaced.
    ///   - history: Where the sealed bytes may be found, to tell what was changed.
    /// - Throws: `seal.malformed` and `seal.version` for the seal that there is, `seal.unsafe-path` for every
    ///   file that cannot be sealed under its name, `seal.nothing`, `seal.unreadable`.
    public static func sealing(
        _ evidence: EvidenceFiles, of incident: String, over file: SourceFile?, at now: Timestamp,
        replaces: Bool, history: EvidenceHistory? = nil
    ) async throws(Diagnostics) -> Sealing {
        try refuseUnusable(evidence, of: incident)
        let former = try file.map { file throws(Diagnostics) in try Seal(file, of: incident) }
        do throws(Diagnostic) {
            guard let file, let former else {
                let seal = try Seal(of: evidence, incident: incident, at: now, predecessor: nil)
                return .sealed(seal, added: evidence.paths)
            }
            let changes = try await former.changes(in: evidence, history: history)
            guard !changes.isEmpty || replaces && former.text != file.bytes else { return .unchanged(former) }
            let isExtension = changes.allSatisfy(\.isAddition)
            guard isExtension || replaces else { return .refused(changes.filter { !$0.isAddition }) }
            let hash = try SHA256(of: file.bytes).hexadecimal
            let seal = try Seal(
                of: evidence, incident: incident, at: now,
                predecessor: isExtension ? .extended(sha256: hash) : .replaced(sha256: hash))
            return isExtension ? .sealed(seal, added: changes.map(\.path)) : .replaced(seal, changes)
        } catch {
            throw Diagnostics(error)
        }
    }

    /// Reads a seal that must be an incident's.
    ///
    /// - Throws: As ``init(_:)`` does, and `seal.misplaced` for that of another incident.
    public init(_ file: SourceFile, of incident: String) throws(Diagnostics) {
        try self.init(file)
        guard self.incident == incident else {
            throw Diagnostics(
                Diagnostic(
                    .seal(.misplaced), "This is the seal of the incident \(self.incident)",
                    at: Place(path: file.path, line: 2, lineText: "# incident: \(self.incident)"),
                    expected: "the seal of \(incident)",
                    help: "Put the incident's own seal there, from version control."))
        }
    }

    /// Seals what is there now.
    private init(
        of evidence: EvidenceFiles, incident: String, at now: Timestamp, predecessor: Predecessor?
    ) throws(Diagnostic) {
        var files: [SealedFile] = []
        for path in evidence.paths {
            let bytes = try evidence.contents(of: path)
            files.append(
                try SealedFile(
                    path: path, sealing: bytes, provenance: evidence.provenance?[path] ?? Provenance()))
        }
        self.init(incident: incident, sealed: now, predecessor: predecessor, files: files)
    }

    private static func refuseUnusable(_ evidence: EvidenceFiles, of incident: String) throws(Diagnostics) {
        guard !evidence.paths.isEmpty else {
            throw Diagnostics(
                Diagnostic(
                    .seal(.nothing), "The incident \(incident) has no evidence that could be sealed",
                    help: "Save its captures in Content/\(incident)/evidence first."))
        }
        let errors = evidence.paths.compactMap { path in
            flaw(ofPath: path).map { flaw in
                Diagnostic(
                    .seal(.unsafePath), "The path \(flaw), so that it cannot be sealed",
                    at: Place(path: evidence.shownPath(path)),
                    expected: "names in UTF-8 without control characters and backslashes",
                    help: "Rename the file, and its path in the incident.")
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }
}
