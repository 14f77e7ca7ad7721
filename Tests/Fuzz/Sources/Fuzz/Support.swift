import Diagnostics
import Evidence
import Quantities

/// The bytes as every capture is taken in: not binary, and UTF-8.
func text(_ bytes: [UInt8]) -> SourceFile? { try? textFile(path: "capture", bytes: bytes) }

/// Binds a capture to the bytes, through a reader of its own.
func reading<Binding>(_ bytes: [UInt8], _ bind: () -> Binding) -> Binding {
    let reader = EvidenceReader(folder: "evidence") { _ throws(Diagnostic) in bytes }
    let binding = EvidenceReader.$current.withValue(reader) { bind() }
    _ = reader.diagnostics.map(\.text)
    return binding
}

/// Every finding can be printed and points into the file.
func requirePlaces(_ findings: [Diagnostic], in file: SourceFile) {
    require(!findings.isEmpty, "an error without a finding")
    for finding in findings {
        _ = finding.text
        if let place = finding.place { require(place.line <= file.lineCount + 1, "a place outside the file") }
    }
}
