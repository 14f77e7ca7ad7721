import Diagnostics
import Quantities
import TestSupport
import Testing

@testable import Incidents
@testable import SampleIncidents

/// What makes no sense whatever the evidence shows.
@Suite struct StructuralErrorTests {
    private func errors(_ incident: some Incident) -> [Diagnostic] {
        Laboratory.evaluate(incident, sources: Laboratory.sources).errors
    }

    @Test func `Times that run backwards are an error for each step back`() {
        struct Backwards: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-02-01T10:00Z", detected: "2026-02-01T09:00Z",
                    mitigated: "2026-02-01T10:20Z", resolved: "2026-02-01T11:00+01:00")
            }
        }
        let errors = errors(Backwards())
        #expect(errors.map(\.id) == ["incident.times-run-backwards", "incident.times-run-backwards"])
        #expect(
            errors.contains { $0.summary.contains("detected at 2026-02-01 09:00 UTC, before it was started") }
        )
        #expect(
            errors.contains { $0.summary.contains("resolved at 2026-02-01 11:00 UTC+01:00") },
            "\(errors.map(\.summary))")
        #expect(errors.allSatisfy { $0.place?.lineText.contains("IncidentTimes(") == true })
    }

    @Test func `Times that are equal do not run backwards`() {
        struct Instantaneous: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-02-01T10:00Z", detected: "2026-02-01T11:00+01:00",
                    mitigated: "2026-02-01T10:00Z", resolved: "2026-02-01T10:00Z")
            }
        }
        #expect(errors(Instantaneous()).isEmpty)
    }

    @Test func `A time that is none is an error with its place`() {
        struct Timeless: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var times: IncidentTimes {
                IncidentTimes(
                    started: "2026-02-01T10:00", detected: "2026-02-30T10:05Z", mitigated: "soon",
                    resolved: "2026-02-01T11:00Z")
            }
            var timeline: [TimelineEntry] {
                [TimelineEntry(at: "10:00", .impact, "It began", source: .testimony("a developer"))]
            }
            var captures: [CaptureRecord] {
                [CaptureRecord("notes.txt", "Notes", from: "by hand", at: "yesterday")]
            }
        }
        let errors = errors(Timeless())
        #expect(Set(errors.map(\.id)) == ["incident.invalid-time"])
        #expect(
            errors.map(\.summary).sorted() == [
                "A timeline entry's time, “10:00”, is not a time with a zone",
                "The incident's time detected, “2026-02-30T10:05Z”, is not a time with a zone",
                "The incident's time mitigated, “soon”, is not a time with a zone",
                "The incident's time started, “2026-02-01T10:00”, is not a time with a zone",
                "The time of a capture, “yesterday”, is not a time with a zone",
            ])
    }

    @Test func `A name may be given once, and must be able to stand in an address`() {
        struct Named: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var figures: [Figure] {
                [
                    Figure("before", \.before, "Time before"), Figure("before", \.after, "Time after"),
                    Figure("Speed up", \.speedUp, "Speed-up"), Figure("", \.waiters, "Waiters"),
                ]
            }
            var exhibits: [Exhibit] {
                [
                    Exhibit(1, "One", "One", claims: [], captures: []),
                    Exhibit(1, "Other", "Other", claims: [], captures: []),
                ]
            }
        }
        let errors = errors(Named())
        #expect(
            errors.map(\.summary) == [
                "There are two figures with the name “before”",
                "The name “Speed up” of a figure cannot stand in an address",
                "The name “” of a figure cannot stand in an address",
                "There are two exhibits with the name “1”",
            ])
        #expect(errors.first?.notes.first?.message == "the other one is here")
        #expect(errors.first?.notes.first?.place != nil)
    }

    @Test func `A reference to nothing names the nearest name that there is`() {
        struct Misspelt: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var claims: [Claim] {
                [
                    Claim(
                        "faster", "It is \(\.speedUp) faster.", test: .atLeast(\.speedUp, .times(2)),
                        refutedBy: "A smaller ratio.", in: ["executive-sumary"])
                ]
            }
            var exhibits: [Exhibit] {
                [Exhibit(1, "One", "One", claims: ["fastr", "slower"], captures: [], illustration: "bars")]
            }
            var hypotheses: [Hypothesis] {
                [
                    Hypothesis(
                        "It became slow", "It did", test: .above(\.before, .milliseconds(10)),
                        verdict: .holds, exhibits: [2: .consistent, 1: .neutral])
                ]
            }
        }
        let errors = errors(Misspelt())
        func expected(_ summary: String) -> String? { errors.first { $0.summary == summary }?.expected }
        #expect(errors.count == 5, "\(errors.map(\.text))")
        #expect(expected("There is no document “executive-sumary”") == "did you mean “executive-summary”?")
        #expect(expected("There is no claim “fastr”") == "did you mean “faster”?")
        #expect(expected("There is no claim “slower”") == "one of: faster")
        #expect(expected("There is no picture “bars”") == "no name, since the incident declares no picture")
        #expect(expected("There is no exhibit “2”") == "did you mean “1”?")
    }

    @Test(
        "An id that leads out of its folder, or that a file system may change, is refused",
        arguments: [
            "", ".", "..", "../elsewhere", "a/b", "/a", "a b", "A", "a_b", "-a", "a-", "a--b", "é", "a\u{0}",
            "a\n",
            "con.txt", String(repeating: "a", count: 81),
        ])
    func unsafeNames(name: String) { #expect(!isSafeName(name)) }

    @Test(
        "Lower-case letters, digits and single hyphens are safe",
        arguments: ["a", "2026-01-04-connection-spike", "p95", String(repeating: "a", count: 80)])
    func safeNames(name: String) { #expect(isSafeName(name)) }

    @Test func `Incidents of one id, or of an unsafe one, are refused together`() {
        struct Escaping: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var id: String { "../elsewhere" }
        }
        struct Plain: LaboratoryIncident { typealias Evidence = LaboratoryEvidence }
        struct Other: LaboratoryIncident {
            typealias Evidence = LaboratoryEvidence
            var id: String { "other" }
        }
        #expect(unusableIDs(of: [Plain(), Other()], sources: .none).isEmpty)
        let errors = unusableIDs(of: [Plain(), Escaping(), Other(), Plain(), Escaping()], sources: .none)
        #expect(errors.map(\.id) == ["incident.unsafe-id", "incident.duplicate-id", "incident.unsafe-id"])
    }
}
