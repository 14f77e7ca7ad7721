import Diagnostics
import Documents
import Incidents

extension CitedCapture {
    /// What stands in the capture and should not be published with it, the first of each line.
    ///
    /// - Parameter folder: The evidence folder as messages name it.
    func leaks(in folder: String) -> [Diagnostic] {
        let file = SourceFile(path: "\(folder)/\(path)", bytes: text)
        // Where it is compressed, and its bytes stand for no text, chance would find something.
        guard !text.prefix(4_096).contains(0) else { return [] }
        var lines: Set<Int> = []
        let all = Leak.all(in: text).filter {
            lines.insert(file.lineNumber(at: $0.range.lowerBound)).inserted
        }
        let shown = all.prefix(Self.leaksShown).map { $0.diagnostic(at: Place(file.span($0.range))) }
        guard all.count > shown.count else { return shown }
        return shown + [
            Diagnostic(
                .redaction(.leak),
                "\(all.count - shown.count) more lines of the capture hold what should not be published",
                at: Place(path: file.path), help: "Take them out where the capture is made.")
        ]
    }

    /// How many lines of a capture are told one by one.
    private static var leaksShown: Int { 10 }
}
