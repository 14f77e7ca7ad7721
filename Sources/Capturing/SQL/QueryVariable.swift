public import Diagnostics

/// A value that a query is given when it is run, in psql's `:'name'` or `:"name"`.
///
/// psql puts it in quotes, so that no value can become SQL.
public struct QueryVariable: Sendable, Hashable {
    /// Its name: small letters, digits and `_`.
    public let name: String
    /// What it is, in a line.
    public let title: String
    /// What it is where nothing else is given; nil where a value has to be given.
    public let defaultValue: String?
    /// Where the header declares it.
    public let span: SourceSpan

    /// Whether a name can be a variable's: psql's own are in capitals.
    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, first >= 0x61 && first <= 0x7A else { return false }
        return name.utf8.allSatisfy { byte in
            (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "_")
        }
    }
}

extension QueryFile {
    /// The value of each declared variable, in the order of the header.
    ///
    /// It throws a finding for each value that is missing, and each that no variable of the query takes.
    public func values(given: [String: String]) throws(Diagnostics) -> [(name: String, value: String)] {
        var findings: [Diagnostic] = []
        for name in given.keys.sorted() where !variables.contains(where: { $0.name == name }) {
            let known = variables.map(\.name)
            findings.append(
                Diagnostic(
                    .query(.variableUnknown), "The query \(self.name) has no variable “\(name)”",
                    at: Place(path: file.path),
                    expected: nearestName(to: name, among: known).map { "did you mean “\($0)”?" }
                        ?? (known.isEmpty ? "no value" : "one of: \(known.joined(separator: ", "))")))
        }
        var values: [(name: String, value: String)] = []
        for variable in variables {
            guard let value = given[variable.name] ?? variable.defaultValue else {
                findings.append(
                    Diagnostic(
                        .query(.variableMissing),
                        "The query \(self.name) needs a value for “\(variable.name)”", at: variable.span,
                        expected: variable.title, help: "Give it with --set \(variable.name)=…"))
                continue
            }
            values.append((variable.name, value))
        }
        guard findings.isEmpty else { throw Diagnostics(findings) }
        return values
    }
}
