/// What `casebook capture` is asked to do: queries, and how they are run and saved.
public struct CaptureRequest: Sendable {
    /// The queries, each of which becomes a capture.
    public var queries: [QueryFile]
    /// What tells these captures from others of the same queries, such as `before`; also their folder.
    public var label: String?
    /// What psql is told to connect to, as its `--dbname`; by default what its environment says.
    public var database: String?
    /// How long a statement may take before the server ends it.
    public var statementTimeout: Duration
    /// How long a statement may wait for a lock before the server ends it.
    public var lockTimeout: Duration
    /// Whether statements that write may run.
    public var allowsWrites: Bool
    /// Whether a capture that there is already may be replaced.
    public var replaces: Bool
    /// Whether the record leaves out the server's host.
    public var redactsHost: Bool
    /// The psql variables that the queries ask for, by name.
    public var variables: [String: String]
    /// How the one query is repeated to make a series; nil where each is run once.
    public var sampling: SamplingPlan?

    /// Describes what to capture; everything but the queries has a default that is safe.
    public init(
        _ queries: [QueryFile], label: String? = nil, database: String? = nil,
        statementTimeout: Duration = .seconds(30), lockTimeout: Duration = .seconds(1),
        allowsWrites: Bool = false, replaces: Bool = false, redactsHost: Bool = false,
        variables: [String: String] = [:], sampling: SamplingPlan? = nil
    ) {
        self.queries = queries
        self.label = label
        self.database = database
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.allowsWrites = allowsWrites
        self.replaces = replaces
        self.redactsHost = redactsHost
        self.variables = variables
        self.sampling = sampling
    }

    /// The path of a query's capture in the evidence folder.
    public func path(of query: QueryFile) -> String {
        let name = fileName(of: query)
        return label.map { "\($0)/\(name)" } ?? name
    }

    /// The name of a query's captures, whatever their label: a series is always CSV.
    func fileName(of query: QueryFile) -> String {
        "\(query.name).\(sampling == nil ? query.fileExtension : "csv")"
    }
}

/// Whether a text may be the name of a query or a label: letters, digits, `-` and `_` of ASCII.
///
/// It becomes a part of a path on every system, and of an address.
public func isCaptureName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 100, first != UInt8(ascii: "-") else {
        return false
    }
    return text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
