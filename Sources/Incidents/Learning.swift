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

        init(what: S.Text, number: S.Number, whole: S.Number?, share: S.Number?) {
            self.what = what
            self.number = number
            self.whole = whole
            self.share = share
        }
    }

    /// Something that made the incident possible, one among several.
    public struct ContributingFactor: Sendable {
        /// The factor, in a line.
        public let title: S.Text
        /// How it contributed.
        public let explanation: S.Text

        /// Names a factor.
        public init(_ title: S.Text, _ explanation: S.Text) {
            self.title = title
            self.explanation = explanation
        }
    }

    /// A step of the way back to health.
    public struct RecoveryStep: Sendable {
        /// What was done.
        public let step: S.Text
        /// What that changed.
        public let effect: S.Text

        /// Tells a step.
        public init(_ step: S.Text, _ effect: S.Text) {
            self.step = step
            self.effect = effect
        }
    }

    /// Something learnt.
    public struct Lesson: Sendable {
        /// Which of the three questions it answers.
        public let kind: LessonKind
        /// The lesson.
        public let text: S.Text

        /// What went well.
        public static func wentWell(_ text: S.Text) -> Self { Self(kind: .wentWell, text: text) }
        /// What went poorly.
        public static func wentPoorly(_ text: S.Text) -> Self { Self(kind: .wentPoorly, text: text) }
        /// Where luck helped.
        public static func gotLucky(_ text: S.Text) -> Self { Self(kind: .gotLucky, text: text) }

        init(kind: LessonKind, text: S.Text) {
            self.kind = kind
            self.text = text
        }
    }

    /// Something that will be done.
    public struct ActionItem: Sendable {
        /// What.
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
        /// Where it was declared.
        public let site: DeclarationSite

        init(
            action: S.Text,
            owner: String,
            due: String,
            priority: ActionPriority,
            kind: ActionKind,
            doneWhen: S.Text,
            site: DeclarationSite
        ) {
            self.action = action
            self.owner = owner
            self.due = due
            self.priority = priority
            self.kind = kind
            self.doneWhen = doneWhen
            self.site = site
        }

        /// Commits a role to an action.
        public init(
            _ action: S.Text,
            owner: String,
            due: String,
            _ priority: ActionPriority,
            _ kind: ActionKind,
            doneWhen: S.Text,
            file: StaticString = #filePath,
            line: UInt = #line
        ) {
            self.init(
                action: action,
                owner: owner,
                due: due,
                priority: priority,
                kind: kind,
                doneWhen: doneWhen,
                site: DeclarationSite(file: file, line: line)
            )
        }
    }

    /// A word and its meaning.
    public struct GlossaryTerm: Sendable {
        /// The word.
        public let term: String
        /// What it means.
        public let meaning: S.Text

        /// Explains a word.
        public init(_ term: String, _ meaning: S.Text) {
            self.term = term
            self.meaning = meaning
        }
    }

    /// A correction of what an earlier edition said.
    public struct Correction: Sendable {
        /// The day of the correction, `YYYY-MM-DD`.
        public let date: String
        /// What was said, and what is right.
        public let text: S.Text

        /// Owns up to an error.
        public init(on date: String, _ text: S.Text) {
            self.date = date
            self.text = text
        }
    }
}

extension Vocabulary.Impact {
    /// States a harm as a part of a whole of the same unit.
    public init<Evidence, Unit: UnitOfMeasure>(
        _ what: S.Text,
        _ number: FigurePath<Evidence, Unit>,
        of whole: FigurePath<Evidence, Unit>,
        _ format: Format<Unit>? = nil
    ) where S == Written<Evidence> {
        self.init(
            what: what,
            number: FigureReference(number, format),
            whole: FigureReference(whole, format),
            share: FigureReference { AnyQuantity($0[keyPath: number].share(of: $0[keyPath: whole])) }
        )
    }

    /// States how long a harm lasted, which is no part of anything.
    public init<Evidence>(
        _ what: S.Text,
        lasting time: FigurePath<Evidence, Time>,
        _ format: Format<Time>? = nil
    ) where S == Written<Evidence> {
        self.init(what: what, number: FigureReference(time, format), whole: nil, share: nil)
    }
}

/// The three questions of a review.
public enum LessonKind: String, Sendable, CaseIterable, Hashable {
    /// What went well.
    case wentWell = "What went well"
    /// What went poorly.
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
