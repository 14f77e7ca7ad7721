public import Quantities

/// The captures that an incident rests on, declared as stored properties, and the figures computed from them.
///
/// Each stored property reads its capture when the set is made; a figure that needs several captures is
/// a computed property, and its unit, rounding and sources travel with it:
///
///     struct Evidence: EvidenceSet {
///         let before = PlanCapture("explain_before.txt")
///         let after = PlanCapture("explain_after.txt")
///         var speedUp: Quantity<Ratio> { before.executionTime / after.executionTime }
///     }
public protocol EvidenceSet: Sendable {
    /// Reads the captures through `EvidenceReader.current`.
    init()
}

/// An incident, written down once: every document of its site is made from this and from the captures.
///
/// A conforming type states each section as a computed property, so that the compiler checks every
/// section by itself and a reader finds it by its name. Only ``id``, ``title``, ``severity``,
/// ``status``, ``times`` and ``artifacts`` must be there; what is left out is left out of the documents.
public protocol Incident: Sendable {
    /// The captures and the figures computed from them.
    associatedtype Evidence: EvidenceSet

    init()

    /// The name of its folder under Content/ and of its part of the site: lower-case letters, digits, `-`.
    var id: String { get }
    /// What happened, in a line.
    var title: String { get }
    /// How bad it was.
    var severity: Severity { get }
    /// Where its handling stands.
    var status: IncidentStatus { get }
    /// The services that were hurt.
    var services: [String] { get }
    /// Words to find it by.
    var tags: [String] { get }
    /// The role that answers for its documents.
    var owner: String { get }
    /// What every page must say of its evidence, such as that it was reproduced in a laboratory.
    var notice: Prose? { get }
    /// When it started, was detected, mitigated and resolved.
    var times: IncidentTimes { get }

    /// The bottom line: what happened, whom it hurt, why, what fixed it, what stops the next one.
    var summary: [Prose] { get }
    /// What leadership is asked to decide.
    var asks: [Prose] { get }
    /// What happened when, beginning before the trigger.
    var timeline: [TimelineEntry] { get }
    /// Who and what was hurt, each with its denominator.
    var impact: [Impact] { get }
    /// How it was noticed, and what should have noticed it.
    var detection: [Prose] { get }
    /// What made it possible, none of them alone.
    var contributingFactors: [ContributingFactor] { get }
    /// What was done to end it, in order.
    var recovery: [RecoveryStep] { get }
    /// What went well, what went poorly, where luck helped.
    var lessons: [Lesson] { get }
    /// What will be done, by whom, until when.
    var actions: [ActionItem] { get }
    /// Words that a reader may not know.
    var glossary: [GlossaryTerm] { get }
    /// What earlier editions said that was wrong.
    var corrections: [Correction] { get }

    /// The figures that documents name, in the order of the page of figures. One that the evidence declares and
    /// that prose, a claim or a table uses need not stand here.
    var figures: [Figure] { get }
    /// What the documents state, each proved anew at every build, and promises put to the test.
    var claims: [Claim] { get }
    /// The numbered chain of evidence.
    var exhibits: [Exhibit] { get }
    /// Explanations that compete, against the evidence.
    var hypotheses: [Hypothesis] { get }
    /// What is not proven, said openly.
    var limits: [Prose] { get }
    /// How the captures came about.
    var captures: [CaptureRecord] { get }
    /// Pictures drawn from the evidence.
    var illustrations: [Illustration] { get }
    /// Tables filled from the evidence.
    var tables: [DataTable] { get }

    /// The documents to make, in the order of the navigation.
    var artifacts: [Artifact] { get }
}

extension Incident {
    public var services: [String] { [] }
    public var tags: [String] { [] }
    public var owner: String { "Incident lead" }
    public var notice: Prose? { nil }
    public var summary: [Prose] { [] }
    public var asks: [Prose] { [] }
    public var timeline: [TimelineEntry] { [] }
    public var impact: [Impact] { [] }
    /// Nothing on detection.
    public var detection: [Prose] { [] }
    public var contributingFactors: [ContributingFactor] { [] }
    public var recovery: [RecoveryStep] { [] }
    public var lessons: [Lesson] { [] }
    public var actions: [ActionItem] { [] }
    public var glossary: [GlossaryTerm] { [] }
    public var corrections: [Correction] { [] }
    /// No named figures.
    public var figures: [Figure] { [] }
    public var claims: [Claim] { [] }
    public var exhibits: [Exhibit] { [] }
    public var hypotheses: [Hypothesis] { [] }
    public var limits: [Prose] { [] }
    /// Nothing known of the captures but their bytes.
    public var captures: [CaptureRecord] { [] }
    /// No pictures.
    public var illustrations: [Illustration] { [] }
    public var tables: [DataTable] { [] }
}

/// How bad an incident was, the worst first.
public enum Severity: String, Sendable, CaseIterable, Hashable {
    /// A whole service was down for its users.
    case sev1 = "SEV-1"
    /// A large part of the users was hurt.
    case sev2 = "SEV-2"
    /// Some users were hurt, or all of them a little.
    case sev3 = "SEV-3"
    /// Nobody was hurt, but somebody could have been.
    case sev4 = "SEV-4"
}

/// Where the handling of an incident stands.
public enum IncidentStatus: String, Sendable, CaseIterable, Hashable {
    /// The cause is being looked for.
    case investigating
    /// Users are no longer hurt, the cause still stands.
    case mitigated
    /// The cause is removed, its effect is watched.
    case monitoring
    /// The cause is removed and the effect proven.
    case resolved
}

/// The four instants that every incident has; each is written with its zone.
public struct IncidentTimes: Sendable, Hashable {
    /// When users were first hurt.
    public let started: Timestamp
    /// When somebody or something noticed.
    public let detected: Timestamp
    /// When users were no longer hurt.
    public let mitigated: Timestamp
    /// When the cause was removed.
    public let resolved: Timestamp
    /// Where they were declared.
    public let site: DeclarationSite

    /// States the four instants.
    public init(
        started: Timestamp, detected: Timestamp, mitigated: Timestamp, resolved: Timestamp,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.started = started
        self.detected = detected
        self.mitigated = mitigated
        self.resolved = resolved
        site = DeclarationSite(file: file, line: line)
    }
}
