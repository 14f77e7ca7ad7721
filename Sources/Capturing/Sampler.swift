internal import Diagnostics
internal import Evidence
internal import Programs
internal import Quantities

extension PsqlRunner {
    /// Runs a query again and again in one session, each time in a transaction of its own.
    ///
    /// The samples are due by a fixed schedule; one that takes longer than the interval is not followed by
    /// others in a hurry, but the ones that it covered are left out and counted, as is one that the server
    /// ended for a limit of time. The rows of all are one CSV table, whose first column is the server's
    /// time; a sample without rows is one row of nulls.
    func sample(
        _ query: QueryFile, _ plan: SamplingPlan,
        progress: @Sendable (_ due: Int, _ taken: Int, _ missed: Int) -> Void
    ) async throws(Diagnostics) -> Printed {
        let scratch = try Self.scratchFolder()
        let series = Series(
            plan: plan, statement: query.statements[0].text,
            script: PsqlScript(limits: limits, access: .readOnly, statistics: query.readsStatistics),
            rows: scratch.path(of: "rows"), before: scratch.path(of: "a"), after: scratch.path(of: "b"))
        let arguments = try arguments(for: query)
        let counts: Series.Counts
        let end: ProgramResult
        do throws(Diagnostic) {
            (counts, end) = try await program.converse(arguments, environment: Self.environment) {
                conversation throws(Diagnostic) in
                try await series.take(&conversation, progress: progress)
            }
        } catch {
            throw Diagnostics(error)
        }
        let failure = PsqlFailure(query: query, path: "<stdin>", isSeries: true)
        let findings = failure.findings(end.errors, status: end.status == 0 && counts.failed ? 3 : end.status)
        guard end.status == 0, !counts.failed else { throw Diagnostics(findings) }
        guard counts.taken > 0 else { throw Diagnostics(noSample(query, findings)) }
        guard let facts = try Self.bytes(of: series.before).flatMap(SessionFacts.init),
            let last = try Self.bytes(of: series.after).flatMap(SessionEnd.init),
            let rows = try Self.bytes(of: series.rows)
        else { throw Diagnostics(noFacts(query)) }
        return Printed(
            bytes: rows, facts: facts, end: last.time,
            sampling: SavedRecord.Sampling(
                interval: plan.interval.inSeconds, duration: plan.duration.inSeconds, samples: counts.taken,
                missed: counts.missed),
            // What a sample was told, all were: once is enough. A missed one is counted.
            notices: counts.missed == 0 ? findings : [])
    }

    private func noSample(_ query: QueryFile, _ findings: [Diagnostic]) -> Diagnostic {
        Diagnostic(
            .capturing(.noSample), "No sample was done within its limits of time",
            at: Place(path: query.file.path),
            help: "Give a sample more time: --statement-timeout and --lock-timeout.",
            notes: findings.prefix(1).map { Diagnostic.Note($0.summary) })
    }
}

/// The talk with psql in which a series is taken.
private struct Series: Sendable {
    struct Counts: Sendable {
        var taken = 0
        var missed = 0
        /// Whether a sample failed for another reason than time.
        var failed = false
    }

    let plan: SamplingPlan
    let statement: String
    let script: PsqlScript
    let rows: String
    let before: String
    let after: String

    private static let mark = "casebook-sample"

    /// SQLSTATEs of a limit of time: query_canceled, lock_not_available (PostgreSQL's appendix A).
    private static let late: Set<String> = ["57014", "55P03"]

    func take(
        _ conversation: inout Conversation,
        progress: @Sendable (_ due: Int, _ taken: Int, _ missed: Int) -> Void
    ) async throws(Diagnostic) -> Counts {
        var counts = Counts()
        try await conversation.say(opening)
        guard try await conversation.line() == Self.mark else { return counts }
        let clock = ContinuousClock()
        let start = clock.now
        var tick = 0
        while tick < plan.ticks {
            try await sleep(until: start + plan.interval * tick, clock)
            try await conversation.say(sample(isFirst: counts.taken == 0))
            guard let answer = try await conversation.line(), answer.hasPrefix(Self.mark) else {
                return counts
            }
            let state = String(answer.dropFirst(Self.mark.utf8.count + 1))
            if state == "00000" {
                counts.taken += 1
            } else if Self.late.contains(state) {
                counts.missed += 1
            } else {
                counts.failed = true
                return counts
            }
            let intervals = (clock.now - start).inSeconds / plan.interval.inSeconds
            let passed = Int(exactly: intervals.rounded(.up)) ?? plan.ticks
            let next = min(max(tick + 1, passed), plan.ticks)
            counts.missed += next - tick - 1
            tick = next
            progress(tick, counts.taken, counts.missed)
        }
        try await conversation.say(closing)
        _ = try await conversation.line()
        return counts
    }

    private func sleep(
        until instant: ContinuousClock.Instant, _ clock: ContinuousClock
    )
        async throws(Diagnostic)
    {
        do {
            try await clock.sleep(until: instant, tolerance: .zero)
        } catch {
            throw Diagnostic(.program(.cancelled), "The series was ended before its time")
        }
    }

    private var opening: String {
        """
        \(PsqlScript.opening)\(script.begin)\(script.facts(to: before))ROLLBACK;
        \\set ON_ERROR_STOP off
        \\pset format csv
        \\o \(PsqlScript.quoted(rows))
        \\echo \(Self.mark)

        """
    }

    private func sample(isFirst: Bool) -> String {
        """
        \(isFirst ? "" : "\\pset tuples_only on\n")\(script.begin)SELECT "casebook clock".sampled_at, "casebook rows".*
          FROM (SELECT clock_timestamp() AS sampled_at) AS "casebook clock"
          LEFT JOIN (
        \(statement)
        ) AS "casebook rows" ON true;
        \\echo \(Self.mark) :SQLSTATE
        ROLLBACK;

        """
    }

    private var closing: String {
        """
        \\set ON_ERROR_STOP on
        \\pset format unaligned
        \\pset tuples_only on
        \\o \(PsqlScript.quoted(after))
        SELECT json_build_object('time', clock_timestamp(), 'transaction', now());
        \\o
        \\echo \(Self.mark)

        """
    }
}
