import Diagnostics
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A row of Fixtures/reference.csv: a value that another program computed, to nine significant digits.
struct Reference: Sendable {
    /// What a row is about.
    ///
    /// Each has a test of its own; a row of no kind fails the reading of the file.
    enum Kind: String, CaseIterable, Sendable {
        case erlangB = "Erlang B"
        case erlangC = "Erlang C"
        case erlangStability = "Erlang B/C stability, c up to 10000"
        case openQueue = "M/M/c"
        case saturation = "Saturation throughput N/S (only if the N servers are really independent)"
        case stretch = "Response stretch"
        case boundedQueue = "M/M/c/K"
        case singleServer = "M/G/1 (Pollaczek-Khinchine)"
        case manyServers = "M/G/c, G/G/c (Allen-Cunneen)"
        case kingman = "G/G/1 (Kingman)"
        case transient = "Transient overload, 5 minutes (t=0 steady state at lambda0)"
        case pileUp = "Connection pile-up: c=2 cores, K=57 slots, lambda 2 -> 30 /s, mu=5 /s"
        case retryStorm = "Retry storm"
        case scalability = "USL"
        case scalabilityFit = "USL fit to the measured sweep"
    }

    let kind: Kind
    let inputText: String
    let inputs: [String: Double]
    let quantity: String
    let text: String
    let source: String

    var name: String { "\(kind.rawValue), \(inputText): \(quantity) = \(text) (\(source))" }

    /// Whether another simulation measured it, with an interval in a row of its own.
    var isSimulated: Bool { source.hasPrefix("ciw") || source.hasPrefix("simpy") }

    /// The named input; a row without it fails the test that asks.
    func input(_ name: String) throws -> Double {
        guard let value = inputs[name] else {
            throw Diagnostic(.program(.failed), "\(self.name) has no input \(name)")
        }
        return value
    }

    /// The value; a row without a number fails the test that asks.
    func value() throws -> Double {
        guard let value = Double(text) else { throw Diagnostic(.program(.failed), "\(name) is no number") }
        return value
    }

    /// Whether a result is the row's value: to 1e-9, beside the half of the last digit that was rounded away.
    func agrees(with result: Double, relative: Double = 1e-9) throws -> Bool {
        let value = try value()
        guard value != 0 else { return result == 0 }
        let lastDigit = pow(10, floor(log10(value.magnitude)) - 8)
        return (result - value).magnitude <= lastDigit * 0.5 + relative * value.magnitude
    }

    /// All rows of a kind.
    static func rows(_ kind: Kind) throws -> [Reference] { try all().filter { $0.kind == kind } }

    /// All rows of the file.
    static func all() throws -> [Reference] {
        let lines = try CSVLines("reference.csv")
        guard lines.header == ["case", "inputs", "quantity", "value", "source"] else {
            throw Diagnostic(.program(.failed), "The columns of reference.csv have changed")
        }
        return try lines.rows.map { cells in
            guard cells.count == 5, let kind = Kind(rawValue: cells[0]) else {
                throw Diagnostic(.program(.failed), "reference.csv has a row that no test knows: \(cells)")
            }
            return Reference(
                kind: kind, inputText: cells[1], inputs: inputs(cells[1]), quantity: cells[2], text: cells[3],
                source: cells[4])
        }
    }

    /// `c=10; mu=0.5 (a remark)` by names.
    static func inputs(_ text: String) -> [String: Double] {
        var inputs: [String: Double] = [:]
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let number = sides[1].prefix { $0.isNumber || ".-e".contains($0) }
            if let value = Double(number) { inputs[String(sides[0].drop { $0 == " " })] = value }
        }
        // The file prints to ten digits a service rate that was computed from a service time of 150.941 ms.
        if let rate = inputs["mu"], (6.625105173...6.625105174).contains(rate) {
            inputs["mu"] = 1 / 0.150941
        }
        return inputs
    }
}

/// The cells of a fixture of comma-separated lines.
struct CSVLines {
    let header: [String]
    let rows: [[String]]

    init(_ name: String) throws {
        let file = try fixture("Tests/QueueingTests/Fixtures/\(name)")
        let lines = (1...file.lineCount).map { file.text(file.line($0)) }.filter { !$0.isEmpty }
        header = Self.cells(lines[0])
        rows = lines.dropFirst().map(Self.cells)
    }

    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var quoted = false
        for character in line {
            switch character {
            case "\"": quoted.toggle()
            case "," where !quoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
