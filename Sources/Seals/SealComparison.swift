public import Diagnostics
internal import Evidence

/// One thing in which the evidence is not as it was sealed.
public struct SealChange: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The file is not in the seal.
        case added
        /// The file is in the seal, and no more in the folder.
        case removed(SealedFile)
        /// The file's bytes are others; with the difference, where the sealed bytes were found.
        case changed(SealedFile, now: SealedFile, Difference?)
        /// The bytes are the same, and the incident now says otherwise how they came about.
        case redescribed(SealedFile, now: Provenance)
    }

    /// The file's path in the evidence folder.
    public let path: String
    public let kind: Kind
    /// Where: the first changed byte, where it is known; else the file.
    public let place: Place

    /// Whether what was sealed is still there as it was, so that a seal can be extended.
    public var isAddition: Bool { kind == .added }
}

extension Seal {
    /// In what the evidence is not as it was sealed, sorted by path; nothing where all is.
    ///
    /// - Parameters:
    ///   - evidence: The evidence as it is now.
    ///   - history: Where the sealed bytes may be found, to tell what was changed; nil where nowhere.
    /// - Throws: `seal.unreadable` for a file that cannot be read, `hash.unavailable`.
    public func changes(
        in evidence: EvidenceFiles, history: EvidenceHistory? = nil
    ) async throws(Diagnostic) -> [SealChange] {
        var changes: [SealChange] = []
        var rest = files[...]
        for path in evidence.paths {
            while let next = rest.first, precedes(next.path, path) {
                changes.append(removal(of: next, from: evidence))
                rest.removeFirst()
            }
            guard let file = rest.first, file.path.utf8.elementsEqual(path.utf8) else {
                changes.append(
                    SealChange(path: path, kind: .added, place: Place(path: evidence.shownPath(path))))
                continue
            }
            rest.removeFirst()
            if let change = try await change(of: file, in: evidence, history) { changes.append(change) }
        }
        changes += rest.map { removal(of: $0, from: evidence) }
        return changes + redescriptions(in: evidence, besides: changes)
    }

    private func removal(of file: SealedFile, from evidence: EvidenceFiles) -> SealChange {
        SealChange(path: file.path, kind: .removed(file), place: Place(path: evidence.shownPath(file.path)))
    }

    private func change(
        of file: SealedFile, in evidence: EvidenceFiles, _ history: EvidenceHistory?
    ) async throws(Diagnostic) -> SealChange? {
        if evidence.digests[file.path] == file.sha256 { return nil }
        let present = try evidence.contents(of: file.path)
        let now = try SealedFile(path: file.path, sealing: present)
        guard now.sha256 != file.sha256 else { return nil }
        let difference = try await history?.contents(of: file).flatMap { found in
            Difference(sealed: found.bytes, present: present, source: found.source)
        }
        let path = evidence.shownPath(file.path)
        return SealChange(
            path: file.path, kind: .changed(file, now: now, difference),
            place: difference?.place(in: present, path: path) ?? Place(path: path))
    }

    /// Captures of which it is now said otherwise how they came about; where the record beside one was
    /// added or changed, that says it already.
    private func redescriptions(in evidence: EvidenceFiles, besides changes: [SealChange]) -> [SealChange] {
        guard let provenance = evidence.provenance else { return [] }
        let changed = Set(changes.map(\.path))
        return files.compactMap { file in
            let now = provenance[file.path] ?? Provenance()
            guard now != file.provenance, !changed.contains(file.path),
                !changed.contains(SavedRecord.path(of: file.path))
            else { return nil }
            return SealChange(
                path: file.path, kind: .redescribed(file, now: now),
                place: Place(path: evidence.shownPath(file.path)))
        }
    }
}

extension Difference {
    /// The place of the first byte that differs.
    func place(in present: [UInt8], path: String) -> Place {
        guard !isGzip(present), !present.prefix(4_096).contains(0) else { return Place(path: path) }
        let file = SourceFile(path: path, bytes: present)
        let count = max(1, min(self.present.count, 40))
        return Place(file.span(offset..<min(offset + count, present.count)))
    }
}
