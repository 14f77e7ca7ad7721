import LibFuzzer

/// Runs one target under libFuzzer: `Fuzz TARGET [libFuzzer's options and corpus folders]`.
@main enum Main {
    static func main() {
        guard CommandLine.argc > 1, let name = CommandLine.arguments.dropFirst().first,
            let target = targets[name]
        else {
            print(
                "Fuzz TARGET [options of libFuzzer] [corpus]\n\nTargets: \(targets.keys.sorted().joined(separator: " "))"
            )
            return
        }
        // The target's name stays in place of the program's, so that libFuzzer sees its own words after it.
        var count = CommandLine.argc - 1
        var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        LLVMFuzzerRunDriver(&count, &words, target)
    }
}

/// What libFuzzer calls with each input.
typealias Target = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// Every reader of what an outsider may have written.
let targets: [String: Target] = [
    "tables": { run(tables, $0, $1) },
    "csv": { run(csv, $0, $1) },
    "plans": { run(plans, $0, $1) },
    "server-log": { run(serverLog, $0, $1) },
    "pgbench-summary": { run(pgbenchSummary, $0, $1) },
    "pgbench-log": { run(pgbenchLog, $0, $1) },
    "metrics": { run(metrics, $0, $1) },
    "gzip": { run(gzip, $0, $1) },
    "templates": { run(templates, $0, $1) },
    "queries": { run(queries, $0, $1) },
    "markdown": { run(markdown, $0, $1) },
    "seals": { run(seals, $0, $1) },
]

private func run(_ target: ([UInt8]) -> Void, _ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: start, count: size)))
    return 0
}

/// Ends the program where something does not hold, so that libFuzzer keeps the input.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { preconditionFailure(what()) }
}
