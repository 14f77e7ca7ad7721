public import Diagnostics
public import Evidence
internal import Quantities

/// What happens while captures are taken.
public enum CaptureEvent: Sendable {
    /// A query is being run; for a series, how many samples there are to be.
    case began(query: String, ticks: Int?)
    /// So many samples of a series are over, of which some were left out.
    case sampled(query: String, due: Int, taken: Int, missed: Int)
    /// A capture stands, with what the server told besides.
    case saved(SavedRecord, notices: [Diagnostic])
    /// A query was not captured, and why.
    case failed(query: String, Diagnostics)
}

/// Takes captures: vets all queries, runs each, and saves what it printed beside a record.
public struct CaptureRunner: Sendable {
    private let request: CaptureRequest
    private let folder: EvidenceFolder
    private let runner: PsqlRunner

    /// Prepares to take captures into a folder.
    public init(_ request: CaptureRequest, into folder: EvidenceFolder) {
        self.request = request
        self.folder = folder
        runner = PsqlRunner(request: request)
    }

    /// Takes the captures, one after another: evidence is taken from a server in distress.
    ///
    /// Everything that can be told without running a query is told of all of them before the first is run.
    /// One that then fails does not keep the others from being captured.
    ///
    /// - Parameter report: Is told of each step.
    /// - Returns: How many could not be captured; each was reported.
    /// - Throws: What keeps all from being run: everything that ``findings()`` finds, `capture.no-connection`,
    ///   `capture.statistics-reset`, and `program.cancelled` where the task was.
    public func take(report: @Sendable (CaptureEvent) -> Void) async throws(Diagnostics) -> Int {
        let found = findings()
        guard found.isEmpty else { throw Diagnostics(found) }
        try await checkResets()
        var failures = 0
        for query in request.queries {
            do throws(Diagnostics) {
                try await take(query, report)
            } catch {
                guard !error.all.contains(where: { Self.fatal.contains($0.check) }) else { throw error }
                failures += 1
                report(.failed(query: query.name, error))
            }
        }
        return failures
    }

    /// After these no other query can succeed either.
    private static let fatal: Set<Check> = [
        .capturing(.noConnection), .program(.missing), .program(.cancelled),
    ]

