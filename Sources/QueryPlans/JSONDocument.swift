import Diagnostics
import Evidence

extension PlanDocument {
    /// Reads a JSON text as EXPLAIN prints it, and says where it ends.
    static func json(
        _ file: SourceFile, from start: Int, names: PropertyNames
    ) throws(Diagnostic) -> (PlanDocument, end: Int) {
        do throws(JSONFailure) {
            let json = try JSONText(file, from: start)
            var document = PlanDocument(names: names)
            document.add(json, 0, name: -1, from: start)
            return (document, json.end)
        } catch {
            throw diagnostic(of: error)
        }
    }

    /// Adds a value with what it holds; its bytes begin with those of its name.
    private mutating func add(_ json: JSONText, _ index: Int, name: Int, from start: Int) {
        let value = json.values[index]
        let range = Int(value.lower)..<Int(value.upper)
        switch value.kind {
        case .object:
            let object = add(.object, name: name, from: start, range, to: range.upperBound)
            var key = index + 1
            while key < Int(value.next) {
                add(json, key + 1, name: number(ofName: key, in: json), from: Int(json.values[key].lower) - 1)
                key = Int(json.values[key + 1].next)
            }
            close(object, .object, upper: range.upperBound, to: range.upperBound)
        case .array:
            let array = add(.array, name: name, from: start, range, to: range.upperBound)
            var item = index + 1
            while item < Int(value.next) {
                let quote = json.values[item].kind == .string ? 1 : 0
                add(json, item, name: -1, from: Int(json.values[item].lower) - quote)
                item = Int(json.values[item].next)
            }
            close(array, .array, upper: range.upperBound, to: range.upperBound)
        case .string: add(.text, .json, name: name, from: start, range, to: range.upperBound + 1)
        case .number: add(.number, name: name, from: start, range, to: range.upperBound)
        case .yes: add(.yes, name: name, from: start, range, to: range.upperBound)
        case .no: add(.no, name: name, from: start, range, to: range.upperBound)
        case .null: add(.null, name: name, from: start, range, to: range.upperBound)
        }
    }

    private func number(ofName key: Int, in json: JSONText) -> Int {
        json.values[key].isEscaped
            ? names.number(of: json.text(key))
            : names.number(json.file.bytes, json.range(key), isTag: false)
    }

    private static func diagnostic(of failure: JSONFailure) -> Diagnostic {
        let check: Check =
            switch failure.kind {
            case .truncated: .plan(.truncated)
            case .malformed: .plan(.json)
            case .tooDeep: .plan(.tooDeep)
            }
        return Diagnostic(
            check, failure.summary, at: failure.span, expected: failure.expected, help: PlanHelp.captureWhole)
    }
}
