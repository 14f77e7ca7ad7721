import Diagnostics
import Quantities
import Testing

@testable import Incidents

/// Durations, counts and percentages of a sentence that should add up.
@Suite struct CheckSumTests {
    private func durations(_ text: String) -> [String] {
        let own = OwnWords(text)
        return durationFaults(in: own.bytes, figures: [:], course: nil).map { own.text($0.range) }
    }

    private func sums(_ text: String) -> [String] {
        sumFaults(in: OwnWords(text).bytes, figures: [:]).map(\.summary)
    }

    @Test(
        "Durations that do not make their total are found",
        arguments: [
            (
                "It took 3 minutes to detect, 22 minutes to find and 2 minutes to mend, 37 minutes in all.",
                "37 minutes"
            ),
            ("In three minutes, twenty to find and two to mend, 27 minutes in all.", "27 minutes"),
            ("A total of 40 minutes: 10 minutes, 14 minutes and 10 minutes.", "40 minutes"),
            ("1 hour and 10 minutes plus 30 minutes = 2 hours and 10 minutes.", "2 hours and 10 minutes"),
        ]
    )
    func wrongTotals(text: String, marked: String) {
        #expect(durations(text) == [marked])
    }

    @Test(
        "Durations that add up, or of which none is a total, pass",
        arguments: [
            "It took 3 minutes to detect, 22 minutes to find and 2 minutes to mend, 27 minutes in all.",
            "10 minutes, about 15 minutes and 10 minutes, roughly 40 minutes in total.",
            "20 seconds, 20 seconds and 20 seconds: a minute in all.",
            "A check took 4 seconds instead of 2 seconds, and one waited 5 seconds: connecting takes a core.",
            "It took 3 minutes, then 22 minutes, and in the end 2 minutes.",
            "Within 5 minutes, 10 minutes later, and 40 minutes in all.",
            "1 hour and 10 minutes plus 30 minutes = 1 hour and 40 minutes.",
        ]
    )
    func rightTotals(text: String) {
        #expect(durations(text).isEmpty)
    }

    @Test(
        "A part of a whole and its percentage agree",
        arguments: [
            ("3 of 5 backups failed (80 %).", "The part and the whole of this sentence make 60.0 %"),
            (
                "Of five ways, three had failed, which is 80 percent.",
                "The part and the whole of this sentence make 60.0 %"
            ),
            (
                "Of 200 engineers, 20 (15%) were on call.",
                "The part and the whole of this sentence make 10.0 %"
            ),
            ("3 of 5 backups failed (60 %).", ""), ("2 of 3 backups failed (67%).", ""),
            ("2 of 3 backups failed (66%).", ""), ("2 of 3 failed, about 70 %.", ""),
            ("3 of 5 servers were at 90 % of their memory.", ""),
            ("3 of 5 servers failed, 90 % of all memory.", ""),
            ("Of 200 engineers, 20 met, and 15% of the calls failed.", ""),
        ]
    )
    func parts(text: String, summary: String) {
        #expect(sums(text) == (summary.isEmpty ? [] : [summary]))
    }

    @Test(
        "A list of numbers makes its total, a list of percentages no more than all",
        arguments: [
            (
                "We lost 5,000 projects, 5,000 comments and 707 users, 11,707 records in all.",
                "The numbers of this list add up to 10,707, not to 11,707"
            ),
            ("We lost 5,000 projects, 5,000 comments and 707 users, 10,707 records in all.", ""),
            ("We lost 5,000 of 9,000 projects, and 707 users, 11,707 records in all.", ""),
            (
                "Traffic: 60 % failed, 30 % slow, 20 % fine.",
                "The percentages of this sentence add up to 110.0 %"
            ),
            (
                "It came 40 % from Europe, 35 % from the US and 30 % from Asia.",
                "The percentages of this sentence add up to 105.0 %"
            ),
            ("It came 40 % from Europe, 35 % from the US and 25 % from Asia.", ""),
            ("60 % saw errors, 50 % saw delays and 30 % saw both.", ""),
        ]
    )
    func lists(text: String, summary: String) {
        #expect(sums(text) == (summary.isEmpty ? [] : [summary]))
    }
}
