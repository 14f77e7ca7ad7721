internal import Diagnostics
internal import Evidence
internal import Quantities

/// What pgbench prints at its end, read line by line (PostgreSQL, `src/bin/pgbench/pgbench.c`, `printResults`).
struct PgbenchSummaryScan {
    /// The numbers of a summary, or of one of its scripts.
    enum Field: String, Sendable {
        case clients = "number of clients"
        case threads = "number of threads"
        case duration = "duration"
        case scalingFactor = "scaling factor"
        case maxTries = "maximum number of tries"
        case perClient = "number of transactions per client"
        case transactions = "number of transactions actually processed"
        case requested = "number of transactions asked for"
        case failed = "number of failed transactions"
        case serializationFailures = "number of serialization failures"
        case deadlockFailures = "number of deadlock failures"
        case otherFailures = "number of other failures"
        case retried = "number of transactions retried"
        case retries = "total number of retries"
        case skipped = "number of transactions skipped"
        case aboveLimit = "number of transactions above the latency limit"
        case latencyLimit = "latency limit"
        case latencyAverage = "latency average"
        case latencyStddev = "latency stddev"
        case scheduleLagAverage = "rate limit schedule lag, average"
        case scheduleLagMax = "rate limit schedule lag, max"
        case connectionTime = "connection time"
        case tps = "tps"
        case weight = "weight"
        case target = "targeted share"
    }

    /// The numbers, statements and texts of a run or of one of its scripts.
    struct Section: Sendable {
        /// The script's name; nil of the whole run.
        var name: SourceSpan?
        var fields: [Field: PrintedField] = [:]
        var statements: [PgbenchStatementLine] = []
    }

    let file: SourceFile
    private(set) var run = Section()
    private(set) var scripts: [Section] = []
    private(set) var texts: [String: SourceSpan] = [:]
    private(set) var findings: [Diagnostic] = []
    private var title: Int?
    private var versionRange: Range<Int>?
    /// How many numbers stand before a statement; nil outside of a list of statements.
    private var statementColumns: Int?
    private var abortion: Range<Int>?

    init(_ file: SourceFile) { self.file = file }

    mutating func read() {
        for line in 1...max(1, file.lineCount) {
            let bounds = file.textLine(line)
            if bounds.isEmpty || isBesides(bounds) { continue }
            if isTitle(bounds) {
                if let first = title {
                    findings.append(secondSummary(bounds, first))
                    return
                }
                title = line
                if starts("pgbench (", bounds) { takeVersion(bounds) } else { _ = take(bounds) }
            } else if title == nil || !take(bounds) {
                findings.append(notUnderstood(bounds))
                return
            }
        }
        if let ending = missingEnd() { findings.append(ending) }
        if findings.isEmpty, let abortion = wasAborted() { findings.append(abortion) }
    }

    /// Before version 14 there is no line with the version: the summary begins with the type.
    private func isTitle(_ bounds: Range<Int>) -> Bool {
        starts("pgbench (", bounds)
            || (starts("transaction type: ", bounds) && (title == nil || versionRange == nil))
    }

    private mutating func takeVersion(_ bounds: Range<Int>) {
        let start = bounds.lowerBound + 9
        var end = start
        while end < bounds.upperBound, ![0x20, 0x29, 0x2C].contains(file.bytes[end]) { end += 1 }
        versionRange = start..<end
        texts["version"] = file.span(start..<end)
    }

    /// Whether a line is one of those that pgbench writes to stderr, or that its start prints.
    private mutating func isBesides(_ bounds: Range<Int>) -> Bool {
        if starts("pgbench: error: Run was aborted", bounds) { abortion = bounds }
        return starts("pgbench: ", bounds) || starts("progress: ", bounds)
            || starts("starting vacuum", bounds) || starts("end.", bounds)
    }

