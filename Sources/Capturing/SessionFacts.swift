internal import Diagnostics
internal import Evidence
internal import Quantities

/// What a session told of itself: who answered whom, where and when.
struct SessionFacts: Sendable {
    let client: String
    let host: String
    let version: String
    let database: String
    let role: String
    let timeZone: String
    /// When the counters were last set to zero, by the view that they are of.
    let statisticsReset: [String: Timestamp]
    /// When the transaction began, which tells one transaction from another.
    let transaction: String
    /// When the server was asked.
    let time: Timestamp

    /// Reads the JSON that ``PsqlScript/facts(to:)`` writes; nil where it is none.
    init?(_ json: [UInt8]) {
        guard let values = members(of: json), let time = values["time"].flatMap(timestamp),
            let version = values["version"], let transaction = values["transaction"]
        else { return nil }
        // Packagers add words to a version; what a record needs is the number.
        client = "psql \((values["client"] ?? "").prefix { $0 != " " })"
        host = values["host"] ?? ""
        self.version = version
        database = values["database"] ?? ""
        role = values["role"] ?? ""
        timeZone = values["zone"] ?? ""
        self.transaction = transaction
        self.time = time
        statisticsReset = (members(of: json, in: "resets") ?? [:]).compactMapValues(timestamp)
    }

    /// What a record says of the server.
    func server(redactsHost: Bool) -> SavedRecord.Server {
        SavedRecord.Server(
            version: version, database: database, role: role, host: redactsHost || host.isEmpty ? nil : host)
    }
}

/// The end of a query: when, and in which transaction.
struct SessionEnd: Sendable {
    let time: Timestamp
    let transaction: String

    init?(_ json: [UInt8]) {
        guard let values = members(of: json), let time = values["time"].flatMap(timestamp),
            let transaction = values["transaction"]
        else { return nil }
        self.time = time
        self.transaction = transaction
    }
}

/// The texts of a JSON object, or of an object that is a member of it, by name; nil where there is none.
private func members(of json: [UInt8], in member: String? = nil) -> [String: String]? {
    let text: JSONText
    do throws(JSONFailure) {
        text = try JSONText(SourceFile(path: "", bytes: json), from: 0)
    } catch {
        return nil
    }
    var object: Int? = 0
    if let member { object = text.members(0).first { text.text($0.key) == member }?.value }
    guard let object else { return nil }
    let pairs = text.members(object).map { (text.text($0.key), text.text($0.value)) }
    return Dictionary(pairs) { $1 }
}

private func timestamp(_ text: String) -> Timestamp? {
    let time = Timestamp(stringLiteral: text)
    return time.isValid ? time : nil
}
