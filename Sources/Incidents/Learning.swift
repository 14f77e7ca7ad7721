public import Quantities

extension Vocabulary {
    /// A harm, with the whole that it is a part of.
    public struct Impact: Sendable {
        /// Who or what was hurt.
        public let what: S.Text
        /// How many.
        public let number: S.Number
        /// Of how many; nil only where the number is no part of anything, such as a duration.
        public let whole: S.Number?
        /// The part that it is of the whole.
        public let share: S.Number?
        /// Where it was declared.
        public let site: DeclarationSite

        init(what: S.Text, number: S.Number, whole: S.Number?, share: S.Number?, site: DeclarationSite) {
            self.what = what
            self.number = number
            self.whole = whole
            self.share = share
            self.site = site
        }
    }

    /// Something that made the incident possible, one among several.
    public struct ContributingFactor: Sendable {
        /// The factor, in a line.
        public let title: S.Text
        public let explanation: S.Text
        /// Where it was declared.
        public let site: DeclarationSite

        /// Names a factor.
        public init(
            _ title: S.Text, _ explanation: S.Text, file: StaticString = #filePath, line: UInt = #line
        ) {
            self.title = title
            self.explanation = explanation
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// A step of the way back to health.
    public struct RecoveryStep: Sendable {
        /// What was done.
        public let step: S.Text
        /// What that changed.
        public let effect: S.Text
        /// Where it was declared.
        public let site: DeclarationSite

        /// Tells a step.
        public init(_ step: S.Text, _ effect: S.Text, file: StaticString = #filePath, line: UInt = #line) {
            self.step = step
            self.effect = effect
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// Something learnt.
    public struct Lesson: Sendable {
        /// Which of the three questions it answers.
        public let kind: LessonKind
        public let text: S.Text
        /// Where it was declared.
        public let site: DeclarationSite

        /// States what was learnt, as ``wentWell(_:file:line:)`` and its likes do.
        public init(_ kind: LessonKind, _ text: S.Text, file: StaticString = #filePath, line: UInt = #line) {
            self.kind = kind
            self.text = text
            site = DeclarationSite(file: file, line: line)
        }

        public static func wentWell(
            _ text: S.Text, file: StaticString = #filePath, line: UInt = #line
        )
            -> Self
        {
            Self(.wentWell, text, file: file, line: line)
        }

        public static func wentPoorly(
            _ text: S.Text, file: StaticString = #filePath, line: UInt = #line
        )
            -> Self
        {
            Self(.wentPoorly, text, file: file, line: line)
        }

        /// Where luck helped.
        public static func gotLucky(
            _ text: S.Text, file: StaticString = #filePath, line: UInt = #line
        )
            -> Self
        {
            Self(.gotLucky, text, file: file, line: line)
        }
    }

    /// Something that will be done.
    public struct ActionItem: Sendable {
        public let action: S.Text
        /// The role that answers for it.
        public let owner: String
        /// The day by which it is done, `YYYY-MM-DD`.
        public let due: String
        /// How urgent it is.
        public let priority: ActionPriority
        /// What kind of protection it is.
        public let kind: ActionKind
        /// What shows that it is done.
        public let doneWhen: S.Text
        /// The day on which it was done, `YYYY-MM-DD`; nil while it is open.
        public let done: String?
        /// Where it was declared.
        public let site: DeclarationSite

        /// Commits a role to an action.
        public init(
            _ action: S.Text, owner: String, due: String, _ priority: ActionPriority, _ kind: ActionKind,
            doneWhen: S.Text, done: String? = nil, file: StaticString = #filePath, line: UInt = #line
        ) {
            self.action = action
            self.owner = owner
            self.due = due
            self.priority = priority
            self.kind = kind
            self.doneWhen = doneWhen
            self.done = done
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// A word and its meaning.
    public struct GlossaryTerm: Sendable {
        /// The word.
        public let term: String
        public let meaning: S.Text
        /// Where it was declared.
        public let site: DeclarationSite

        /// Explains a word.
        public init(_ term: String, _ meaning: S.Text, file: StaticString = #filePath, line: UInt = #line) {
            self.term = term
            self.meaning = meaning
            site = DeclarationSite(file: file, line: line)
        }
    }

    /// A correction of what an earlier edition said.
    public struct Correction: Sendable {
        /// The day of the correction, `YYYY-MM-DD`.
        public let date: String
        /// What was said, and what is right.
        public let text: S.Text
        /// Where it was declared.
        public let site: DeclarationSite

        /// Owns up to an error.
        public init(on date: String, _ text: S.Text, file: StaticString = #filePath, line: UInt = #line) {
            self.date = date
            self.text = text
            site = DeclarationSite(file: file, line: line)
        }
    }
}

extension Vocabulary.Impact {
    /// States a harm as a part of a whole of the same unit.
    public init<Evidence, Unit: AdditiveUnit>(
        _ what: S.Text, _ number: FigurePath<Evidence, Unit>, of whole: FigurePath<Evidence, Unit>,
        _ format: Format<Unit>? = nil, file: StaticString = #filePath, line: UInt = #line
    ) where S == Written<Evidence> {
        self.init(
            what: what, number: FigureReference(number, format), whole: FigureReference(whole, format),
            share: FigureReference { AnyQuantity($0[keyPath: number].share(of: $0[keyPath: whole])) },
            site: DeclarationSite(file: file, line: line))
    }

    /// States how long a harm lasted, which is no part of anything.
    public init<Evidence>(
        _ what: S.Text, lasting time: FigurePath<Evidence, Time>, _ format: Format<Time>? = nil,
        file: StaticString = #filePath, line: UInt = #line
    ) where S == Written<Evidence> {
        self.init(
            what: what, number: FigureReference(time, format), whole: nil, share: nil,
            site: DeclarationSite(file: file, line: line))
    }
}

/// The three questions of a review.
public enum LessonKind: String, Sendable, CaseIterable, Hashable {
    case wentWell = "What went well"
    case wentPoorly = "What went poorly"
    /// Where luck helped.
    case gotLucky = "Where we got lucky"
}

/// How urgent an action is.
public enum ActionPriority: String, Sendable, CaseIterable, Hashable {
    /// Before anything else.
    case high
    /// In the next planning.
    case medium
    /// When there is room.
    case low
}

/// What kind of protection an action gives.
public enum ActionKind: String, Sendable, CaseIterable, Hashable {
    /// It cannot happen again.
    case prevent
    /// It is noticed sooner.
    case detect
    /// It hurts less.
    case mitigate
    /// We know more.
    case learn
}