    private mutating func take(_ bounds: Range<Int>) -> Bool {
        if let columns = statementColumns {
            if let statement = PgbenchStatementLine(file, bounds, columns: columns) {
                if scripts.isEmpty {
                    run.statements.append(statement)
                } else {
                    scripts[scripts.count - 1].statements.append(statement)
                }
                return true
            }
            statementColumns = nil
        }
        if starts("SQL script ", bounds) {
            let number = numeralRange(file, at: bounds.lowerBound + 11, before: bounds.upperBound)
            guard file.matches(": ", at: number.upperBound, before: bounds.upperBound) else { return false }
            scripts.append(Section(name: file.span(number.upperBound + 2..<bounds.upperBound)))
            return true
        }
        if starts(" - ", bounds) {
            let rest = bounds.lowerBound + 3..<bounds.upperBound
            if takeStatementsHeading(rest) { return true }
            guard var script = scripts.popLast(), takeScriptLine(rest, &script) else { return false }
            scripts.append(script)
            return true
        }
        if starts("script statistics:", bounds) || takeStatementsHeading(bounds) { return true }
        for (prefix, name) in Self.textPrefixes where starts(prefix, bounds) {
            texts[name] = file.span(bounds.lowerBound + prefix.utf8CodeUnitCount..<bounds.upperBound)
            return true
        }
        if starts("partition method: ", bounds) || starts("partitions: ", bounds) { return true }
        if starts("rate limit schedule lag: avg ", bounds) { return takeScheduleLag(bounds) }
        var section = run
        guard takeField(bounds, &section) else { return false }
        run = section
        return true
    }

    private mutating func takeStatementsHeading(_ bounds: Range<Int>) -> Bool {
        for (heading, columns) in Self.statementHeadings where starts(heading, bounds) {
            statementColumns = columns
            return true
        }
        return false
    }

    /// Reads `weight: 2 (targets 40.0% of total)`, `3185 transactions (41.1% of total, tps = 3182.4)`, and
    /// what a run has too.
    private func takeScriptLine(_ bounds: Range<Int>, _ script: inout Section) -> Bool {
        if starts("weight: ", bounds) {
            let weight = numeralRange(file, at: bounds.lowerBound + 8, before: bounds.upperBound)
            guard let read = field(.weight, weight) else { return false }
            script.fields[.weight] = read
            guard file.matches(" (targets ", at: weight.upperBound, before: bounds.upperBound) else {
                return true
            }
            let target = numeralRange(file, at: weight.upperBound + 10, before: bounds.upperBound)
            script.fields[.target] = field(.target, target)
            return true
        }
        let count = numeralRange(file, at: bounds.lowerBound, before: bounds.upperBound)
        guard !count.isEmpty else { return takeField(bounds, &script) }
        guard file.matches(" transactions (", at: count.upperBound, before: bounds.upperBound),
            let tps = file.offset(of: Array("tps = ".utf8), in: bounds),
            let transactions = field(.transactions, count)
        else { return false }
        let rate = numeralRange(file, at: tps + 6, before: bounds.upperBound)
        guard file.matches(")", at: rate.upperBound, before: bounds.upperBound),
            let read = field(.tps, rate)
        else { return false }
        script.fields[.transactions] = transactions
        script.fields[.tps] = read
        return true
    }

    private func takeField(_ bounds: Range<Int>, _ section: inout Section) -> Bool {
        if starts("number of transactions above the ", bounds) { return takeLimit(bounds, &section) }
        for (prefix, field, ending) in Self.fieldPrefixes where starts(prefix, bounds) {
            let start = bounds.lowerBound + prefix.utf8CodeUnitCount
            let range = numeralRange(file, at: start, before: bounds.upperBound)
            guard file.matches(ending, at: range.upperBound, before: bounds.upperBound),
                let read = self.field(field, range)
            else { return false }
            var rest = range.upperBound + ending.utf8CodeUnitCount
            if field == .transactions, file.matches("/", at: rest, before: bounds.upperBound) {
                let requested = numeralRange(file, at: rest + 1, before: bounds.upperBound)
                guard let all = self.field(.requested, requested) else { return false }
                section.fields[.requested] = all
                rest = requested.upperBound
            }
            // What follows a number is told in brackets.
            guard rest == bounds.upperBound || file.bytes[rest] == 0x20 || field == .tps else { return false }
            // The second rate leaves the connections out.
            let isSecondRate = field == .tps && mentions("(excluding", bounds)
            guard section.fields[field] == nil || isSecondRate else { return false }
            section.fields[field] = read
            return true
        }
        return false
    }

