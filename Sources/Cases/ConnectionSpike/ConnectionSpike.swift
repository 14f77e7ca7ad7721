import Casebook

/// What the module gives to the list of incidents in Main.swift.
public let incident: any Incident = ConnectionSpike()

/// The report job of 2026-01-04 filled every connection slot of the reports database.
///
/// Each section stands in a file of its own beside this one.
struct ConnectionSpike: Incident {
    var id: String { "2026-01-04-connection-spike" }
    var title: String { "Connection spike on the reports database" }
    var severity: Severity { .sev2 }
    var status: IncidentStatus { .resolved }
    var services: [String] { ["reports database", "report scheduler", "reports API"] }
    var tags: [String] {
        ["incident-2026-01-04", "incident-report", "postgresql", "performance", "connections", "index"]
    }
    var owner: String { "Incident lead" }

    var notice: Prose? {
        """
        This incident was reproduced in a laboratory: the server's clock was set to the incident's date, the \
        durations are real, and the data is synthetic, built so that its counts are those of the guide. What \
        took minutes or days in the field took seconds there.
        """
    }

    var times: IncidentTimes {
        IncidentTimes(
            started: "2026-01-04T16:15:00Z", detected: "2026-01-04T16:15:01.717Z",
            mitigated: "2026-01-04T16:15:21.37Z", resolved: "2026-01-04T16:16:09.3Z")
    }

    var summary: [Prose] {
        [
            """
            On 2026-01-04 at 16:15 the daily report job filled every connection slot of the reports database, \
            which turned new connections away for \(\.refusalPeriod, .about).
            """,
            """
            The database refused \(\.refusedShare, .about) of the job's duplicate checks and some health \
            checks; the API lost no call, but answered more slowly.
            """,
            """
            Each check read every unfinished report, because no index served its question, and the job opens \
            a connection for each check without a limit: slow checks piled up until no slot was left.
            """,
            """
            An index, built while the service ran, made a check \(\.speedUpWorstClient, .about) faster, and \
            the same load replayed afterwards met \(\.checksRefusedAfter) refusals.
            """,
            """
            A limit on the job's connections, an alert on free slots and an end for reports that never \
            finish stop the next one; the index alone only moves the limit away.
            """,
        ]
    }

    var asks: [Prose] {
        [
            "Let the reports team put the connection limit and the rewritten query before new features.",
            "Let the product owner of reports decide how long an unfinished report is kept.",
        ]
    }
}
