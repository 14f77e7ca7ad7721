import Foundation

/// What a program took from its start to its end.
struct MeasuredRun {
    /// Seconds on the clock.
    let seconds: Double
    /// Seconds of all cores together, in the program and in the kernel for it.
    let processorSeconds: Double
    /// The most memory that it held at once, in bytes.
    let peakMemory: Int

    /// Runs a program to its end; what it prints goes to standard error, so that it does not mix with the results.
    init(_ words: [String], environment: [String: String] = [:]) throws {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        let kept = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "TMPDIR"].contains($0.key) }
        let all = kept.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
        let arguments = words.map { strdup($0) } + [nil]
        let variables = all.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }

        let clock = ContinuousClock()
        let start = clock.now
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, words[0], &actions, nil, arguments, variables)
        guard failure == 0 else { throw BenchmarkError("\(words[0]): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkError("\(words[0]) was lost") }
        }
        let elapsed = clock.now - start
        guard status == 0 else {
            throw BenchmarkError("\(words.joined(separator: " ")) failed with status \(status >> 8)")
        }
        seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        #if canImport(Glibc)
            peakMemory = Int(usage.ru_maxrss) * 1_024
        #else
            peakMemory = Int(usage.ru_maxrss)
        #endif
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    }
}

/// Why there is no result.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension [MeasuredRun] {
    /// The middle one of several runs' values: a neighbour's burst of work moves a mean, not a median.
    func median(_ value: (MeasuredRun) -> Double) -> Double {
        let sorted = map(value).sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
