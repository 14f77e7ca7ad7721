import TestSupport

/// A made-up plan, printed in each format as PostgreSQL's explain.c prints it.
struct MadePlan {
    struct Node {
        var relation: String
        var alias: String
        var filter: String?
        var key: [String]
        var removed: Int
        var cost: Int
        var rows: Int
        var loops: Int
        var buffers: Int
        var inputs: [Node] = []
    }

    let root: Node
    let executionTime = "12.345"

    private static let names = ["t", "Weird Name (x)", "a -> b", "q\"uote", "Ünï", "x)  (cost=1", "c: d"]
    private static let literals = [
        "plain", "it's", "two\nlines", "a\n  ->  Seq Scan on phantom  (cost=0.00..9.99 rows=9 width=9)\nb",
        "back\\slash", "(((", "<&>", "x: y  z: 1", "tab\tend", "\"", "é😀", "\nFilter: (a = 1)\n",
    ]

    init(_ random: inout SeededGenerator) { root = Self.node(&random, depth: 0) }

    private static func node(_ random: inout SeededGenerator, depth: Int) -> Node {
        var node = Node(
            relation: names.randomElement(using: &random) ?? "t",
            alias: names.randomElement(using: &random) ?? "t",
            filter: Bool.random(using: &random) ? condition(&random) : nil,
            key: (0..<Int.random(in: 0...3, using: &random)).map { _ in condition(&random) },
            removed: Int.random(in: 0...3, using: &random), cost: Int.random(in: 0...999_999, using: &random),
            rows: Int.random(in: 0...5000, using: &random), loops: Int.random(in: 0...4, using: &random),
            buffers: Int.random(in: 0...100, using: &random))
        guard depth < 5 else { return node }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            node.inputs.append(self.node(&random, depth: depth + 1))
        }
        return node
    }

    /// A condition as PostgreSQL deparses it.
    private static func condition(_ random: inout SeededGenerator) -> String {
        let literal = literals.randomElement(using: &random) ?? ""
        let doubled = literal.replacing("'", with: "''").replacing("\\", with: "\\\\")
        return "(\(identifier(names.randomElement(using: &random) ?? "")) = "
            + "\(literal.contains("\\") ? "E" : "")'\(doubled)'::text)"
    }

    static func identifier(_ name: String) -> String {
        name.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A }
            ? name : "\"\(name.replacing("\"", with: "\"\""))\""
    }

    // MARK: Formats

    private func cost(_ node: Node) -> String {
        "\(node.cost / 100).\(node.cost % 100 / 10)\(node.cost % 10)"
    }
    private func time(_ node: Node) -> String { "\(node.cost / 7).125" }

    func text() -> String {
        var lines: [String] = []
        func add(_ node: Node, _ indent: Int) {
            let arrow = indent == 0 ? "" : String(repeating: " ", count: indent - 4) + "->  "
            let name = MadePlan.identifier(node.relation)
            let alias = node.alias == node.relation ? "" : " \(MadePlan.identifier(node.alias))"
            let title = node.inputs.isEmpty ? "Seq Scan on \(name)\(alias)" : "Append"
            let actual =
                node.loops == 0
                ? "(never executed)"
                : "(actual time=0.001..\(time(node)) rows=\(node.rows) loops=\(node.loops))"
            lines.append("\(arrow)\(title)  (cost=0.00..\(cost(node)) rows=\(node.rows) width=4) \(actual)")
            let margin = String(repeating: " ", count: indent + 2)
            if !node.key.isEmpty { lines.append("\(margin)Sort Key: \(node.key.joined(separator: ", "))") }
            if let filter = node.filter {
                lines.append("\(margin)Filter: \(filter)")
                if node.removed > 0, node.loops > 0 {
                    lines.append("\(margin)Rows Removed by Filter: \(node.removed)")
                }
            }
            if node.buffers > 0, node.loops > 0 {
                lines.append("\(margin)Buffers: shared hit=\(node.buffers)")
            }
            for input in node.inputs { add(input, indent + 6) }
        }
        add(root, 0)
        lines.append("Execution Time: \(executionTime) ms")
        return lines.joined(separator: "\n") + "\n"
    }

    private enum Value {
        case number(String)
        case text(String)
        case list([String])
        case nodes([Node])
    }

    private func members(_ node: Node) -> [(String, Value)] {
        var members: [(String, Value)] = [("Node Type", .text(node.inputs.isEmpty ? "Seq Scan" : "Append"))]
        if node.inputs.isEmpty {
            members += [("Relation Name", .text(node.relation)), ("Alias", .text(node.alias))]
        }
        members += [
            ("Startup Cost", .number("0.00")), ("Total Cost", .number(cost(node))),
            ("Plan Rows", .number("\(node.rows)")), ("Plan Width", .number("4")),
            ("Actual Startup Time", .number(node.loops == 0 ? "0.000" : "0.001")),
            ("Actual Total Time", .number(node.loops == 0 ? "0.000" : time(node))),
            ("Actual Rows", .number(node.loops == 0 ? "0" : "\(node.rows)")),
            ("Actual Loops", .number("\(node.loops)")),
        ]
        if !node.key.isEmpty { members.append(("Sort Key", .list(node.key))) }
        if let filter = node.filter {
            members += [("Filter", .text(filter)), ("Rows Removed by Filter", .number("\(node.removed)"))]
        }
        members.append(("Shared Hit Blocks", .number("\(node.loops == 0 ? 0 : node.buffers)")))
        if !node.inputs.isEmpty { members.append(("Plans", .nodes(node.inputs))) }
        return members
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    func json() -> String {
        func object(_ node: Node, _ indent: String) -> String {
            let inner = indent + "  "
            let lines = members(node).map { name, value in
                let text =
                    switch value {
                    case .number(let number): number
                    case .text(let text): quoted(text)
                    case .list(let items): "[\(items.map(quoted).joined(separator: ", "))]"
                    case .nodes(let nodes):
                        "[\n\(nodes.map { "\(inner)  \(object($0, inner + "  "))" }.joined(separator: ",\n"))\n\(inner)]"
                    }
                return "\(inner)\"\(name)\": \(text)"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        }
        return
            "[\n  {\n    \"Plan\": \(object(root, "    ")),\n    \"Execution Time\": \(executionTime)\n  }\n]\n"
    }

    func yaml() -> String {
        func lines(_ node: Node, _ indent: String) -> [String] {
            members(node).flatMap { name, value in
                switch value {
                case .number(let number): ["\(indent)\(name): \(number)"]
                case .text(let text): ["\(indent)\(name): \(quoted(text))"]
                case .list(let items): ["\(indent)\(name): "] + items.map { "\(indent)  - \(quoted($0))" }
                case .nodes(let nodes):
                    ["\(indent)\(name): "]
                        + nodes.flatMap { node in
                            let inner = lines(node, indent + "    ")
                            return ["\(indent)  - \(inner[0].drop { $0 == " " })"] + inner.dropFirst()
                        }
                }
            }
        }
        return (["- Plan: "] + lines(root, "    ") + ["  Execution Time: \(executionTime)"])
            .joined(separator: "\n") + "\n"
    }

    func xml() -> String {
        func escaped(_ text: String) -> String {
            text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        }
        func lines(_ node: Node, _ indent: String) -> [String] {
            members(node).flatMap { name, value in
                let tag = name.replacing(" ", with: "-")
                return switch value {
                case .number(let number): ["\(indent)<\(tag)>\(number)</\(tag)>"]
                case .text(let text): ["\(indent)<\(tag)>\(escaped(text))</\(tag)>"]
                case .list(let items):
                    ["\(indent)<\(tag)>"] + items.map { "\(indent)  <Item>\(escaped($0))</Item>" }
                        + ["\(indent)</\(tag)>"]
                case .nodes(let nodes):
                    ["\(indent)<\(tag)>"]
                        + nodes.flatMap {
                            ["\(indent)  <Plan>"] + lines($0, indent + "    ") + ["\(indent)  </Plan>"]
                        } + ["\(indent)</\(tag)>"]
                }
            }
        }
        return
            (["<explain xmlns=\"http://www.postgresql.org/2009/explain\">", "  <Query>", "    <Plan>"]
            + lines(root, "      ")
            + [
                "    </Plan>", "    <Execution-Time>\(executionTime)</Execution-Time>", "  </Query>",
                "</explain>",
            ])
            .joined(separator: "\n") + "\n"
    }
}
