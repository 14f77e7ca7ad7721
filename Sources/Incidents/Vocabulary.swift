public import Pictures

/// What a part of an incident is made of: key paths and words while it is written, values once it is evaluated.
///
/// The vocabulary's types are generic over it, so that an action or a timeline entry is declared once
/// and serves both the author (``Written``) and the documents (``Evaluated``).
public protocol Stage: Sendable {
    /// A sentence with figures in it.
    associatedtype Text: Sendable
    /// A figure.
    associatedtype Number: Sendable
    /// A point in time.
    associatedtype Moment: Sendable
    /// What decides a claim.
    associatedtype Proof: Sendable
    /// A picture.
    associatedtype Drawing: Sendable
    /// The rows of a table.
    associatedtype Cells: Sendable
}

/// The stage in which an author writes: figures are key paths into the evidence.
public enum Written<Evidence: EvidenceSet>: Stage {
    /// A sentence with figures in it.
    public typealias Text = ProseOver<Evidence>
    /// A figure to be read from the evidence.
    public typealias Number = FigureReference<Evidence>
    /// A time as written, or one to be read from the evidence.
    public typealias Moment = MomentReference<Evidence>
    /// A test over figures.
    public typealias Proof = TestOver<Evidence>
    public typealias Drawing = @Sendable (Evidence) -> any Picture
    /// What fills the table.
    public typealias Cells = @Sendable (Evidence) -> [[Cell]]
}

/// The stage that documents see: everything has its value.
public enum Evaluated: Stage {
    /// A sentence whose figures have their values.
    public typealias Text = EvaluatedProse
    public typealias Number = FigureUse
    /// A point in time, with the figure it was read as.
    public typealias Moment = EvaluatedMoment
    /// The outcome of a test.
    public typealias Proof = Outcome
    /// A picture that can be drawn.
    public typealias Drawing = any Picture
    /// The cells of a table, each a sentence.
    public typealias Cells = [[EvaluatedProse]]
}

/// The words in which an incident is written.
public enum Vocabulary<S: Stage> {}

extension Incident {
    /// A sentence with figures in it; see ``ProseOver``.
    public typealias Prose = ProseOver<Evidence>
    /// A figure that documents may name.
    public typealias Figure = FigureOver<Evidence>
    /// A statement that is proved at each build.
    public typealias Claim = Vocabulary<Written<Evidence>>.Claim
    /// What decides a claim.
    public typealias Test = TestOver<Evidence>
    /// A numbered piece in the chain of evidence.
    public typealias Exhibit = Vocabulary<Written<Evidence>>.Exhibit
    /// An explanation that competes with others.
    public typealias Hypothesis = Vocabulary<Written<Evidence>>.Hypothesis
    /// Something that happened at a time.
    public typealias TimelineEntry = Vocabulary<Written<Evidence>>.TimelineEntry
    /// A harm, with its denominator.
    public typealias Impact = Vocabulary<Written<Evidence>>.Impact
    /// Something that made the incident possible.
    public typealias ContributingFactor = Vocabulary<Written<Evidence>>.ContributingFactor
    /// A step of the way back.
    public typealias RecoveryStep = Vocabulary<Written<Evidence>>.RecoveryStep
    /// Something learnt.
    public typealias Lesson = Vocabulary<Written<Evidence>>.Lesson
    /// Something to be done.
    public typealias ActionItem = Vocabulary<Written<Evidence>>.ActionItem
    /// A word and its meaning.
    public typealias GlossaryTerm = Vocabulary<Written<Evidence>>.GlossaryTerm
    /// A correction of an earlier edition.
    public typealias Correction = Vocabulary<Written<Evidence>>.Correction
    /// How a capture came about.
    public typealias CaptureRecord = Vocabulary<Written<Evidence>>.CaptureRecord
    /// A picture drawn from the evidence.
    public typealias Illustration = Vocabulary<Written<Evidence>>.Illustration
    /// A table filled from the evidence.
    public typealias DataTable = Vocabulary<Written<Evidence>>.DataTable
    /// A document for an audience.
    public typealias Artifact = Vocabulary<Written<Evidence>>.Artifact
}

/// Where in the author's source something was declared.
public struct DeclarationSite: Sendable, Hashable {
    let file: StaticString
    let number: UInt

    /// The path as the compiler saw it.
    public var path: String { "\(file)" }
    public var line: Int { Int(number) }

    /// Takes what `#filePath` and `#line` gave.
    public init(file: StaticString, line: UInt) {
        self.file = file
        number = line
    }

    /// Whether both are one line of one file.
    public static func == (left: Self, right: Self) -> Bool {
        left.line == right.line && left.path == right.path
    }

    /// Hashes the path and the line.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(line)
    }
}
