import Synchronization

/// A result that takes long to compute and is asked for often; computed when it is first asked for.
///
/// It belongs to the evidence of one evaluation and ends with it, so it cannot outlive what it was computed from.
final class Remembered<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)

    func callAsFunction(_ compute: () -> Value) -> Value {
        state.withLock { known in
            if let known { return known }
            let value = compute()
            known = value
            return value
        }
    }
}
