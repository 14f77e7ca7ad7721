import Capturing
import Diagnostics
import Evidence
import Quantities
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Shows how far captures are: a line that changes on a terminal, and a line for each that is done.
final class CaptureProgress: Sendable {
    private struct State {
        var query: String?
        var began = ContinuousClock.now
        var ticks: Int?
        var samples = ""
        var saved = 0
        var failures: [Diagnostic] = []
    }

    private let state = Mutex(State())
    private let isLive = isatty(STDERR_FILENO) == 1
    private let folder: String

    /// - Parameter folder: The evidence folder as it is shown.
    init(folder: String) { self.folder = folder }

    /// How many captures stand.
    var saved: Int { state.withLock { $0.saved } }

    /// Why queries were not captured, sorted.
    var failures: [Diagnostic] { Diagnostics(state.withLock { $0.failures }).all }

    /// Takes note of a step.
    func report(_ event: CaptureEvent) {
        switch event {
        case .began(let query, let ticks):
            state.withLock { state in
                state.query = query
                state.began = ContinuousClock.now
                state.ticks = ticks
                state.samples = ""
            }
        case .sampled(_, let due, _, let missed):
            state.withLock { state in
                let left = missed > 0 ? ", \(missed) missed" : ""
                state.samples = "\(due) of \(state.ticks ?? due) samples\(left), "
            }
        case .saved(let record, let notices):
            finish { $0.saved += 1 }
            Terminal.output(Self.line(record, in: folder))
            for notice in notices { Terminal.errors(notice.text) }
        case .failed(_, let error):
            finish { $0.failures += error.all }
        }
    }

    /// Draws the line anew until the task is cancelled.
    func show() async {
        guard isLive else { return }
        while !Task.isCancelled {
            draw()
            do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
        }
        erase()
    }

    private func finish(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            state.query = nil
        }
        erase()
    }

    private func draw() {
        guard
            let line = state.withLock({ state -> String? in
                guard let query = state.query else { return nil }
                return "\(query): \(state.samples)\(Self.seconds(ContinuousClock.now - state.began)) …"
            })
        else { return }
        Terminal.status("\r\u{1B}[K\(line)")
    }

    private func erase() { if isLive { Terminal.status("\r\u{1B}[K") } }

    private static func line(_ record: SavedRecord, in folder: String) -> String {
        let series = record.sampling.map { sampling in
            let missed = sampling.missed > 0 ? " and \(sampling.missed) missed" : ""
            return "\(count(sampling.samples, "sample"))\(missed), "
        }
        let took = record.seconds.map { " in \(seconds(.seconds($0)))" } ?? ""
        return
            "Captured \(folder)/\(record.capture): \(series ?? "")\(count(record.bytes, "byte"))\(took), SHA-256 \(record.sha256.prefix(12))…"
    }

    /// To a tenth of a second.
    private static func seconds(_ duration: Duration) -> String {
        let tenths =
            duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
