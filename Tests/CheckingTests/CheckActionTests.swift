import Diagnostics
import Incidents
import Quantities
import Testing

@testable import Checking
@testable import SampleIncidents

/// Actions and pictures: what is left out.
@Suite struct CheckActionTests {
    private struct Acting: LaboratoryIncident {
        typealias Evidence = LaboratoryEvidence
        var actions: [ActionItem] = []
        init() {}
        init(_ action: ActionItem) { actions = [action] }
    }

    private static func action(
        owner: String = "QA", due: String = "2026-02-08", doneWhen: Acting.Prose = "It is tested",
        done: String? = nil
    ) -> Acting {
        Acting(
            Acting.ActionItem(
                "Test it", owner: owner, due: due, .low, .prevent, doneWhen: doneWhen, done: done))
    }

    @Test func `An action has an owner, a day and a test of being done`() {
        func ids(_ incident: Acting) -> [String] { Laboratory.findings(incident).map(\.id) }
        #expect(ids(Self.action()) == [])
        #expect(ids(Self.action(done: "2026-02-07")) == [])
        #expect(ids(Self.action(owner: " ")) == ["action.no-owner"])
        #expect(ids(Self.action(due: "soon")) == ["action.no-due-date"])
        #expect(ids(Self.action(done: "2026-02-30")) == ["action.no-due-date"])
        #expect(ids(Self.action(doneWhen: "")) == ["action.no-done-test"])
        #expect(ids(Self.action(doneWhen: "\(\.longestWait)")) == [])
    }

    @Test func `An open action is overdue from the day after its own`() throws {
        func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
        func overdue(_ incident: Acting, _ today: CalendarDate) -> [String] {
            IncidentChecker(Laboratory.evaluate(incident).incident, sources: .none)
                .overdueActions(today: today).map(\.id)
        }
        #expect(overdue(Self.action(), try day("2026-02-08")) == [])
        #expect(overdue(Self.action(), try day("2026-02-09")) == ["action.overdue"])
        #expect(overdue(Self.action(), try day("2027-01-01")) == ["action.overdue"])
        #expect(overdue(Self.action(done: "2026-03-01"), try day("2027-01-01")) == [], "it is done, if late")
        #expect(overdue(Self.action(due: "soon"), try day("2027-01-01")) == [], "told as no date")
    }
}