    /// Reads `number of transactions above the 30.0 ms latency limit: 22/277 (7.942%)`.
    private func takeLimit(_ bounds: Range<Int>, _ section: inout Section) -> Bool {
        let limit = numeralRange(file, at: bounds.lowerBound + 33, before: bounds.upperBound)
        guard file.matches(" ms latency limit: ", at: limit.upperBound, before: bounds.upperBound) else {
            return false
        }
        let count = numeralRange(file, at: limit.upperBound + 19, before: bounds.upperBound)
        guard let time = field(.latencyLimit, limit), let late = field(.aboveLimit, count) else {
            return false
        }
        section.fields[.latencyLimit] = time
        section.fields[.aboveLimit] = late
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
        run.fields[.scheduleLagAverage] = first
        run.fields[.scheduleLagMax] = second
        return true
    }

    private func field(_ field: Field, _ range: Range<Int>) -> PrintedField? {
        let label = field.rawValue
        switch field {
        case .duration:
            // What was asked for is a whole number of seconds: it is exact, as a count is.
            return PrintedField(file, range, label: label, unit: Count.self, reading: .number(scale: 1000))
        case .tps:
            return PrintedField(file, range, label: label, unit: Rate.self, reading: .number(scale: 1))
        case .target:
            return PrintedField(file, range, label: label, unit: Share.self, reading: .number(scale: 0.01))
        case .latencyAverage, .latencyStddev, .latencyLimit, .scheduleLagAverage, .scheduleLagMax,
            .connectionTime:
            return PrintedField(file, range, label: label, unit: Time.self, reading: .number(scale: 1))
        default:
            return PrintedField(file, range, label: label, unit: Count.self, reading: .number(scale: 1))
        }
    }

    func starts(_ prefix: StaticString, _ bounds: Range<Int>) -> Bool {
        file.matches(prefix, at: bounds.lowerBound, before: bounds.upperBound)
    }

    private func mentions(_ text: String, _ bounds: Range<Int>) -> Bool {
        file.offset(of: Array(text.utf8), in: bounds) != nil
    }

    private static let textPrefixes: [(StaticString, String)] = [
        ("transaction type: ", "transaction type"), ("query mode: ", "query mode"),
    ]

    private static let statementHeadings: [(StaticString, Int)] = [
        ("statement latencies in milliseconds, failures and retries:", 3),
        ("statement latencies in milliseconds and failures:", 2),
        ("statement latencies in milliseconds:", 1),
    ]

    private static let fieldPrefixes: [(StaticString, Field, StaticString)] = [
        ("number of clients: ", .clients, ""), ("number of threads: ", .threads, ""),
        ("scaling factor: ", .scalingFactor, ""), ("maximum number of tries: ", .maxTries, ""),
        ("number of transactions per client: ", .perClient, ""), ("duration: ", .duration, " s"),
        ("number of transactions actually processed: ", .transactions, ""),
        ("number of failed transactions: ", .failed, ""),
        ("number of serialization failures: ", .serializationFailures, ""),
        ("number of deadlock failures: ", .deadlockFailures, ""),
        ("number of other failures: ", .otherFailures, ""),
        ("number of transactions retried: ", .retried, ""), ("total number of retries: ", .retries, ""),
        ("number of transactions skipped: ", .skipped, ""),
        ("latency average = ", .latencyAverage, " ms"), ("latency stddev = ", .latencyStddev, " ms"),
        ("initial connection time = ", .connectionTime, " ms"),
        ("average connection time = ", .connectionTime, " ms"), ("tps = ", .tps, " ("),
    ]
}

