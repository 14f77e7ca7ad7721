public import Diagnostics
public import GFM

/// What a name in a template stands for.
public enum Value: Sendable {
    /// Words, shown as they are: no character of them is markup.
    case text(String)
    /// Words with links, code and emphasis that we put there.
    case inlines([Inline])
    /// A number with its unit, which is shown in one of its formats.
    case quantity(QuantityValue)
    /// Yes or no, for sections.
    case flag(Bool)
    /// Values of a kind, for sections.
    case list([Value])
    /// Values with names.
    case record(Record)
    /// Markup of our own, such as an SVG figure; its tag has a line of its own.
    case block(Block)
    /// A table whose cells are values; its tag has a line of its own.
    case table(Table)
    /// An address, for use as a link's destination.
    case url(String)
    /// A name that is known but has no value this time, with the reason. A section over it is empty.
    case missing(reason: String)

    /// What the value is, in messages.
    public var kind: String {
        switch self {
        case .text, .inlines: "text"
        case .quantity(let quantity): quantity.kind
        case .flag: "yes or no"
        case .list: "a list"
        case .record: "a record"
        case .block: "a picture"
        case .table: "a table"
        case .url: "an address"
        case .missing: "missing"
        }
    }
}

/// A number with its unit, as a template sees it: which formats it has, and how it looks in each.
public struct QuantityValue: Sendable {
    /// What it measures, in messages, such as `time in milliseconds`.
    public let kind: String
    /// The formats that a template can ask for.
    public let formats: [String]
    /// The format where the template asks for none; nil where it must ask.
    public let defaultFormat: String?
    /// Why there is no number to show.
    public let problem: Diagnostic?

    private let write: @Sendable (_ format: String) -> Inline

    /// Makes a quantity; `write` is called with one of `formats` only.
    public init(
        kind: String, formats: [String], defaultFormat: String? = nil, problem: Diagnostic? = nil,
        write: @escaping @Sendable (_ format: String) -> Inline
    ) {
        self.kind = kind
        self.formats = formats
        self.defaultFormat = defaultFormat
        self.problem = problem
        self.write = write
    }

    func inline(format: String) -> Inline { write(format) }
}

/// Values with names, in the order in which messages list them.
public struct Record: Sendable {
    /// The names, in order.
    public let names: [String]

    private let find: @Sendable (String) -> Value?

    /// Makes a record whose values are computed when a template asks for them.
    public init(names: [String], resolve: @escaping @Sendable (String) -> Value?) {
        self.names = names
        find = resolve
    }

    /// Makes a record of values; of two with one name the later counts.
    public init(_ values: [(String, Value)]) {
        let table = Dictionary(values, uniquingKeysWith: { _, later in later })
        var seen: Set<String> = []
        self.init(names: values.map(\.0).filter { seen.insert($0).inserted }) { table[$0] }
    }

    /// The value of a name, or nil where the record has no such name.
    public subscript(name: String) -> Value? { find(name) }
}

extension Record: ExpressibleByDictionaryLiteral {
    /// Makes a record as it is written in code.
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
