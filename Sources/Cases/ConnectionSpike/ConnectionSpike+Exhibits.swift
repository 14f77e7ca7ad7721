import Casebook

extension ConnectionSpike {
    var exhibits: [Exhibit] {
        [
            Exhibit(
                1, "What used the time: `pg_stat_statements`",
                """
                \(\.checkTimeTotal, .seconds) in \(\.checkCalls) calls. The mean, \(\.checkMeanQueued, .seconds), is what \
                a check took beside many others, not what it costs alone.
                """, claims: ["one-statement"],
                captures: [
                    "incident_before/e1_pg_stat_statements.txt", "incident_before/e1_pg_stat_statements.csv",
                ]),
            Exhibit(
                2, "How the server runs it: `EXPLAIN`",
                """
                The index on `completed_at` finds every unfinished report, and the filter removes \
                \(\.removedTotal) of them, in \(\.scanLoops) processes. One run: \(\.beforeRun).
                """, claims: ["no-index-served", "parallel-removed"],
                captures: ["explain_before.txt", "explain_before_verbose.txt"], illustration: "plan-trees"),
            Exhibit(
                3, "What the sessions did at the peak: `pg_stat_activity`",
                """
                At the peak \(\.dbaChecksActive) checks were at work, and the \(\.dbaOnCpu) active processes \
                waited for nothing but a core.
                """, claims: ["sessions-ran-it", "slots-exhausted"],
                captures: [
                    "incident_before/peak_psql.txt", "incident_before/activity_200ms.csv",
                    "evidence_chain.txt",
                ]),
            Exhibit(
                4, "When it happened: the correlation with 16:15",
                """
                Connections, checks and refusals rise when the job starts and end with it, at a minute \
                that stands out each day. Correlation alone proves no cause; #8 and #9 do the rest.
                """, claims: ["sixteen-fifteen", "scheduled-job", "times-recorded"],
                captures: [
                    "evidence_chain.txt", "incident_before/activity_200ms.csv", "business_context.txt",
                ], illustration: "sixteen-fifteen"),
            Exhibit(
                5, "What the server refused: its log",
                """
                SQLSTATE `53300`, from \(\.firstRefusal) to \(\.lastRefusal). The server and its clients \
                agree to the last refusal.
                """, claims: ["refusals-in-log"],
                captures: [
                    "incident_before/postgres.log", "incident_before/log_fatal.csv",
                    "incident_before/pgbench_spike_stderr.txt", "incident_before/healthcheck.csv",
                ]),
            Exhibit(
                6, "What an index would do: the projection",
                """
                A hypothetical index changes the plan before anything is built. Counted in the table, the \
                rows to read fall from \(\.rowsIncomplete) to \(\.smallestKey) for the guide's key, and to \
                \(\.largestKey) for the user's largest.
                """, claims: ["index-projected"], captures: ["e6_hypopg.txt", "evidence_chain.txt"]),
            Exhibit(
                7, "What it was not: alternatives excluded",
                """
                Each explanation has a number that would look otherwise if it were the cause.
                """,
                claims: [
                    "no-lock-waits", "no-deadlocks", "no-checkpoint", "no-autovacuum", "not-io-bound",
                    "api-load-unchanged",
                ],
                captures: [
                    "evidence_chain.txt", "incident_before/locks_200ms.csv", "incident_before/postgres.log",
                ]),
            Exhibit(
                8, "The counterfactual: the same load with the index",
                """
                The same generator, seed and server; the index is the only difference.
                """, claims: ["counterfactual", "same-load"],
                captures: [
                    "incident_after/activity_200ms.csv", "incident_after/pgbench_spike.txt",
                    "incident_after/healthcheck.csv", "incident_after/postgres_since_incident.log",
                ], illustration: "impact-bars"),
            Exhibit(
                9, "The dose and the response: the sweep",
                """
                More and more sessions ask without pause. Without the index more sessions only wait \
                longer; with it they get more done.
                """, claims: ["dose-response"], captures: ["sweep.csv"], illustration: "sweep"),
        ]
    }

