import Diagnostics
import Documents
import Evidence
import Incidents
import Quantities
import Seals

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Seals the evidence of incidents: all of those that are asked for, or none.
struct EvidenceSealer: Sendable {
    let project: Project
    /// The time that new seals tell.
    let now: Timestamp
    /// Whether a seal that the evidence does not agree with is replaced.
    let replaces: Bool
    /// What to sign with.
    let key: String?

    /// What was done for an incident.
    struct Outcome: Sendable {
        let incident: String
        let sealing: Sealing
        let sha256: String
        let isSigned: Bool
        /// Whether a signature of the former seal was removed.
        let lostSignature: Bool
    }

    /// A seal and its signature, made and not yet written.
    private struct Prepared {
        let folder: SealedFolder
        let sealing: Sealing
        let bytes: [UInt8]
        let isNew: Bool
        let signature: [UInt8]?
    }

    /// Seals incidents.
    ///
    /// - Throws: Everything that keeps any of them from being sealed; nothing was written then.
    func seal(_ incidents: [any Incident]) async throws(Diagnostics) -> [Outcome] {
        let errors = unusableIDs(of: incidents, sources: project.sources)
        guard errors.isEmpty else { throw Diagnostics(errors) }
        var prepared: [Prepared] = []
        var problems: [Diagnostic] = []
        for incident in incidents {
            do throws(Diagnostics) {
                prepared.append(try await prepare(incident))
            } catch {
                problems += error.all
            }
        }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        return try gathered { () throws(Diagnostic) in
            try prepared.map { one throws(Diagnostic) in try write(one) }
        }
    }

    private func prepare(_ incident: any Incident) async throws(Diagnostics) -> Prepared {
        let folder = SealedFolder(incident, of: project)
        let (evaluated, errors) = project.captures(of: incident)
        guard errors.isEmpty else { throw Diagnostics(errors) }
        let evidence = folder.evidence(sealedBy: nil, provenance: evaluated.provenance)
        let former = folder.sealFile
        // A capture that its own record contradicts would be sealed with a false account of it.
        let contradicted = try gathered { () throws(Diagnostic) in
            try capturesOtherThanRecorded(evaluated.captures.compactMap(\.saved), in: evidence)
        }
        guard contradicted.isEmpty else { throw Diagnostics(contradicted) }
        let sealing = try await Seal.sealing(
            evidence, of: incident.id, over: former, at: now, replaces: replaces,
            history: project.history(of: incident.id))
        let bytes: [UInt8]
        switch sealing {
        case .refused(let changes): throw Diagnostics(changes.map(\.finding))
        case .unchanged: bytes = former?.bytes ?? []
        case .sealed(let seal, _), .replaced(let seal, _): bytes = seal.text
        }
        return Prepared(
            folder: folder, sealing: sealing, bytes: bytes, isNew: former?.bytes != bytes,
            signature: try await signature(of: bytes))
    }

    private func signature(of seal: [UInt8]) async throws(Diagnostics) -> [UInt8]? {
        guard let key else { return nil }
        do throws(Diagnostic) {
            return try await SealSignature.signature(of: seal, with: key)
        } catch {
            throw Diagnostics(error)
        }
    }

    private func write(_ prepared: Prepared) throws(Diagnostic) -> Outcome {
        let folder = prepared.folder
        let signaturePath = "\(folder.path)/\(Seal.signatureName)"
        let losesSignature = prepared.isNew && folder.signature != nil && prepared.signature == nil
        if prepared.isNew {
            // First, so that a seal never stands beside a signature of another.
            unlink(signaturePath)
            try replaceFile("\(folder.path)/\(Seal.fileName)", with: prepared.bytes, shown: folder.shownSeal)
        }
        if let signature = prepared.signature {
            try replaceFile(signaturePath, with: signature, shown: "\(folder.shown)/\(Seal.signatureName)")
        }
        return Outcome(
            incident: folder.id, sealing: prepared.sealing,
            sha256: try SHA256(of: prepared.bytes).hexadecimal, isSigned: prepared.signature != nil,
            lostSignature: losesSignature)
    }
}

/// Throws one finding as what a stage throws.
private func gathered<Value>(_ body: () throws(Diagnostic) -> Value) throws(Diagnostics) -> Value {
    do throws(Diagnostic) {
        return try body()
    } catch {
        throw Diagnostics(error)
    }
}

extension EvidenceSealer.Outcome {
    /// What was done, in words.
    var text: String {
        var lines: [String] = []
        switch sealing {
        case .unchanged(let seal):
            lines.append(
                "\(incident): nothing has changed since \(seal.sealed.text); the seal stays as it is.")
        case .sealed(let seal, let added):
            lines.append(
                seal.predecessor == nil
                    ? "\(incident): sealed \(count(seal.files.count, "file"))."
                    : "\(incident): added \(count(added.count, "file")) to the seal, which has \(seal.files.count) now."
            )
            if seal.predecessor != nil { lines += added.map { "  added      \($0)" } }
        case .replaced(let seal, let changes):
            lines.append("\(incident): sealed \(count(seal.files.count, "file")) anew.")
            lines += changes.map { "  \($0.word)\($0.path)" }
        case .refused:
            break
        }
        lines.append("  seal       SHA-256 \(sha256)")
        if isSigned { lines.append("  signed     Content/\(incident)/\(Seal.signatureName)") }
        if lostSignature {
            lines.append("  not signed any more: the signature was of the former seal; see --sign")
        }
        return lines.joined(separator: "\n")
    }
}

extension SealChange {
    fileprivate var word: String {
        switch kind {
        case .added: "added      "
        case .removed: "removed    "
        case .changed: "changed    "
        case .redescribed: "described  "
        }
    }
}
