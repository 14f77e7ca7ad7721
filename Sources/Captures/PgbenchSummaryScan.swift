internal import Diagnostics
internal import Quantities

/// What pgbench prints at its end, read line by line (PostgreSQL, `src/bin/pgbench/pgbench.c`, `printResults`).
struct PgbenchSummaryScan {
    /// The numbers of a summary, or of one of its scripts.
    enum Field: String, Sendable {
        case clients = "number of clients"
        case threads = "number of threads"
        case duration = "duration"
        case transactions = "number of transactions actually processed"
        case failed = "number of failed transactions"
        case skipped = "number of transactions skipped"
        case latencyAverage = "latency average"
        case latencyStddev = "latency stddev"
        case scheduleLagAverage = "rate limit schedule lag, average"
        case scheduleLagMax = "rate limit schedule lag, max"
        case connectionTime = "connection time"
        case tps = "tps"
    }

    struct Script: Sendable {
        let name: SourceSpan
        var fields: [Field: PrintedField] = [:]
    }

    private let file: SourceFile
    private(set) var fields: [Field: PrintedField] = [:]
    private(set) var scripts: [Script] = []
    private(set) var findings: [Diagnostic] = []
    private var title: Int?
    private var isListingStatements = false

    init(_ file: SourceFile) { self.file = file }

    mutating func run() {
        for line in 1...max(1, file.lineCount) {
            let bounds = file.textLine(line)
            if bounds.isEmpty || isBesides(bounds) { continue }
            if starts("pgbench (", bounds) {
                if let first = title {
                    findings.append(secondSummary(bounds, first))
                    return
                }
                title = line
            } else if title == nil || !take(bounds) {
                findings.append(notUnderstood(bounds))
                return
            }
        }
        if title == nil {
            findings.append(
                Diagnostic(
                    "pgbench.no-summary",
                    "The capture holds no summary of pgbench",
                    at: Place(path: file.path),
                    expected: "a line such as “pgbench (17.2)”"
                )
            )
        } else if fields[.tps] == nil || fields[.transactions] == nil || !file.endsWithNewline {
            let last = file.textLine(file.lineCount)
            findings.append(
                Diagnostic(
                    "capture.truncated",
                    "The summary of pgbench ends before its end",
                    at: file.span(last),
                    expected: fields[.tps] == nil ? "a line “tps = …”" : "a line ending",
                    help: "Capture it again; the run was stopped, or the file is cut."
                )
            )
        }
    }

    /// Whether a line is one of those that pgbench writes to stderr, or that its start prints.
    private func isBesides(_ bounds: Range<Int>) -> Bool {
        starts("pgbench: ", bounds) || starts("progress: ", bounds) || starts("starting vacuum", bounds)
            || starts("end.", bounds)
    }

    private mutating func take(_ bounds: Range<Int>) -> Bool {
        if isListingStatements {
            let number = numeralRange(file, at: file.trimmed(bounds).lowerBound, before: bounds.upperBound)
            if file.bytes[bounds.lowerBound] == 0x20, !number.isEmpty { return true }
            isListingStatements = false
        }
        if starts("SQL script ", bounds) {
            guard let colon = file.offset(of: UInt8(ascii: ":"), in: bounds) else { return false }
            scripts.append(Script(name: file.span(file.trimmed(colon + 1..<bounds.upperBound))))
            return true
        }
        if starts(" - ", bounds), !scripts.isEmpty {
            return takeScript(bounds.lowerBound + 3..<bounds.upperBound)
        }
        for prefix in Self.plainPrefixes where starts(prefix, bounds) { return true }
        if starts("statement latencies in milliseconds", bounds) {
            isListingStatements = true
            return true
        }
        if starts("rate limit schedule lag: avg ", bounds) {
            return takeScheduleLag(bounds)
        }
        for (prefix, field, ending) in Self.fieldPrefixes where starts(prefix, bounds) {
            guard let read = number(field, after: prefix, endingWith: ending, bounds) else { return false }
            let isRepeated = fields[field] != nil
            // Before version 14 two rates are printed; the second leaves the connections out.
            if isRepeated, !(field == .tps && mentions("(excluding", bounds)) { return false }
            fields[field] = read
            return true
        }
        return false
    }

    private mutating func takeScript(_ bounds: Range<Int>) -> Bool {
        let last = scripts.count - 1
        if starts("weight: ", bounds) || starts("number of ", bounds) { return true }
        if starts("statement latencies in milliseconds", bounds) {
            isListingStatements = true
            return true
        }
        for (prefix, field) in [
            ("latency average = ", Field.latencyAverage), ("latency stddev = ", .latencyStddev),
        ] as [(StaticString, Field)]
        where starts(prefix, bounds) {
            guard let read = number(field, after: prefix, endingWith: " ms", bounds) else { return false }
            scripts[last].fields[field] = read
            return true
        }
        let count = numeralRange(file, at: bounds.lowerBound, before: bounds.upperBound)
        guard !count.isEmpty,
            file.matches(" transactions (", at: count.upperBound, before: bounds.upperBound),
            let tps = file.offset(of: Array("tps = ".utf8), in: bounds),
            let transactions = field(.transactions, count),
            let rate = field(.tps, numeralRange(file, at: tps + 6, before: bounds.upperBound))
        else { return false }
        scripts[last].fields[.transactions] = transactions
        scripts[last].fields[.tps] = rate
        return true
    }

