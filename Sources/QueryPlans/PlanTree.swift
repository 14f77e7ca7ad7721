import Diagnostics

/// What a reader of any format found of one plan: flat arrays that nodes are handles into.
///
/// A reader stores where things stand; texts and quantities are made when they are asked for.
final class PlanTree: Sendable {
    let file: SourceFile
    let format: PlanFormat
    /// The bytes of the whole plan.
    let range: Range<Int>
    /// The statement, where it is printed with the plan or before it.
    let statement: PlanStatement?
    /// How long the statement took, as auto_explain says before the plan.
    let duration: PrintedNumber
    let nodes: [NodeRecord]
    let properties: [PropertyRecord]
    let workers: [WorkerRecord]
    /// What is printed for the statement rather than for a node.
    let statementProperties: [PropertyRecord]
    let triggers: [TriggerRecord]
    let warnings: [Diagnostic]
    /// What a node executed for others' sake, see ``SharedCost``.
    let sharedCosts: [Int: [SharedCost]]
    /// Why there is no plan, where there is none.
    let absence: Diagnostic?

    init(_ plan: FoundPlan, statement: PlanStatement?, duration: PrintedNumber, warnings: [Diagnostic]) {
        file = plan.file
        format = plan.format
        range = plan.range
        self.statement = statement
        self.duration = duration
        nodes = plan.parts.nodes
        properties = plan.parts.properties
        workers = plan.parts.workers
        statementProperties = plan.parts.statementProperties
        triggers = plan.parts.triggers
        self.warnings = warnings
        sharedCosts = SharedCost.all(in: plan.parts, of: plan.file)
        absence = nil
    }

    /// The tree of a plan that could not be read or a node that is not there.
    init(absent reason: Diagnostic) {
        file = SourceFile(path: reason.place?.path ?? "", bytes: [])
        format = .text
        range = 0..<0
        statement = nil
        duration = .absent
        nodes = []
        properties = []
        workers = []
        statementProperties = []
        triggers = []
        warnings = []
        sharedCosts = [:]
        absence = reason
    }
}

/// The arrays of a ``PlanTree`` while a reader fills them.
struct PlanParts {
    var nodes: [NodeRecord] = []
    var properties: [PropertyRecord] = []
    var workers: [WorkerRecord] = []
    var statementProperties: [PropertyRecord] = []
    var triggers: [TriggerRecord] = []

    /// Adds a node after its earlier siblings and returns its number.
    mutating func add(_ record: NodeRecord) -> Int {
        let id = nodes.count
        var record = record
        record.firstProperty = Int32(truncatingIfNeeded: properties.count)
        record.lastProperty = record.firstProperty
        record.firstWorker = Int32(truncatingIfNeeded: workers.count)
        record.lastWorker = record.firstWorker
        if let parent = record.parentID {
            record.depth = nodes[parent].depth + 1
            if nodes[parent].lastChild >= 0 {
                nodes[Int(nodes[parent].lastChild)].nextSibling = Int32(truncatingIfNeeded: id)
            } else {
                nodes[parent].firstChild = Int32(truncatingIfNeeded: id)
            }
            nodes[parent].lastChild = Int32(truncatingIfNeeded: id)
        }
        nodes.append(record)
        return id
    }

    /// How many children a node has whose rows it reads.
    func inputCount(of id: Int) -> Int {
        var count = 0
        var next = nodes[id].firstChild
        while next >= 0 {
            if nodes[Int(next)].role == .input { count += 1 }
            next = nodes[Int(next)].nextSibling
        }
        return count
    }

    /// What is wrong where a node has fewer inputs than one of its type always has.
    func shortage(of id: Int, in file: SourceFile) -> Diagnostic? {
        let title = nodes[id].title
        let inputs = inputCount(of: id)
        guard inputs < title.leastInputs else { return nil }
        return Diagnostic(
            .plan(.truncated),
            "“\(title.text)” has \(inputs) of its \(title.leastInputs) inputs: the plan is cut",
            at: file.span(nodes[id].span), expected: "the nodes that “\(title.text)” reads",
            help: PlanHelp.captureWhole)
    }

