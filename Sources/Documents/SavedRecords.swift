public import Diagnostics
public import Evidence

extension ProjectFiles {
    /// The records that lie beside an incident's captures, sorted by path.
    ///
    /// - Returns: The records that can be used, and what is wrong with others: `record.unreadable` with one
    ///   that cannot be read, `record.misplaced` with one of another capture than the one it lies beside,
    ///   and `record.orphan` with one whose capture is missing.
    public func records(of incident: String) -> (records: [SavedRecord], errors: [Diagnostic]) {
        let folder = "Content/\(incident)/evidence"
        let all = paths(folder)
        let captures = Set(all)
        var records: [SavedRecord] = []
        var errors: [Diagnostic] = []
        for path in all where SavedRecord.isRecord(path) {
            guard let bytes = bytes(path) else { continue }
            let capture = String(path.dropLast(SavedRecord.suffix.utf8.count))
            do throws(Diagnostics) {
                let record = try SavedRecord(SourceFile(path: path, bytes: bytes))
                if !captures.contains(capture) {
                    errors.append(orphan(path))
                } else if "\(folder)/\(record.capture)" != capture {
                    errors.append(misplaced(path, names: record.capture))
                } else {
                    records.append(record)
                }
            } catch {
                errors += error.all
            }
        }
        return (records, errors)
    }

    private func orphan(_ path: String) -> Diagnostic {
        Diagnostic(
            .record(.orphan), "The capture of this record is missing", at: Place(path: path),
            expected: "\(path.dropLast(SavedRecord.suffix.utf8.count))",
            help: "Restore the capture from version control, or remove its record too.")
    }

    private func misplaced(_ path: String, names capture: String) -> Diagnostic {
        Diagnostic(
            .record(.misplaced), "This record is of the capture \(capture)", at: Place(path: path),
            expected: "\(SavedRecord.path(of: capture)) as its path in the evidence folder",
            help: "Capture and record belong together: move both, and correct the path in the record.")
    }
}
