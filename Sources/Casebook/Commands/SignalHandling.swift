import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Does work that Ctrl-C, or the signal TERM, cancels: it cleans up after itself, and then the program ends.
///
/// - Throws: ``Interrupted`` where a signal came, whatever the work made of it.
func interruptibly<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let received = Mutex<Int32?>(nil)
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
        // Otherwise the signal would end the program at once.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            received.withLock { $0 = $0 ?? number }
            task.cancel()
        }
        source.activate()
        return source
    }
    let result = await task.result
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    if let number = received.withLock({ $0 }) { throw Interrupted(signal: number) }
    return try result.get()
}
