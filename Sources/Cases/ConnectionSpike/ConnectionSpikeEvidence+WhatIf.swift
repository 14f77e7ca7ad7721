import Casebook

/// A run of the job under other conditions, without the index.
struct WhatIf: Sendable {
    let checks: Table<JobCheck>
    let sessions: Table<SessionSample>
    let healthChecks: Table<HealthCheck>
    /// How the run was set up; one row of a table of all runs.
    let setting: TableRow<JobSetting>
    /// What the simulation makes of the same checks.
    let simulation = Remembered<SimulatedJob?>()

    init(_ name: String, in settings: Table<JobSetting>) {
        checks = Table("what_if/\(name)/checks.csv")
        sessions = Table("what_if/\(name)/activity_200ms.csv")
        healthChecks = Table("what_if/\(name)/healthcheck.csv")
        setting = settings.row(where: \.run, is: name)
    }

    var duration: Quantity<Time> { setting.seconds.asPrinted }
    var maxConnections: Quantity<Count> { setting.maxConnections }
    var keptConnections: Quantity<Count> { setting.keptConnections }
    var retryLimit: Quantity<Count> { setting.retries }
    var retryDelay: Quantity<Time> { setting.retryAfter.asPrinted }

    private var finishedChecks: Table<JobCheck> { checks.rows(where: \.outcome, is: "finished") }

    var offered: Quantity<Count> { checks.count }
    var attempts: Quantity<Count> { checks.attempts.sum }
    var finished: Quantity<Count> { finishedChecks.count }
    var refusedForGood: Quantity<Count> { checks.rows(where: \.outcome, is: "refused").count }
    var refusedForGoodShare: Quantity<Share> { refusedForGood.share(of: offered) }
    /// How often a connection was refused, to checks that came back as well.
    var refusals: Quantity<Count> { checks.refusals.sum }
    /// Unknown where none was refused.
    var firstRefusal: Quantity<Time> {
        checks.rows(where: \.refusals, .atLeast(1)).firstRefused.min
    }
    /// From when a check was due to its answer.
    var meanTime: Quantity<Time> { finishedChecks.took.mean }
    /// From when a check was due to its last attempt, or to when a kept connection took it.
    var meanWait: Quantity<Time> { finishedChecks.waited.mean }
    var lastDone: Quantity<Time> { checks.ended.max }
    /// What was finished per second while the job ran.
    var throughput: Quantity<Rate> {
        finishedChecks.rows(where: \.ended, .atMost(duration.value ?? .nan)).count
            .per(duration)
    }
    var serverTimePerCheck: Quantity<Time> { setting.serverTime.per(finished) }

    var mostConnections: Quantity<Count> { sessions.backends.max }
    var slotsFree: Quantity<Count> {
        sessions.rows(from: setting.started.later(bySeconds: -1), to: setting.started, by: \.at)
            .slotsFree.median
    }
    var probesFailed: Quantity<Count> { healthChecks.rows(where: \.succeeded, is: false).count }
    var slowestProbe: Quantity<Time> { healthChecks.took.max }
}

extension ConnectionSpike.Evidence {
    /// What the simulation is told to finish: the checks finished per second while slots were short in the run
    /// with nothing changed, from two seconds after the first refusal to the end of the job.
    var jobThroughput: Quantity<Rate> {
        let (first, end) = (asItWas.firstRefusal, asItWas.duration)
        let begin: Quantity<Time> = first.mapped("2 s later") { $0 + 2000 }
        guard let from = begin.value, let to = end.value else {
            return Quantity(
                state: .unknown(begin.problems + end.problems),
                derivation: .missing(label: "checks per second"))
        }
        return asItWas.checks.rows(where: \.outcome, is: "finished").rows(where: \.ended, .between(from, to))
            .count.per(end - begin)
    }
}
