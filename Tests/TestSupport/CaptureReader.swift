public import Diagnostics
public import Evidence

public let fixtures = "Tests/Captures"

/// A reader over files given as text, and those of the fixtures.
public func reader(_ files: [String: String] = [:]) -> EvidenceReader {
    reader(bytes: files.mapValues { Array($0.utf8) })
}

public func reader(bytes files: [String: [UInt8]]) -> EvidenceReader {
    EvidenceReader(folder: "evidence/") { path throws(Diagnostic) in
        if let given = files[path] { return given }
        do {
            return try fixture("\(fixtures)/\(path)").bytes
        } catch {
            throw Diagnostic(
                .capture(.missing), "There is no file “\(path)”", at: Place(path: "evidence/\(path)"))
        }
    }
}

/// What a binding is, made while a reader is the current one.
public func bound<Binding: Sendable>(
    _ reader: EvidenceReader, _ make: () throws -> Binding
) rethrows
    -> Binding
{
    try EvidenceReader.$current.withValue(reader, operation: make)
}

/// The messages of everything a parser throws.
public func messages(_ body: () throws(Diagnostics) -> Void) -> String {
    do throws(Diagnostics) {
        try body()
        return "nothing was thrown"
    } catch {
        return error.all.map(\.text).joined(separator: "\n\n")
    }
}
