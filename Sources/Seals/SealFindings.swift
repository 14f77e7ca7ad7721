public import Diagnostics
public import Evidence
internal import Quantities

extension SealChange {
    /// What is wrong, for the person who can mend it.
    public var finding: Diagnostic {
        let replace = "Where that is meant, seal the evidence anew: `casebook seal --replace`."
        switch kind {
        case .added:
            return Diagnostic(
                .seal(.added), "The file is not in the seal", at: place,
                expected: "only files that were sealed",
                help: "Seal it too: `casebook seal`; or take it out of the evidence.")
        case .removed(let file):
            return Diagnostic(
                .seal(.removed), "The file was sealed and is missing", at: place,
                expected: "\(counted(file.size)) of SHA-256 \(file.sha256)",
                help: "Restore it from version control. \(replace)")
        case .changed(let file, let now, let difference):
            return Diagnostic(
                .seal(.changed), "The file is not as it was sealed: \(difference?.text ?? now.contents)",
                at: place,
                expected: difference.map {
                    "`\(shown($0.sealedLine, most: 160))`, as the line was sealed"
                }
                    ?? "\(counted(file.size)) of SHA-256 \(file.sha256)",
                help: "Restore it from version control. \(replace)", notes: difference.map { [$0.note] } ?? []
            )
        case .redescribed(let file, let now):
            return Diagnostic(
                .seal(.redescribed),
                "The incident now says otherwise how this capture came about: \(text(of: now))", at: place,
                expected: text(of: file.provenance) + ", as it was sealed",
                help: "Correct it in the incident. \(replace)")
        }
    }

    private func text(of provenance: Provenance) -> String {
        let time = provenance.captured.map { "captured \($0.iso8601)" } ?? "captured at no stated time"
        let command =
            provenance.command.map { "from `\(shown(Array($0.utf8), most: 160))`" }
            ?? "from nothing that is stated"
        return "\(time), \(command)"
    }
}

extension SealedFile {
    /// What it is now, as part of a sentence, where the sealed bytes were not found.
    public var contents: String { "it has \(counted(size)) of SHA-256 \(sha256)" }
}

extension Difference {
    /// What differs and where, as part of a sentence: `byte 1,234 was “3” and is “8”`.
    ///
    /// Bytes are counted from 1, as `cmp` does.
    public var text: String {
        let at = "byte \(number(offset + 1))"
        if sealed.isEmpty {
            return
                "\(counted(present.count)) \(present.count == 1 ? "was" : "were") inserted at \(at): \(quoted(present))"
        }
        if present.isEmpty {
            return
                "\(counted(sealed.count)) \(sealed.count == 1 ? "is" : "are") missing at \(at): \(quoted(sealed))"
        }
        if let count, count < sealed.count {
            let last = number(offset + sealed.count)
            return
                "\(at) was \(quoted(sealed.prefix(1))) and is \(quoted(present.prefix(1))); \(number(count)) bytes differ, the last is byte \(last)"
        }
        return count == 1
            ? "\(at) was \(quoted(sealed)) and is \(quoted(present))"
            : "from \(at) on, \(quoted(sealed)) was sealed and \(quoted(present)) is there"
    }

    fileprivate var note: Diagnostic.Note {
        switch source {
        case .commit(let commit):
            .init("the sealed bytes are those of the commit \(commit.prefix(12)), as their SHA-256 proves")
        case .copy(let path):
            .init("the sealed bytes, as their SHA-256 proves", at: Place(path: path))
        }
    }
}

/// Captures whose bytes are not those that their own records speak of, sorted by path.
///
/// - Parameters:
///   - records: The records beside the captures.
///   - evidence: The captures.
/// - Returns: A `record.changed` for each; a record whose capture is missing is told where records are read.
/// - Throws: `seal.unreadable`, `hash.unavailable`.
public func capturesOtherThanRecorded(
    _ records: [SavedRecord], in evidence: EvidenceFiles
) throws(Diagnostic) -> [Diagnostic] {
    let known = Set(evidence.paths)
    var findings: [Diagnostic] = []
    for record in records where known.contains(record.capture) {
        if evidence.digests[record.capture] == record.sha256 { continue }
        let bytes = try evidence.contents(of: record.capture)
        let hash = try SHA256(of: bytes).hexadecimal
        guard hash != record.sha256 else { continue }
        findings.append(
            Diagnostic(
                .record(.changed),
                "The capture is not the one that its record speaks of: it has \(counted(bytes.count)) of SHA-256 \(hash)",
                at: Place(path: evidence.shownPath(record.capture)),
                expected: "\(counted(record.bytes)) of SHA-256 \(shown(Array(record.sha256.utf8), most: 64))",
                help: "Restore the capture from version control, or capture it again.",
                notes: [
                    .init(
                        "the record",
                        at: Place(path: evidence.shownPath(SavedRecord.path(of: record.capture))))
                ]))
    }
    return findings.sorted()
}

private func number(_ value: Int) -> String { decimal(Double(value), decimals: 0) }

private func counted(_ bytes: Int) -> String { "\(number(bytes)) \(bytes == 1 ? "byte" : "bytes")" }

private func quoted(_ bytes: some Collection<UInt8>) -> String {
    guard bytes.count > 40 || String(validating: Array(bytes), as: UTF8.self) != nil else {
        return bytes.prefix(16).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
        }.joined(separator: " ") + (bytes.count > 16 ? " …" : "")
    }
    return "“\(shown(Array(bytes), most: 40))”"
}

/// Bytes as text of one line, cut where they are many.
private func shown(_ bytes: [UInt8], most: Int) -> String {
    var text = ""
    for scalar in String(decoding: bytes.prefix(most), as: UTF8.self).unicodeScalars {
        switch scalar {
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        default: text.unicodeScalars.append(scalar)
        }
    }
    return bytes.count > most ? text + "…" : text
}
