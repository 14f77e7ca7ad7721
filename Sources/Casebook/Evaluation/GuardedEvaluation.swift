import CStackGuard
import Diagnostics
import Evidence
import Incidents

extension Incident {
    /// Evaluates the incident; where that never ends, since a figure is computed from itself, the process ends
    /// with 1 and says what was being evaluated.
    ///
    /// A figure is a property of the author's, so that nothing stands between it and the stack. The evaluation
    /// runs on a thread with a stack of a known size, far more than figures need: only a circle uses it up,
    /// whatever `ulimit -s` says. Nothing has been written yet, and the old site stays.
    func evaluatedGuarded(
        reading reader: EvidenceReader, records: [SavedRecord], sources: SourceLookup
    ) -> Evaluation {
        // The compiler may have seen absolute paths, and messages show those from the project's root.
        let shown = sources.place(times.site).path
        let root = times.site.path.hasSuffix(shown) ? times.site.path.dropLast(shown.count) : ""
        var work = Work {
            evaluated(reading: reader, records: records, sources: sources) { part, site in
                let path = site.path.hasPrefix(root) ? String(site.path.dropFirst(root.count)) : site.path
                let finding = Diagnostic(
                    .figure(.circular),
                    "Evaluating the \(part) of the incident “\(id)” never ends: a figure is computed from itself",
                    at: Place(path: path, line: site.line),
                    help: "Follow what the figure is computed from, functions included, and break the circle."
                )
                let message = "\(finding.text)\n1 error; nothing was written.\n"
                message.utf8CString.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    casebook_stack_guard_set_message(base, buffer.count - 1)
                }
            }
        }
        let failed = withUnsafeMutablePointer(to: &work) { pointer in
            casebook_stack_guard_run(
                { $0?.assumingMemoryBound(to: Work.self).pointee.run() }, pointer, 16 << 20, 1) != 0
        }
        // Without a thread of its own the evaluation runs here; a circle then crashes.
        if failed { work.run() }
        return work.result ?? work.body()
    }
}

/// An evaluation, and what came of it, as the thread that runs it is given them.
private struct Work {
    let body: () -> Evaluation
    private(set) var result: Evaluation?

    init(_ body: @escaping () -> Evaluation) { self.body = body }

    mutating func run() { result = body() }
}