    /// The children of a node, in the order of the capture.
    func children(of id: Int) -> [Int] {
        var found: [Int] = []
        var next = nodes[id].firstChild
        while next >= 0 {
            found.append(Int(next))
            next = nodes[Int(next)].nextSibling
        }
        return found
    }
}

/// What a node is to the node it stands under.
public enum PlanNodeRole: String, Sendable, Hashable {
    /// The node at the top.
    case root
    /// A child whose rows its parent reads.
    case input
    /// Runs once, inside the node that first asks for its value.
    case initPlan
    /// Runs inside its parent's expressions.
    case subPlan
    /// A WITH query, run piecemeal by the CTE Scans that read it.
    case commonTableExpression
}

/// What a reader found of a node.
struct NodeRecord {
    var title: NodeTitle
    var role: PlanNodeRole
    var parent: Int32 = -1
    var depth: Int32 = 0
    var firstChild: Int32 = -1
    var lastChild: Int32 = -1
    var nextSibling: Int32 = -1
    var firstProperty: Int32 = 0
    var lastProperty: Int32 = 0
    var firstWorker: Int32 = 0
    var lastWorker: Int32 = 0
    /// The bytes of the node's own line.
    var span: Range<Int>
    var figures = RunFigures()
    var startupCost = PrintedNumber.absent
    var totalCost = PrintedNumber.absent
    var planRows = PrintedNumber.absent
    var planWidth = PrintedNumber.absent
    var schema = PrintedName.absent
    var relation = PrintedName.absent
    var function = PrintedName.absent
    var commonTable = PrintedName.absent
    var alias = PrintedName.absent
    var index = PrintedName.absent
    var subplanName = PrintedName.absent

    var parentID: Int? { parent < 0 ? nil : Int(parent) }
}

/// What is printed of a run: of a node as a whole, or of one worker's part in it.
struct RunFigures {
    var startupTime = PrintedNumber.absent
    var totalTime = PrintedNumber.absent
    var rows = PrintedNumber.absent
    var loops = PrintedNumber.absent
    /// Where the text format says that the node never ran.
    var neverExecutedMark: Range<Int>?

    var neverExecuted: Bool { neverExecutedMark != nil || (loops.isPrinted && loops.value == 0) }
}

/// What a reader found of one worker's part in a node.
struct WorkerRecord {
    var number: Int
    var span: Range<Int>
    var figures = RunFigures()
}

/// What a reader found of a trigger.
struct TriggerRecord {
    var name: PrintedName
    var relation = PrintedName.absent
    var constraint = PrintedName.absent
    var time = PrintedNumber.absent
    var calls = PrintedNumber.absent
}

/// How the bytes of a text are written.
enum Spelling: UInt8 {
    /// As they are.
    case plain
    /// As they are, over several lines.
    case continued
    /// An SQL identifier that may be quoted.
    case identifier
    /// The inside of a JSON string.
    case json
    /// A list of JSON strings, which reads as one text with commas.
    case jsonList
    /// The text of an XML element.
    case xml
    /// XML elements, which read as one text with commas.
    case xmlList
}

/// Where a name or text stands and how it is written.
struct PrintedName {
    let lower: Int32
    let upper: Int32
    let spelling: Spelling

    static let absent = PrintedName(0..<0, .plain, isPrinted: false)

    init(_ range: Range<Int>, _ spelling: Spelling) { self.init(range, spelling, isPrinted: true) }

    private init(_ range: Range<Int>, _ spelling: Spelling, isPrinted: Bool) {
        lower = isPrinted ? Int32(truncatingIfNeeded: range.lowerBound) : -1
        upper = isPrinted ? Int32(truncatingIfNeeded: range.upperBound) : -1
        self.spelling = spelling
    }

    var isPrinted: Bool { lower >= 0 }
    var range: Range<Int> { isPrinted ? Int(lower)..<Int(upper) : 0..<0 }
}

/// A property of a node, a worker or the statement.
struct PropertyRecord {
    /// The group it stands in, such as `Planning`; nil for most.
    var group: String?
    var name: String
    var value: PrintedName
    /// The worker whose it is, as an index into the plan's workers; nil for the node itself.
    var worker: Int?
}
