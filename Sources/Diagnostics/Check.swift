/// A kind of finding, by the family that it belongs to.
///
/// What is checked, why it matters and how to mend a finding is described for every case where the checks are
/// put together; the compiler refuses a case without a description.
public enum Check: Sendable, Hashable {
    case claim(Claim)
    case hypothesis(Hypothesis)
    case figure(Figure)
    case number(Number)
    case prose(Prose)
    case timeline(Timeline)
    case action(Action)
    case document(Document)
    case picture(Picture)
    case redaction(Redaction)
    case acceptance(Acceptance)
    case incident(Incident)
    case capture(Capture)
    case table(Table)
    case cell(Cell)
    case record(Record)
    case seal(Seal)
    case signature(Signature)
    case plan(Plan)
    case serverLog(ServerLog)
    case pgbench(Pgbench)
    case metric(Metric)
    case evidence(Evidence)
    case template(Template)
    case markdown(Markdown)
    case output(Output)
    case query(Query)
    case capturing(Capturing)
    case program(Program)
    case revision(Revision)
    case machine(Machine)

    /// The stable name of its findings, such as `capture.truncated`; words may change, it does not.
    public var id: String {
        switch self {
        case .claim(let check): check.rawValue
        case .hypothesis(let check): check.rawValue
        case .figure(let check): check.rawValue
        case .number(let check): check.rawValue
        case .prose(let check): check.rawValue
        case .timeline(let check): check.rawValue
        case .action(let check): check.rawValue
        case .document(let check): check.rawValue
        case .picture(let check): check.rawValue
        case .redaction(let check): check.rawValue
        case .acceptance(let check): check.rawValue
        case .incident(let check): check.rawValue
        case .capture(let check): check.rawValue
        case .table(let check): check.rawValue
        case .cell(let check): check.rawValue
        case .record(let check): check.rawValue
        case .seal(let check): check.rawValue
        case .signature(let check): check.rawValue
        case .plan(let check): check.rawValue
        case .serverLog(let check): check.rawValue
        case .pgbench(let check): check.rawValue
        case .metric(let check): check.rawValue
        case .evidence(let check): check.rawValue
        case .template(let check): check.rawValue
        case .markdown(let check): check.rawValue
        case .output(let check): check.rawValue
        case .query(let check): check.rawValue
        case .capturing(let check): check.rawValue
        case .program(let check): check.rawValue
        case .revision(let check): check.rawValue
        case .machine(let check): check.rawValue
        }
    }

    /// How much its findings matter.
    public var severity: Diagnostic.Severity {
        switch self {
        case .figure(.unused), .prose(.blame), .action(.overdue), .acceptance(.nothingToAccept),
            .capture(.noRecord), .capture(.mixedTimeZones), .cell(.ambiguousNull), .plan(.endUnknown),
            .serverLog(.ambiguousLine), .metric(.lastLine), .metric(.message), .metric(.withoutNumber),
            .output(.leftBehind), .capturing(.notice):
            .warning
        default: .error
        }
    }
}
