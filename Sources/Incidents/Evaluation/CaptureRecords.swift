import Evidence
import Quantities

extension Evaluator {
    /// Joins what the incident declares of its captures with the records that lie beside them.
    ///
    /// A title that the incident declares goes before the record's; a time or a command does not: those
    /// are the record's to tell.
    func records(
        _ declared: [Vocabulary<Written<Evidence>>.CaptureRecord], saved: [SavedRecord]
    ) -> [Vocabulary<Evaluated>.CaptureRecord] {
        let beside = Dictionary(saved.map { ($0.capture, $0) }, uniquingKeysWith: { first, _ in first })
        let named = Set(declared.map(\.path))
        let ofDeclared = declared.map { record in
            let saved = beside[record.path]
            return Vocabulary<Evaluated>.CaptureRecord(
                path: record.path, title: record.title.map { self($0) },
                command: saved?.command ?? record.command, captured: saved?.captured ?? record.captured,
                saved: saved, site: record.site)
        }
        let others = saved.filter { !named.contains($0.capture) }.map { saved in
            Vocabulary<Evaluated>.CaptureRecord(
                path: saved.capture, title: saved.title.map { EvaluatedProse([.text($0)]) },
                command: saved.command, captured: saved.captured, saved: saved, site: nil)
        }
        return ofDeclared + others
    }
}

/// When each capture was taken, by path: as its record says, or else as the incident declares.
func captureTimes<Evidence>(
    of declared: [Vocabulary<Written<Evidence>>.CaptureRecord], saved: [SavedRecord]
) -> [String: Timestamp] {
    var times = Dictionary(
        declared.compactMap { record in record.captured.map { (record.path, $0) } },
        uniquingKeysWith: { first, _ in first })
    for record in saved { times[record.capture] = record.captured }
    return times
}
