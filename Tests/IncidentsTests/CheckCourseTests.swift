import Diagnostics
import Quantities
import Testing

@testable import Incidents

/// What sentences say of the incident's length, its times and what the timeline tells.
@Suite struct CheckCourseTests {
    /// It began at 10:00, was detected at 10:47, mitigated at 11:30 and resolved at 12:00.
    private static let course = IncidentCourse(
        IncidentTimes(
            started: "2026-02-01T10:00Z",
            detected: "2026-02-01T10:47Z",
            mitigated: "2026-02-01T11:30Z",
            resolved: "2026-02-01T12:00Z"
        ),
        events: [
            event("2026-02-01T10:00Z", "The rule is deployed to all servers"),
            event("2026-02-01T10:50Z", "An alert for the error rate reaches the web team"),
            event("2026-02-01T11:25Z", "The rule is withdrawn from all servers"),
        ],
        subjects: ["shop"]
    )

    private static func event(_ time: Timestamp, _ words: String) -> IncidentCourse.Event {
        IncidentCourse.Event(
            bounds: time.bounds,
            when: time.text,
            stems: stems(of: ProseTokens.sentences(in: Array(words.utf8)).flatMap { $0 })
        )
    }

    private static func marked(_ text: String) -> [String] {
        let own = OwnWords(text)
        return durationFaults(in: own.bytes, figures: [:], course: course).map { own.text($0.range) }
    }

    @Test(
        "A length that is not the incident's is found, in whatever words it is said",
        arguments: [
            ("A rule led to a 47-minute outage.", "47-minute"),
            ("The two-and-a-half-minute build led to a three-hour outage.", "three-hour"),
            ("It caused 20 minutes of downtime.", "20 minutes"),
            ("The outage, which lasted half an hour, hurt every customer.", "half an hour"),
            ("The downtime amounted to 3 hours and 10 minutes.", "3 hours and 10 minutes"),
            ("The service was down for 20 minutes.", "20 minutes"),
            ("All services were unavailable for 45 minutes.", "45 minutes"),
            ("The outage of 20 minutes was the longest.", "20 minutes"),
            ("The dashboard was unreachable for five hours.", "five hours"),
            ("Detection took 13 minutes.", "13 minutes"),
            ("The time to mitigate was 20 minutes.", "20 minutes"),
            ("It took 13 minutes to detect the outage.", "13 minutes"),
            ("It was detected 13 minutes after it began.", "13 minutes"),
            ("The outage was resolved three hours later.", "three hours"),
            ("The event lasted for 12 hours.", "12 hours"),
            ("We resolved the incident in 7 hours.", "7 hours"),
            ("Total time to resolution: 7 hours.", "7 hours"),
            ("It took us 13 minutes to notice.", "13 minutes"),
            ("For five hours, nothing was read.", "five hours"),
            ("The shop was down for 13 minutes.", "13 minutes"),
            (
                "The outage took 90 minutes: 47 minutes to see it, 20 minutes to withdraw it and 3 minutes.",
                "90 minutes"
            ),
        ]
    )
    func wrongLengths(text: String, marked: String) {
        #expect(Self.marked(text) == [marked])
    }

    @Test(
        "A length that is the incident's, or that of something else, passes",
        arguments: [
            "A rule led to a 90-minute outage.", "It was a two-hour outage.",
            "It was an hour and a half of downtime.",
            "The outage, which lasted 1h30m, hurt all.", "The service was down for almost two hours.",
            "The service was down for a little over an hour.", "The dashboard was unreachable for 5 minutes.",
            "This service was down for 20 minutes.", "We had a 20-minute outage last month.",
            "The previous outage lasted 20 minutes.", "A 20-minute outage of the dashboard came first.",
            "The budget allows 20 minutes of downtime a month.", "Detection took 47 minutes.",
            "Detection took about three quarters of an hour.", "The time to mitigate was 90 minutes.",
            "It took 13 minutes to detect which host it was.", "It was detected 47 minutes after it began.",
            "It took 13 minutes to write the fix.", "The outage was resolved two hours later.",
            "The fix was resolved 13 minutes later.", "A 20-minute timeout.",
            "Every 20-minute outage is told.",
            "The outage would have lasted 20 minutes.", "“A 47-minute outage”, a newspaper wrote.",
            "In 2019 an outage lasted 20 minutes.", "Recovery took 35 minutes.",
            "We wrote the fix in 7 hours.",
            "For 20 minutes, nothing was read.", "The shop was down for 35 minutes.",
            "The job that runs for 20 minutes was down.", "The service was down for up to 2 hours.",
        ]
    )
    func rightLengths(text: String) {
        #expect(Self.marked(text).isEmpty)
    }

