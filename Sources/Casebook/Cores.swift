#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much is worked on at once.
let coreCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

/// Runs the work on at most as many values at once as there are cores, and returns what it gave, in the values' order.
func concurrently<Value: Sendable, Result: Sendable>(
    _ values: [Value], _ work: @escaping @Sendable (Value) async -> Result
) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
        var results: [(Int, Result)] = []
        results.reserveCapacity(values.count)
        for (offset, value) in values.enumerated() {
            if offset >= coreCount, let result = await group.next() { results.append(result) }
            group.addTask { (offset, await work(value)) }
        }
        for await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
