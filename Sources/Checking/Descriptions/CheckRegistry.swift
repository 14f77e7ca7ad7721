package import Diagnostics

/// Every check that Casebook makes, by name.
package struct CheckRegistry: Sendable {
    /// A check with what is said of it and of its family.
    package struct Entry: Sendable {
        package let check: Check
        /// What is said of it.
        package let description: CheckDescription
        private let family: CheckFamily.Text

        package init(_ check: Check) {
            self.check = check
            description = check.description
            family = check.family.text
        }

        /// Its stable name.
        package var id: String { check.id }
        /// Why it matters.
        package var matters: String { description.matters ?? family.matters }
        /// Whether its findings may be accepted.
        package var acceptance: AcceptanceRule { description.acceptance ?? family.acceptance }
        /// Whether it is about what documents say, and not about input that cannot be used.
        package var isOfDocuments: Bool { acceptance != .neverOfUnusableInput }
    }

    /// The families: first what documents say, then what they are made of.
    package let families: [CheckFamily]

    /// The checks in the order of the families.
    package let entries: [Entry]

    private let byID: [String: Entry]

    package init(_ families: [CheckFamily]) {
        self.families = families
        entries = families.flatMap { $0.checks.map(Entry.init) }
        byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The check of a name.
    package subscript(id: String) -> Entry? { byID[id] }

    /// All checks of Casebook.
    package static let all = CheckRegistry(CheckFamily.allCases)
}

extension CheckRegistry.Entry {
    /// How its findings are accepted, or why they are not.
    package var acceptanceText: String {
        switch acceptance {
        case .withReason:
            "Write `// casebook: accept \(id) because …` on the line of the finding or directly above it; "
                + "in Markdown `<!-- casebook: accept \(id) because … -->`. "
                + "At the head of a Swift file it is about all findings of that check in the file. "
                + "For a finding in a capture, write it where the incident names that capture. "
                + "The finding stays listed, with the reason."
        case .never(let reason): "It cannot be accepted: \(reason)."
        }
    }

    /// What is told of it, part by part.
    package var paragraphs: [(title: String, text: String)] {
        [
            ("What is checked", description.checked), ("Why it matters", matters),
            ("To mend it", description.mend),
            ("To accept it", acceptanceText),
        ]
    }

    /// The address of its documentation in a site.
    package var page: String { "checks.html#\(id)" }
}
