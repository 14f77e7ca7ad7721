public import Quantities

/// The part of an incident that an entry belongs to.
public enum TimelinePhase: String, Sendable, CaseIterable, Hashable {
    /// What led to it.
    case before = "Before"
    /// From the trigger until somebody knew.
    case impact = "Impact"
    /// Finding out.
    case detection = "Detection"
    /// Looking for the cause.
    case diagnosis = "Diagnosis"
    /// Ending the harm.
    case mitigation = "Mitigation"
    /// Removing the cause and proving it.
    case recovery = "Recovery"
}

/// A time that is written down, or read from the evidence by a key path, or that of a capture.
public struct MomentReference<Evidence: EvidenceSet>: Sendable, ExpressibleByStringLiteral {
    enum Kind: Sendable {
        case written(Timestamp)
        case measured(FigureReference<Evidence>)
        case captured(String)
    }

    let kind: Kind

    /// A time with its zone, such as `2026-01-04T16:15Z`.
    public init(stringLiteral text: String) { kind = .written(Timestamp(stringLiteral: text)) }

    /// A time that the evidence shows.
    public static func measured(_ path: FigurePath<Evidence, Instant>) -> Self {
        Self(kind: .measured(FigureReference(path, .clock)))
    }

    /// The time at which a capture was taken, as its record says.
    public static func captured(_ path: String) -> Self { Self(kind: .captured(path)) }

    private init(kind: Kind) { self.kind = kind }
}

/// A time with its value.
public struct EvaluatedMoment: Sendable {
    /// The time.
    public let timestamp: Timestamp
    /// The figure it was read as; nil where it was written down or is that of a capture.
    public let figure: FigureUse?
}

extension Vocabulary {
    /// Something that happened, with the time and the source of both.
    public struct TimelineEntry: Sendable {
        public let moment: S.Moment
        /// In which part of the incident.
        public let phase: TimelinePhase
        public let event: S.Text
        /// What shows it: a path in the evidence folder, or who says so; nil where the time was measured.
        public let source: TimelineSource?
        /// Where it was declared.
        public let site: DeclarationSite

        /// States what happened when.
        public init(
            at moment: S.Moment, _ phase: TimelinePhase, _ event: S.Text, source: TimelineSource? = nil,
            file: StaticString = #filePath, line: UInt = #line
        ) {
            self.moment = moment
            self.phase = phase
            self.event = event
            self.source = source
            site = DeclarationSite(file: file, line: line)
        }
    }
}

/// What shows that an entry of the timeline is true.
public enum TimelineSource: Sendable, Hashable {
    /// A capture, by its path in the evidence folder.
    case capture(String)
    /// A role that says so.
    case testimony(String)
}