    var hypotheses: [Hypothesis] {
        [
            Hypothesis(
                "One statement without a fitting index, sent at 16:15 without a bound, filled the slots",
                """
                It predicts one statement in nearly all samples, more work than the cores can do, and calm \
                once the index is there. All three were seen.
                """,
                test: .all([
                    .atLeast(\.checkTimeShare, .percent(99)), .above(\.utilisation, .times(1)),
                    .equals(\.checksRefusedAfter, .count(0)),
                ]), verdict: .holds,
                exhibits: [
                    1: .consistent, 2: .consistent, 3: .consistent, 4: .consistent, 5: .consistent,
                    6: .consistent, 7: .consistent, 8: .consistent, 9: .consistent,
                ]),
            Hypothesis(
                "Sessions waited for each other's locks",
                "It predicts sessions waiting for locks. At most \(\.peakLockWaits) did in any sample.",
                test: .above(\.peakLockWaits, .count(0)), verdict: .contradicted,
                exhibits: [
                    3: .inconsistent, 4: .consistent, 5: .consistent, 7: .inconsistent, 8: .inconsistent,
                ]),
            Hypothesis(
                "Deadlocks held sessions up", "It predicts deadlocks. The server counted \(\.deadlocks).",
                test: .above(\.deadlocks, .count(0)), verdict: .contradicted,
                exhibits: [3: .inconsistent, 5: .inconsistent, 7: .inconsistent]),
            Hypothesis(
                "A checkpoint slowed the server down",
                "It predicts a checkpoint in the log. There were \(\.checkpointsLogged).",
                test: .above(\.checkpointsLogged, .count(0)), verdict: .contradicted,
                exhibits: [3: .inconsistent, 5: .inconsistent, 7: .inconsistent]),
            Hypothesis(
                "Automatic vacuum slowed the table down",
                "It predicts a vacuum of the table in the log. There were \(\.autovacuumsLogged).",
                test: .above(\.autovacuumsLogged, .count(0)), verdict: .contradicted,
                exhibits: [5: .inconsistent, 7: .inconsistent]),
            Hypothesis(
                "The disk was too slow",
                """
                It predicts that checks spend their time on reading. Reading took \(\.readTimeShare) of it, \
                and \(\.bufferHitShare) of the blocks were in memory.
                """, test: .atLeast(\.readTimeShare, .percent(10)), verdict: .contradicted,
                exhibits: [1: .inconsistent, 3: .inconsistent, 7: .inconsistent]),
            Hypothesis(
                "The API sent more traffic than usual",
                """
                It predicts more API calls than on a day without an incident. There were \(\.apiCalls), and \
                \(\.apiCallsAfter) in the replay, in which nothing was refused.
                """, test: .above(\.apiCallsRatio, .times(1.01)), verdict: .contradicted,
                exhibits: [1: .inconsistent, 3: .inconsistent, 7: .inconsistent, 8: .inconsistent]),
            Hypothesis(
                "One user with very many reports made the check slow",
                """
                It predicts a check that reads that user's reports. It reads everybody's: the user holds \
                \(\.powerUserShare) of them.
                """, test: .atLeast(\.powerUserShare, .percent(50)), verdict: .contradicted,
                exhibits: [2: .inconsistent, 6: .inconsistent]),
            Hypothesis(
                "A deployment changed the query or the job",
                """
                It predicts a deployment shortly before 16:15. No capture records deployments, so that the \
                evidence cannot decide it.
                """, test: .all([]), verdict: .undecided, exhibits: [4: .consistent]),
        ]
    }

    var limits: [Prose] {
        [
            """
            The captures come from a laboratory, not from production. The causes can be shown there; the sizes \
            of the effects in production cannot.
            """,
            """
            The data was built so that its counts are the guide's: unfinished reports, the user's reports, \
            the sizes of the keys. That they agree with the guide proves nothing.
            """,
            """
            Why on this day is not shown. The job runs each day; nothing captured says what was different \
            before 2026-01-04.
            """,
            "No capture records deployments, so that a change of the job or of the query cannot be excluded.",
            """
            The clients of the load ran on the cores of the server, and took a part of them. Absolute times and \
            rates are those of this machine.
            """,
            """
            The repeated runs before the index are of the guide's key. For the user's largest key there is one \
            run, whose plan reads as many rows.
            """,
            """
            The incident and the replay were each run once. The timings of the query are medians of \
            \(\.timingRuns) runs; the plans shown are single runs.
            """,
            """
            The largest key of all has \(\.largestKeyOfAll, .rows), and belongs to another user. No check of it \
            was timed.
            """,
            """
            During the index build only reads were sent. That writes go on is what PostgreSQL documents of the \
            lock that a concurrent build takes; it was not measured.
            """,
            """
            The load after the fix was the spike's, no larger. The headroom of \(\.headroomAfter, .about) is \
            computed, not tried.
            """,
            "Who of the users noticed is not known: the captures count checks and calls, not people.",
        ]
    }
}