    private mutating func takeScheduleLag(_ bounds: Range<Int>) -> Bool {
        let average = numeralRange(file, at: bounds.lowerBound + 29, before: bounds.upperBound)
        guard !average.isEmpty, file.matches(" (max ", at: average.upperBound, before: bounds.upperBound)
        else {
            return false
        }
        let greatest = numeralRange(file, at: average.upperBound + 6, before: bounds.upperBound)
        guard file.matches(") ms", at: greatest.upperBound, before: bounds.upperBound),
            let first = field(.scheduleLagAverage, average), let second = field(.scheduleLagMax, greatest)
        else { return false }
        fields[.scheduleLagAverage] = first
        fields[.scheduleLagMax] = second
        return true
    }

    private func number(
        _ field: Field,
        after prefix: StaticString,
        endingWith ending: StaticString,
        _ bounds: Range<Int>
    ) -> PrintedField? {
        let range = numeralRange(
            file,
            at: bounds.lowerBound + prefix.utf8CodeUnitCount,
            before: bounds.upperBound
        )
        let isWhole = range.upperBound == bounds.upperBound
        guard file.matches(ending, at: range.upperBound, before: bounds.upperBound),
            ending.utf8CodeUnitCount > 0 || isWhole || file.bytes[range.upperBound] == 0x20
                || file.bytes[range.upperBound] == UInt8(ascii: "/")
        else { return nil }
        return self.field(field, range)
    }

    private func field(_ field: Field, _ range: Range<Int>) -> PrintedField? {
        let label = field.rawValue
        switch field {
        case .clients, .threads, .transactions, .failed, .skipped:
            return PrintedField(file, range, label: label, unit: Count.self, reading: .number(scale: 1))
        case .duration:
            // What was asked for is a whole number of seconds: it is exact, as a count is.
            return PrintedField(file, range, label: label, unit: Count.self, reading: .number(scale: 1000))
        case .tps:
            return PrintedField(file, range, label: label, unit: Rate.self, reading: .number(scale: 1))
        case .latencyAverage, .latencyStddev, .scheduleLagAverage, .scheduleLagMax, .connectionTime:
            return PrintedField(file, range, label: label, unit: Time.self, reading: .number(scale: 1))
        }
    }

    private func starts(_ prefix: StaticString, _ bounds: Range<Int>) -> Bool {
        file.matches(prefix, at: bounds.lowerBound, before: bounds.upperBound)
    }

    private func mentions(_ text: String, _ bounds: Range<Int>) -> Bool {
        file.offset(of: Array(text.utf8), in: bounds) != nil
    }

    private static let plainPrefixes: [StaticString] = [
        "transaction type: ", "scaling factor: ", "query mode: ", "partition method: ", "partitions: ",
        "maximum number of tries: ", "number of transactions per client: ",
        "number of transactions retried: ", "total number of retries: ",
        "number of serialization failures: ", "number of deadlock failures: ", "number of other failures: ",
        "number of transactions above the ",
    ]

    private static let fieldPrefixes: [(StaticString, Field, StaticString)] = [
        ("number of clients: ", .clients, ""),
        ("number of threads: ", .threads, ""),
        ("duration: ", .duration, " s"),
        ("number of transactions actually processed: ", .transactions, ""),
        ("number of failed transactions: ", .failed, ""),
        ("number of transactions skipped: ", .skipped, ""),
        ("latency average = ", .latencyAverage, " ms"),
        ("latency stddev = ", .latencyStddev, " ms"),
        ("initial connection time = ", .connectionTime, " ms"),
        ("average connection time = ", .connectionTime, " ms"),
        ("tps = ", .tps, " ("),
    ]

    private func notUnderstood(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            "pgbench.line",
            title == nil
                ? "The line is no part of pgbench's output"
                : "The line is no part of pgbench's summary",
            at: file.span(bounds),
            expected: title == nil ? "a line such as “pgbench (17.2)”" : nil,
            help: "Keep what pgbench printed, unchanged, in a file of its own."
        )
    }

    private func secondSummary(_ bounds: Range<Int>, _ first: Int) -> Diagnostic {
        Diagnostic(
            "pgbench.several-summaries",
            "A second summary of pgbench begins here",
            at: file.span(bounds),
            help: "Keep each run's output in a file of its own.",
            notes: [Diagnostic.Note("the first", at: Place(file.span(file.textLine(first))))]
        )
    }
}