    /// What is wrong with the request, as far as it shows without a server.
    public func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        if let label = request.label, !isCaptureName(label) { findings.append(Self.badName(label, "label")) }
        var seen: Set<String> = []
        for query in request.queries {
            if !isCaptureName(query.name) { findings.append(Self.badName(query.name, "query")) }
            if !seen.insert(query.name).inserted { findings.append(Self.twice(query)) }
            if !request.allowsWrites { findings += query.writes }
            findings += findingsOfSampling(query)
            do throws(Diagnostics) {
                _ = try runner.values(for: query)
                if isCaptureName(query.name), request.label.map(isCaptureName) ?? true {
                    try checkStanding(query)
                }
            } catch {
                findings += error.all
            }
        }
        let known = Set(request.queries.flatMap { $0.variables.map(\.name) })
        for name in request.variables.keys.sorted() where !known.contains(name) {
            findings.append(Self.unknownVariable(name, known))
        }
        return Diagnostics(findings).all
    }

    // MARK: One capture

    private func take(
        _ query: QueryFile, _ report: @Sendable (CaptureEvent) -> Void
    )
        async throws(Diagnostics)
    {
        report(.began(query: query.name, ticks: request.sampling?.ticks))
        let printed: PsqlRunner.Printed
        if let plan = request.sampling {
            printed = try await runner.sample(query, plan) { due, taken, missed in
                report(.sampled(query: query.name, due: due, taken: taken, missed: missed))
            }
        } else {
            printed = try await runner.run(query)
        }
        // From here on nothing is awaited, so that no cancellation comes between a capture and its record.
        do throws(Diagnostics) {
            try check(printed, of: query)
            let record = try record(of: printed, query)
            try folder.save(printed.bytes, record, replacing: request.replaces)
            report(.saved(record, notices: printed.notices))
        } catch {
            guard query.access == .readWrite else { throw error }
            throw Diagnostics(error.all + [Self.committed(query)])
        }
    }

    private static func committed(_ query: QueryFile) -> Diagnostic {
        Diagnostic(
            .capturing(.committed),
            "What \(query.name) wrote is committed, though its capture could not be saved",
            at: Place(path: query.file.path), help: "Look at the data before it is run again.")
    }

    private func check(_ printed: PsqlRunner.Printed, of query: QueryFile) throws(Diagnostics) {
        guard !printed.bytes.isEmpty else {
            throw Diagnostics(
                Diagnostic(
                    .capture(.empty), "The query printed nothing, so there is nothing to save",
                    at: Place(path: query.file.path), expected: "a statement with a result"))
        }
        try PsqlRunner.catching { () throws(Diagnostic) in
            _ = try textFile(path: "\(folder.shown)/\(request.path(of: query))", bytes: printed.bytes)
        }
        let resets = try StatisticsResets(folder, query, request)
        let findings = resets.findings(printed.facts) + resets.findings(printed.bytes, at: printed.end)
        guard findings.isEmpty else { throw Diagnostics(findings) }
    }

    private func record(of printed: PsqlRunner.Printed, _ query: QueryFile) throws(Diagnostics) -> SavedRecord
    {
        let path = request.path(of: query)
        let hash = try PsqlRunner.catching { () throws(Diagnostic) in try SHA256(of: printed.bytes) }
        let sets = try runner.values(for: query).map { "\\set \($0.name) \(PsqlScript.quoted($0.value))\n" }
        return SavedRecord(
            capture: path, title: query.title, sha256: hash.hexadecimal, bytes: printed.bytes.count,
            captured: printed.end, timeZone: printed.facts.timeZone,
            seconds: Double(printed.end.microseconds - printed.facts.time.microseconds) / 1_000_000,
            command: sets.joined() + query.file.text(0..<query.file.bytes.count), query: query.name,
            label: request.label, client: printed.facts.client,
            server: printed.facts.server(redactsHost: request.redactsHost), access: query.access,
            sampling: printed.sampling, statisticsReset: printed.facts.statisticsReset,
            replaces: try replaced(at: path))
    }

    /// What stands where a capture goes, and all that had stood there before.
    private func replaced(at path: String) throws(Diagnostics) -> [SavedRecord.Replaced] {
        guard request.replaces, let standing = try folder.standing(at: path) else { return [] }
        let hash = try PsqlRunner.catching { () throws(Diagnostic) in try SHA256(of: standing.bytes) }
            .hexadecimal
        guard let record = standing.record else {
            return [SavedRecord.Replaced(sha256: hash, captured: nil)]
        }
        let history =
            [SavedRecord.Replaced(sha256: record.sha256, captured: record.captured)] + record.replaces
        // The record of a killed run may stand beside the capture before: then its history knows that one.
        guard let known = history.firstIndex(where: { $0.sha256 == hash }) else {
            return [SavedRecord.Replaced(sha256: hash, captured: nil)] + history
        }
        return Array(history[known...])
    }

    // MARK: Before a query is run

    /// Compares the server's resets with those of captures that there are, before anything is run.
    private func checkResets() async throws(Diagnostics) {
        var findings: [Diagnostic] = []
        var facts: SessionFacts?
        let statistics = request.queries.reduce(into: Set<String>()) { $0.formUnion($1.readsStatistics) }
        for query in request.queries {
            let resets = try StatisticsResets(folder, query, request)
            guard !resets.others.isEmpty else { continue }
            let known =
                if let facts { facts } else { try await runner.facts(for: query, statistics: statistics) }
            facts = known
            findings += resets.findings(known)
        }
        guard findings.isEmpty else { throw Diagnostics(findings) }
    }

    private func checkStanding(_ query: QueryFile) throws(Diagnostics) {
        let path = request.path(of: query)
        guard try folder.standing(at: path) != nil, !request.replaces else { return }
        throw Diagnostics(folder.exists(path))
    }

    private func findingsOfSampling(_ query: QueryFile) -> [Diagnostic] {
        guard request.sampling != nil else { return [] }
        if request.queries.count > 1, query.name == request.queries.last?.name {
            return [
                Diagnostic(
                    .capturing(.sampling), "\(request.queries.count) queries cannot be sampled at once",
                    expected: "one query: --query \(request.queries[0].name)",
                    help: "Start one `casebook capture` for each; they run side by side.")
            ]
        }
        guard !query.isSingleQuery else { return [] }
        return [
            Diagnostic(
                .capturing(.sampling), "\(query.name) cannot be sampled",
                at: query.statements.count > 1
                    ? Place(query.statements[1].span) : Place(path: query.file.path),
                expected: "one read-only SELECT, WITH, TABLE or VALUES, and no command of psql's")
        ]
    }

    private static func badName(_ name: String, _ what: String) -> Diagnostic {
        Diagnostic(
            .capturing(.name), "“\(name)” cannot be the name of a \(what): it becomes a part of a path",
            expected: "letters, digits, `-` and `_`, such as `before`")
    }

    private static func twice(_ query: QueryFile) -> Diagnostic {
        Diagnostic(.capturing(.name), "The query \(query.name) is named twice", expected: "each query once")
    }

    private static func unknownVariable(_ name: String, _ known: Set<String>) -> Diagnostic {
        let sorted = known.sorted()
        return Diagnostic(
            .query(.variableUnknown), "No query has a variable “\(name)”",
            expected: nearestName(to: name, among: sorted).map { "did you mean “\($0)”?" }
                ?? (sorted.isEmpty ? "no --set" : "one of: \(sorted.joined(separator: ", "))"))
    }
}
