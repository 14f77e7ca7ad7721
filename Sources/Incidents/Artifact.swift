/// Who a document is written for.
public enum Audience: String, Sendable, CaseIterable, Hashable {
    case everyone = "Everyone"
    /// Who decides on money and priorities.
    case leadership = "Leadership"
    /// Who answers for the work of a team.
    case management = "Management"
    /// Who runs the database.
    case databaseAdministrators = "Database administrators"
    /// Who builds the service.
    case developers = "Developers"
    /// Who builds systems.
    case engineers = "Engineers"
    /// Who answers for the design of systems.
    case seniorEngineers = "Senior engineers"
    /// Who decides what the product does.
    case product = "Product"
    /// Who decides what the business needs.
    case business = "Business"
}

/// When in the days after an incident a document is used.
public enum ArtifactPhase: String, Sendable, CaseIterable, Hashable {
    /// In the next half hour.
    case rightNow = "Right now"
    /// In the next hours.
    case today = "Today"
    /// In the next days.
    case thisWeek = "This week"
    /// In the next month.
    case longTerm = "Long-term"
}

/// How long a document takes: to read, or to work through with its commands.
public struct TimeNeeded: Sendable, Hashable {
    public let minutes: Int
    /// Whether they are spent on reading; the length of the text is then held to them.
    public let isReading: Bool

    /// So many minutes of reading.
    public static func reading(minutes: Int) -> TimeNeeded { TimeNeeded(minutes: minutes, isReading: true) }

    /// So many minutes of work with the document at hand.
    public static func working(minutes: Int) -> TimeNeeded { TimeNeeded(minutes: minutes, isReading: false) }

    /// The time in words.
    public var text: String { isReading ? "Read \(minutes) min" : "\(minutes) min" }
}

extension Vocabulary {
    /// A document for an audience, filled from the template of its name.
    public struct Artifact: Sendable {
        /// The template, and the document's address: `executive-summary`.
        public let template: String
        /// The document's title.
        public let title: String
        /// Whom it is for.
        public let audiences: [Audience]
        /// When it is used.
        public let phase: ArtifactPhase
        /// How long it takes.
        public let timeNeeded: TimeNeeded
        /// When to reach for it.
        public let useWhen: S.Text
        public let purpose: S.Text
        public let oneLine: S.Text
        /// What to do with it, in order.
        public let steps: [S.Text]
        /// What to tick off, each with what shows that it is done.
        public let checklist: [ChecklistItem]
        /// What one has afterwards.
        public let expectedOutcome: S.Text?
        /// Where it was declared.
        public let site: DeclarationSite

        /// Asks for a document.
        public init(
            _ template: String, _ title: String, for audiences: [Audience], _ phase: ArtifactPhase,
            _ timeNeeded: TimeNeeded, useWhen: S.Text, purpose: S.Text, oneLine: S.Text, steps: [S.Text] = [],
            checklist: [ChecklistItem] = [], expectedOutcome: S.Text? = nil, file: StaticString = #filePath,
            line: UInt = #line
        ) {
            self.template = template
            self.title = title
            self.audiences = audiences
            self.phase = phase
            self.timeNeeded = timeNeeded
            self.useWhen = useWhen
            self.purpose = purpose
            self.oneLine = oneLine
            self.steps = steps
            self.checklist = checklist
            self.expectedOutcome = expectedOutcome
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// Something to tick off.
    public struct ChecklistItem: Sendable {
        public let task: S.Text
        /// What shows that it is done.
        public let doneWhen: S.Text

        /// Adds a task.
        public init(_ task: S.Text, doneWhen: S.Text) {
            self.task = task
            self.doneWhen = doneWhen
        }
    }
}

extension Incident {
    /// Something to tick off in a document's checklist.
    public typealias ChecklistItem = Vocabulary<Written<Evidence>>.ChecklistItem
}
