import CStackGuard
import Captures
import Diagnostics
import Incidents

extension Incident {
    /// Evaluates the incident; where that never ends, since a figure is computed from itself, the process ends
    /// with 1 and says so.
    ///
    /// A figure is a property of the author's, so that nothing stands between it and the stack. What
    /// ``CircularFigures`` finds is told before, with the figures by name; this is for the rest, such as a
    /// circle through a function. Nothing has been written yet, and the old site stays.
    func evaluatedGuarded(
        reading reader: EvidenceReader,
        records: [SavedRecord],
        sources: SourceLookup
    ) -> Evaluation {
        let finding = Diagnostic(
            .figure(.circular),
            "Evaluating the incident “\(id)” never ends: one of its figures is computed from itself",
            at: sources.place(times.site),
            help: "Follow what each figure is computed from, functions included, and break the circle."
        )
        let message = Array("\(finding.text)\n1 error; nothing was written.\n".utf8)
        return message.withUnsafeBytes { bytes in
            let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let isGuarded = casebook_stack_guard_begin(text, bytes.count, 1) == 0
            defer { if isGuarded { casebook_stack_guard_end() } }
            return evaluated(reading: reader, records: records, sources: sources)
        }
    }
}
