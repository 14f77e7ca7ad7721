import Diagnostics

/// What EXPLAIN printed as JSON, YAML or XML: a flat list of values, each with the bytes it stands in.
///
/// A value is followed by what it holds. The three formats have the same names and the same nesting, so
/// that one reader makes plans of them all.
struct PlanDocument {
    enum Kind: UInt8 {
        case object, array, text, number, yes, no, null
    }

    struct Value {
        var kind: Kind
        var spelling: Spelling
        /// The number of the value's name among the names, or -1 where it has none.
        let name: Int32
        /// Where it begins, with its name.
        let start: Int32
        /// What stands between the quotes or tags.
        var lower: Int32
        var upper: Int32
        /// Where it ends, with its quotes or tags.
        var end: Int32
        /// The index of the first value after this one and what it holds.
        var next: Int32
    }

    let names: PropertyNames
    private(set) var values: [Value] = []

    /// Deeper than any plan, and shallow enough for the stack.
    static let deepest = 512

    init(names: PropertyNames) { self.names = names }

    /// The bytes of a value, without its quotes or tags.
    func range(_ index: Int) -> Range<Int> { Int(values[index].lower)..<Int(values[index].upper) }

    /// The bytes of a value with its name.
    func whole(_ index: Int) -> Range<Int> { Int(values[index].start)..<Int(values[index].end) }

    func kind(_ index: Int) -> Kind { values[index].kind }

    /// The name of a value that an object holds.
    func name(_ index: Int) -> String {
        values[index].name < 0 ? "" : names.names[Int(values[index].name)]
    }

    /// The field of a node that a value is, or nil where it is none.
    func field(_ index: Int) -> NodeField? { PropertyNames.field(Int(values[index].name)) }

    /// What a value holds, in order.
    func children(_ index: Int) -> Children {
        Children(values: values, index: index + 1, end: Int(values[index].next))
    }

    /// The first value of a name that an object holds.
    func child(_ index: Int, named field: NodeField) -> Int? {
        children(index).first { self.field($0) == field }
    }

    /// The indices of what a value holds.
    struct Children: Sequence, IteratorProtocol {
        fileprivate let values: [Value]
        fileprivate var index: Int
        fileprivate let end: Int

        mutating func next() -> Int? {
            guard index < end else { return nil }
            defer { index = Int(values[index].next) }
            return index
        }
    }

    // MARK: Building

    /// Adds a value that holds no other, and returns its index.
    @discardableResult
    mutating func add(
        _ kind: Kind, _ spelling: Spelling = .plain, name: Int = -1, from start: Int, _ range: Range<Int>,
        to end: Int
    ) -> Int {
        values.append(
            Value(
                kind: kind, spelling: spelling, name: Int32(truncatingIfNeeded: name),
                start: Int32(truncatingIfNeeded: start), lower: Int32(truncatingIfNeeded: range.lowerBound),
                upper: Int32(truncatingIfNeeded: range.upperBound), end: Int32(truncatingIfNeeded: end),
                next: Int32(truncatingIfNeeded: values.count + 1)))
        return values.count - 1
    }

    /// Ends a value: what was added since is in it.
    mutating func close(_ index: Int, _ kind: Kind, upper: Int, to end: Int) {
        values[index].kind = kind
        values[index].upper = Int32(truncatingIfNeeded: upper)
        values[index].end = Int32(truncatingIfNeeded: end)
        values[index].next = Int32(truncatingIfNeeded: values.count)
    }

    /// Makes a value a text that is spelled in a way, after all.
    mutating func set(_ index: Int, _ kind: Kind, _ spelling: Spelling, _ range: Range<Int>) {
        values[index].kind = kind
        values[index].spelling = spelling
        values[index].lower = Int32(truncatingIfNeeded: range.lowerBound)
        values[index].upper = Int32(truncatingIfNeeded: range.upperBound)
    }

    /// Lets the bytes of a value begin where the first of what it holds does.
    mutating func startAtFirstChild(_ index: Int) {
        guard index + 1 < Int(values[index].next) else { return }
        values[index].lower = values[index + 1].start
    }

    /// What is wrong where values are nested too deep to be a plan's.
    static func tooDeep(_ file: SourceFile, at offset: Int) -> Diagnostic {
        Diagnostic(
            .plan(.tooDeep), "This is nested more than \(deepest) deep",
            at: file.span(offset..<min(offset + 1, file.bytes.count)),
            expected: "a plan, which is never so deep", help: PlanHelp.captureWhole)
    }
}