    @Test(
        "“Within minutes” is held against the timeline's own entry",
        arguments: [
            ("Within minutes the rule was withdrawn.", "Within minutes"),
            ("The rule was withdrawn immediately.", "immediately"),
            ("The rule was withdrawn within 20 minutes of the deploy.", "within 20 minutes"),
            ("Minutes later, the rule was withdrawn.", "Minutes later"),
            ("Service was back within minutes.", "within minutes"),
            ("The rule was withdrawn from servers 10 minutes after the alert.", "10 minutes"),
            ("At 11:25 UTC, ten minutes after the alert, it was off.", "ten minutes"),
        ]
    )
    func wrongSpeed(text: String, marked: String) {
        #expect(Self.marked(text) == [marked])
    }

    @Test(
        "What was so soon, or of which the timeline does not tell, passes",
        arguments: [
            "Within minutes of the alert the web team looked at the error rate.",
            "The web team got an alert for the error rate within minutes.",
            "The rule was withdrawn within an hour.", "The rule reached all servers within seconds.",
            "The rule should be withdrawn within minutes.",
            "Within minutes of the meeting, the rule was withdrawn.",
            "Connectivity was restored within seconds.",
            "The rule was withdrawn from servers 35 minutes after the alert.",
            "The rule was withdrawn from servers 5 minutes after the meeting.",
            "20 minutes later the rule was read.", "Copies of the rule can be withdrawn at once.",
        ]
    )
    func rightSpeed(text: String) {
        #expect(Self.marked(text).isEmpty)
    }

    @Test(
        "A time of day that is said to be the incident's is held against it",
        arguments: [
            ("The incident was resolved at 12:30 UTC.", "12:30"), ("The outage began at 9:50.", "9:50"),
            ("The outage ended at 3:00 PM.", "3:00 PM"), ("The outage began at 10:00 UTC.", ""),
            ("The incident was resolved at 12:00 p.m. UTC.", ""), ("The outage ended at 11:30.", ""),
            ("The outage began at 2:00 AM PST.", ""), ("The outage began at 3:00 AM PST.", "3:00 AM"),
            ("The outage began at about 10:10.", ""),
            ("The ticket was resolved at 12:30 UTC.", ""), ("The previous outage began at 9:50.", ""),
        ]
    )
    func clocks(text: String, marked: String) {
        #expect(Self.marked(text) == (marked.isEmpty ? [] : [marked]))
    }

    @Test(
        "Times beside a duration are read with their half of the day and the day after",
        arguments: [
            ("From 9:37AM to 1:54 p.m. PST, for 3 hours and 17 minutes.", "3 hours and 17 minutes"),
            ("From 9:37 AM to 1:54PM PST, for 4 hours and 17 minutes.", ""),
            ("From 22:52 to 23:03 the next day, for 24 hours and 11 minutes.", ""),
            ("From 22:52 to 23:03 the next day, for 14 hours and 11 minutes.", "14 hours and 11 minutes"),
            ("From 13:42 to 14:09 UTC, a 37-minute outage.", "37-minute"),
            ("A page came at 13:45, 13 minutes after the deploy at 13:42.", "13 minutes"),
            ("A page came at 13:45, 3 minutes after the deploy at 13:42.", ""),
            ("At 13:42, 3 minutes before the page at 13:45, it was deployed.", ""),
            ("From 9:37 PST to 17:54 UTC, for 20 minutes.", ""),
            ("Between 13:42 and 13:45, 3 teams met for 20 minutes.", "20 minutes"),
            ("From 13:42 to 14:09 it was down, after 3 minutes of warning.", ""),
        ]
    )
    func stretches(text: String, marked: String) {
        let own = OwnWords(text)
        let found = durationFaults(in: own.bytes, figures: [:], course: nil)
        #expect(found.map { own.text($0.range) } == (marked.isEmpty ? [] : [marked]))
    }
}
