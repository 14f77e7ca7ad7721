import Diagnostics
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A row of Fixtures/reference.csv: a value computed independently, to nine significant digits.
struct Reference: Sendable {
    let scenario: String
    let inputs: [String: Double]
    let quantity: String
    let value: Double
    let name: String

    /// The named input; a row without it fails the test that asks.
    func input(_ name: String) throws -> Double {
        guard let value = inputs[name] else {
            throw Diagnostic("test.no-input", "\(name) has no input \(name)")
        }
        return value
    }

    /// Whether a result, rounded as the row is, is the row's value.
    func agrees(with result: Double) -> Bool {
        guard value != 0 else { return result == 0 }
        let lastDigit = pow(10, floor(log10(value.magnitude)) - 8)
        return (result - value).magnitude <= lastDigit * 0.5001
    }

    /// The rows of one scenario, whose name begins as given.
    static func rows(_ scenario: String, quantity: String? = nil) throws -> [Reference] {
        let file = try fixture("Tests/QueueingTests/Fixtures/reference.csv")
        return (2...file.lineCount).compactMap { row(file.text(file.line($0))) }
            .filter { $0.scenario.hasPrefix(scenario) && (quantity == nil || $0.quantity == quantity) }
    }

    private static func row(_ line: String) -> Reference? {
        let cells = csvCells(line)
        guard cells.count == 5, let value = Double(cells[3]) else { return nil }
        var inputs: [String: Double] = [:]
        for part in cells[1].split(separator: ";") {
            let sides = part.split(separator: "=")
            guard sides.count == 2 else { continue }
            let name = String(sides[0].drop { $0 == " " })
            guard let number = Double(sides[1]) else { continue }
            inputs[name] = number
        }
        // The row prints the service rate to ten digits; it was computed from a service time of 150.941 ms.
        if inputs["mu"] == 6.625105174 { inputs["mu"] = 1 / 0.150941 }
        return Reference(
            scenario: cells[0],
            inputs: inputs,
            quantity: cells[2],
            value: value,
            name: "\(cells[1]): \(cells[2]) = \(cells[3])"
        )
    }

    private static func csvCells(_ line: String) -> [String] {
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
