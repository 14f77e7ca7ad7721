import Diagnostics

/// The properties of EXPLAIN's JSON, YAML and XML that are figures of a node rather than told by name.
enum NodeField: String, CaseIterable {
    case nodeType = "Node Type"
    case parallelAware = "Parallel Aware"
    case asyncCapable = "Async Capable"
    case strategy = "Strategy"
    case partialMode = "Partial Mode"
    case joinType = "Join Type"
    case operation = "Operation"
    case command = "Command"
    case scanDirection = "Scan Direction"
    case provider = "Custom Plan Provider"
    case parentRelationship = "Parent Relationship"
    case subplanName = "Subplan Name"
    case schema = "Schema"
    case relation = "Relation Name"
    case function = "Function Name"
    case tableFunction = "Table Function Name"
    case tuplestore = "Tuplestore Name"
    case commonTable = "CTE Name"
    case alias = "Alias"
    case index = "Index Name"
    case startupCost = "Startup Cost"
    case totalCost = "Total Cost"
    case planRows = "Plan Rows"
    case planWidth = "Plan Width"
    case startupTime = "Actual Startup Time"
    case totalTime = "Actual Total Time"
    case rows = "Actual Rows"
    case loops = "Actual Loops"
    case plans = "Plans"
    case workers = "Workers"
    case workerNumber = "Worker Number"
}

/// The names of properties, each made into a text once while a file is read.
///
/// A plan repeats a few dozen names thousands of times. The names of ``NodeField`` have its numbers.
final class PropertyNames {
    private struct Spelled {
        let bytes: [UInt8]
        let isTag: Bool
        let number: Int
    }

    private(set) var names: [String] = NodeField.allCases.map(\.rawValue)
    private var numbers: [String: Int] = [:]
    private var spelled: [UInt64: Spelled] = [:]

    init() {
        for (number, name) in names.enumerated() { numbers[name] = number }
    }

    func name(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        names[number(bytes, range, isTag: false)]
    }

    /// The number of the name in a range of bytes.
    ///
    /// - Parameter isTag: whether it is the tag of an XML element, which has `-` for what XML does not
    ///   allow (ExplainXMLTag in PostgreSQL's explain_format.c).
    func number(_ bytes: [UInt8], _ range: Range<Int>, isTag: Bool) -> Int {
        // FNV-1a.
        var hash: UInt64 = isTag ? 0x8422_2325_CBF2_9CE4 : 0xCBF2_9CE4_8422_2325
        for offset in range { hash = (hash ^ UInt64(bytes[offset])) &* 0x100_0000_01B3 }
        if let known = spelled[hash], known.isTag == isTag, known.bytes.elementsEqual(bytes[range]) {
            return known.number
        }
        let text = String(decoding: bytes[range], as: UTF8.self)
        let number = number(of: isTag ? Self.name(ofTag: text) : text)
        spelled[hash] = Spelled(bytes: Array(bytes[range]), isTag: isTag, number: number)
        return number
    }

    func number(of name: String) -> Int {
        if let known = numbers[name] { return known }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }

    /// The field that a number stands for, or nil where it is told by name.
    static func field(_ number: Int) -> NodeField? {
        number >= 0 && number < fields.count ? fields[number] : nil
    }

    private static let fields = NodeField.allCases

    /// The name that a tag stands for: `Shared-I-O-Read-Time` for `Shared I/O Read Time`.
    private static func name(ofTag tag: String) -> String {
        var words = tag.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        for (first, second, mark) in [
            ("I", "O", "/"), ("Full", "sort", "-"), ("Pre", "sorted", "-"), ("One", "Time", "-"),
        ] {
            for index in words.indices.dropLast().reversed()
            where index + 1 < words.count && words[index] == first && words[index + 1] == second {
                words.replaceSubrange(index...index + 1, with: [first + mark + second])
            }
        }
        return words.joined(separator: " ")
    }
}