extension PgbenchSummaryScan {
    /// What is wrong with a summary that ends before its end; nil where it is whole.
    private func missingEnd() -> Diagnostic? {
        guard title != nil else {
            return Diagnostic(
                .pgbench(.noSummary), "The capture holds no summary of pgbench", at: Place(path: file.path),
                expected: "a line such as “pgbench (17.2)”")
        }
        let expected: String?
        if run.fields[.transactions] == nil || (run.fields[.tps] == nil && !ranNothing) {
            expected = "a line “tps = …”"
        } else if awaitsSecondRate {
            expected = "a line “tps = … (excluding connections establishing)”"
        } else if texts["transaction type"]?.text == "multiple scripts", !ranNothing, !scriptsAreWhole {
            expected = "the figures of every script"
        } else {
            expected = file.endsWithNewline ? nil : "a line ending"
        }
        return expected.map { expected in
            Diagnostic(
                .capture(.truncated), "The summary of pgbench ends before its end",
                at: file.span(file.textLine(file.lineCount)), expected: expected,
                help: "Capture it again; the run was stopped, or the file is cut.")
        }
    }

    /// Whether a whole summary ends early: where no transaction was processed, no figure has a meaning.
    private var ranNothing: Bool {
        guard run.fields[.transactions]?.number.value == 0, run.fields[.tps] == nil else { return false }
        let major = versionRange.flatMap { numeralValue($0) } ?? 0
        return run.fields[.failed] != nil || (versionRange != nil && major < 15)
    }

    /// Whether a rate without the connections is still to come, as before version 14.
    private var awaitsSecondRate: Bool {
        guard let rate = run.fields[.tps]?.span else { return false }
        return mentions("(including connections", file.line(rate.line))
    }

    private func numeralValue(_ range: Range<Int>) -> Double? {
        file.bytes.withUnsafeBufferPointer { bytes in numeral(in: bytes, range)?.numeral.value }
    }

    /// Whether the scripts take all transactions between them, and the last one has its figures.
    private var scriptsAreWhole: Bool {
        guard let last = scripts.last, let transactions = last.fields[.transactions] else { return false }
        let targets = scripts.compactMap { $0.fields[.target]?.number }
        guard targets.count == scripts.count else { return targets.isEmpty && scripts.count > 1 }
        let total = targets.reduce(0) { $0 + $1.upper }
        return total >= 1 && (transactions.number.value == 0 || last.fields[.latencyStddev] != nil)
    }

    /// What is wrong with a run that some of its clients left before its end; nil where none did.
    private func wasAborted() -> Diagnostic? {
        if let abortion {
            return Diagnostic(
                .pgbench(.aborted), "pgbench says that the run was aborted and its results are incomplete",
                at: file.span(abortion), help: "Mend what pgbench reports before this line, and run it again."
            )
        }
        guard let requested = run.fields[.requested] else { return nil }
        let ended = [Field.transactions, .failed, .skipped].compactMap { run.fields[$0]?.number.value }
            .reduce(0, +)
        guard ended < requested.number.value else { return nil }
        return Diagnostic(
            .pgbench(.aborted),
            "Only \(decimal(ended, decimals: 0)) of \(decimal(requested.number.value, decimals: 0)) transactions ended: clients were aborted",
            at: requested.span, expected: "as many as were asked for",
            help: "pgbench's stderr tells why; mend it, and run it again.")
    }

    private func notUnderstood(_ bounds: Range<Int>) -> Diagnostic {
        Diagnostic(
            .pgbench(.line),
            title == nil
                ? "The line is no part of pgbench's output"
                : "The line is no part of pgbench's summary", at: file.span(bounds),
            expected: title == nil ? "a line such as “pgbench (17.2)”" : nil,
            help: "Keep what pgbench printed, unchanged, in a file of its own.")
    }

    private func secondSummary(_ bounds: Range<Int>, _ first: Int) -> Diagnostic {
        Diagnostic(
            .pgbench(.severalSummaries), "A second summary of pgbench begins here", at: file.span(bounds),
            help: "Keep each run's output in a file of its own.",
            notes: [Diagnostic.Note("the first", at: Place(file.span(file.textLine(first))))])
    }
}
