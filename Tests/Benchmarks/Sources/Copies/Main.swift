import Casebook
import Diagnostics
import Documents
import Evidence
import Foundation
import Incidents
import Site

/// `casebook`, with as many copies of the shipped incident as CASEBOOK_COPIES says.
struct Copies: CaseList {
    static var incidents: [any Incident] {
        let count = ProcessInfo.processInfo.environment["CASEBOOK_COPIES"].flatMap { Int($0) } ?? 1
        return (1...max(1, count)).map { Copied<ConnectionSpike>(id: "copy-\($0)") }
    }
}

/// The program that is measured.
///
///     CASEBOOK_COPIES=100 Copies build --root FOLDER
///     Copies markdown ROOT ID FOLDER        the filled Markdown of an incident's documents
@main enum Main {
    static func main() async throws {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "markdown" {
            try writeMarkdown(of: words[3], in: words[2], to: words[4])
        } else {
            await Copies.main()
        }
    }

    /// Writes what the parser gets for each document, under the document's own path with `.md` added.
    private static func writeMarkdown(of id: String, in root: String, to folder: String) throws {
        let files = ProjectFiles(
            bytes: { FileManager.default.contents(atPath: "\(root)/\($0)").map(Array.init) },
            paths: { folder in
                (FileManager.default.subpaths(atPath: "\(root)/\(folder)") ?? [])
                    .map { "\(folder)/\($0)" }
                    .filter {
                        (try? URL(fileURLWithPath: "\(root)/\($0)").resourceValues(forKeys: [
                            .isRegularFileKey
                        ]))?.isRegularFile == true
                    }
                    .sorted()
            })
        let evidence = EvidenceReader(folder: "Content/\(id)/evidence") { path throws(Diagnostic) in
            guard let bytes = files.bytes("Content/\(id)/evidence/\(path)") else {
                throw Diagnostic(.capture(.missing), "There is no capture \(path)")
            }
            return bytes
        }
        let evaluation = Copied<ConnectionSpike>(id: id).evaluated(
            reading: evidence, sources: SourceLookup { _ in nil })
        let builder = try DocumentBuilder(
            evaluation.incident, templates: try TemplateSet(of: files), files: files)
        let documents = try builder.artifacts.map { try builder.document(for: $0) }
        for document in documents + (try builder.lists(after: documents)) {
            let target = URL(fileURLWithPath: "\(folder)/\(document.path).md")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(document.markdown.utf8).write(to: target)
        }
    }
}
