import Diagnostics
import Testing

@testable import Checking

@Suite("Every check is described")
struct CheckRegistryTests {
    @Test func `Each check has a name of its own, and says what, why, how to mend and how to accept`() {
        let entries = CheckRegistry.all.entries
        #expect(Set(entries.map(\.id)).count == entries.count)
        for entry in entries {
            #expect(!entry.description.summary.hasSuffix("."), "\(entry.id)")
            for part in entry.paragraphs {
                #expect(part.text.count > 15, "\(entry.id): \(part.title)")
                #expect(part.text.hasSuffix("."), "\(entry.id): \(part.text)")
                let ticks = part.text.count { $0 == "`" }
                #expect(ticks.isMultiple(of: 2), "\(entry.id): \(part.text)")
            }
        }
        for family in CheckFamily.allCases {
            #expect(!family.checks.isEmpty && family.checks.allSatisfy { $0.family == family }, "\(family)")
            #expect(family.checks.map(\.id) == family.checks.map(\.id).sorted(), "\(family)")
        }
    }

    @Test func `What the evidence contradicts cannot be accepted`() {
        for entry in CheckRegistry.all.entries where entry.id.hasPrefix("claim.") {
            #expect(entry.acceptance != .withReason, "\(entry.id)")
        }
        #expect(CheckRegistry.all["timeline.no-source"]?.acceptance == .withReason)
    }
}
