import TestSupport

/// The facts of the schema of SARIF 2.1.0 (OASIS Standard, sarif-schema-2.1.0.json) on the objects that
/// Casebook writes.
///
/// For each object its known members with their types, those that must be there, and the values that an
/// enumeration allows. In the schema no object allows a member that it does not name; where it does so, as
/// in property bags and in `originalUriBaseIds`, it stands here as `.anyMembers`.
enum SARIFSchema {
    indirect enum Kind: Sendable {
        case text
        case address
        case oneOf([String])
        case integer(atLeast: Int)
        case flag
        case object(String)
        case list(Kind, isSet: Bool)
        case anyMembers(Kind?)
    }

    struct Shape: Sendable {
        let members: [String: Kind]
        var required: [String] = []
    }

    static let shapes: [String: Shape] = [
        "log": Shape(
            members: [
                "$schema": .address, "version": .oneOf(["2.1.0"]),
                "runs": .list(.object("run"), isSet: false),
            ], required: ["version", "runs"]),
        "run": Shape(
            members: [
                "tool": .object("tool"), "invocations": .list(.object("invocation"), isSet: false),
                "columnKind": .oneOf(["utf16CodeUnits", "unicodeCodePoints"]),
                "originalUriBaseIds": .anyMembers(.object("artifactLocation")),
                "artifacts": .list(.object("artifact"), isSet: true),
                "results": .list(.object("result"), isSet: false),
            ], required: ["tool"]),
        "tool": Shape(members: ["driver": .object("toolComponent")], required: ["driver"]),
        "toolComponent": Shape(
            members: ["name": .text, "rules": .list(.object("reportingDescriptor"), isSet: true)],
            required: ["name"]),
        "reportingDescriptor": Shape(
            members: [
                "id": .text, "shortDescription": .object("multiformatMessageString"),
                "fullDescription": .object("multiformatMessageString"),
                "help": .object("multiformatMessageString"), "helpUri": .address,
                "defaultConfiguration": .object("reportingConfiguration"),
            ], required: ["id"]),
        "multiformatMessageString": Shape(members: ["text": .text, "markdown": .text], required: ["text"]),
        "reportingConfiguration": Shape(members: ["level": .oneOf(["none", "note", "warning", "error"])]),
        "invocation": Shape(
            members: ["executionSuccessful": .flag, "exitCode": .integer(atLeast: 0)],
            required: ["executionSuccessful"]),
        "artifact": Shape(members: ["location": .object("artifactLocation")]),
        "artifactLocation": Shape(members: [
            "uri": .text, "uriBaseId": .text, "index": .integer(atLeast: -1),
            "description": .object("message"),
        ]),
        "message": Shape(members: ["text": .text], required: ["text"]),
        "result": Shape(
            members: [
                "ruleId": .text, "ruleIndex": .integer(atLeast: -1),
                "level": .oneOf(["none", "note", "warning", "error"]), "message": .object("message"),
                "locations": .list(.object("location"), isSet: false),
                "relatedLocations": .list(.object("location"), isSet: true),
                "suppressions": .list(.object("suppression"), isSet: true), "properties": .anyMembers(nil),
            ], required: ["message"]),
        "location": Shape(members: [
            "id": .integer(atLeast: -1), "physicalLocation": .object("physicalLocation"),
            "message": .object("message"),
        ]),
        "physicalLocation": Shape(
            members: ["artifactLocation": .object("artifactLocation"), "region": .object("region")],
            required: ["artifactLocation"]),
        "region": Shape(members: [
            "startLine": .integer(atLeast: 1), "endLine": .integer(atLeast: 1),
            "startColumn": .integer(atLeast: 1), "endColumn": .integer(atLeast: 1),
            "snippet": .object("artifactContent"),
        ]),
        "artifactContent": Shape(members: ["text": .text]),
        "suppression": Shape(
            members: [
                "kind": .oneOf(["inSource", "external"]),
                "status": .oneOf(["accepted", "underReview", "rejected"]), "justification": .text,
                "location": .object("location"),
            ], required: ["kind"]),
    ]

    /// What in a log is not as the schema says.
    static func problems(of log: JSONValue) -> [String] { problems(of: log, as: .object("log"), "log") }

    private static func problems(of value: JSONValue, as kind: Kind, _ path: String) -> [String] {
        switch (kind, value) {
        case (.text, .text), (.flag, .flag): return []
        case (.address, .text(let text)):
            // RFC 3986: a scheme, and no character that must be encoded.
            let isAddress =
                text.hasPrefix("https://")
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"{}|\\^`".utf8.contains($0) }
            return isAddress ? [] : ["\(path): “\(text)” is no address"]
        case (.oneOf(let known), .text(let text)):
            return known.contains(text) ? [] : ["\(path): “\(text)” is none of \(known)"]
        case (.integer(let least), .number(let number)):
            return number.rounded() == number && number >= Double(least) ? [] : ["\(path): \(number)"]
        case (.list(let kind, let isSet), .list(let items)):
            let isTwice = isSet && items.indices.contains { items[..<$0].contains(items[$0]) }
            return (isTwice ? ["\(path): an item stands in it twice"] : [])
                + items.enumerated().flatMap { problems(of: $1, as: kind, "\(path)[\($0)]") }
        case (.anyMembers(let kind), .object(let members)):
            guard let kind else { return [] }
            return members.flatMap { problems(of: $1, as: kind, "\(path).\($0)") }.sorted()
        case (.object(let name), .object(let members)):
            guard let shape = shapes[name] else { return ["\(path): no shape \(name)"] }
            let missing = shape.required.filter { members[$0] == nil }.map { "\(path): “\($0)” is missing" }
            return missing
                + members.sorted { $0.key < $1.key }.flatMap { key, value in
                    shape.members[key].map { problems(of: value, as: $0, "\(path).\(key)") }
                        ?? ["\(path): the schema has no “\(key)”"]
                }
        default: return ["\(path): \(value) is not of its type"]
        }
    }
}
