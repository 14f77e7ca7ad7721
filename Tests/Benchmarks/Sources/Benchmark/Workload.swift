import Foundation

/// A project of many copies of the shipped incident, and the list of files that its site has.
struct Workload {
    let root: String
    let copies: Int

    /// A file of a built site; one that was written anew has another time.
    struct SiteFile: Equatable {
        let path: String
        let size: Int
        let written: Date
    }

    /// Lays a project out under a folder: one copy of the incident, and hard links to it.
    init(copies: Int, of project: String, in folder: String) throws {
        let manager = FileManager.default
        root = "\(folder)/project"
        self.copies = copies
        try? manager.removeItem(atPath: root)
        let content = "\(project)/Content"
        guard
            let id = try manager.contentsOfDirectory(atPath: content).sorted().first(where: {
                !$0.hasPrefix(".")
            })
        else { throw BenchmarkError("\(content) is empty") }
        try manager.createDirectory(atPath: "\(root)/Content", withIntermediateDirectories: true)
        try manager.copyItem(atPath: "\(project)/Templates", toPath: "\(root)/Templates")
        try manager.copyItem(atPath: "\(content)/\(id)", toPath: "\(root)/Content/copy-1")
        for number in 1..<copies {
            try Self.link("\(root)/Content/copy-1", to: "\(root)/Content/copy-\(number + 1)")
        }
    }

    /// The files of a built site.
    static func files(of site: String) throws -> [SiteFile] {
        try FileManager.default.subpathsOfDirectory(atPath: site).sorted().compactMap { path in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(site)/\(path)")
            guard attributes[.type] as? FileAttributeType == .typeRegular,
                let size = attributes[.size] as? Int,
                let written = attributes[.modificationDate] as? Date
            else { return nil }
            return SiteFile(path: path, size: size, written: written)
        }
    }

    /// Changes a digit of a plan's planning time, on which no claim rests, in the last incident.
    func changeCapture(round: Int) throws {
        try change("evidence/explain_after_miss.txt") { text in
            text.replacing(/Planning Time: [0-9.]+/, with: "Planning Time: 0.\(100 + round)")
        }
    }

    /// Adds a sentence to a text of the last incident.
    func changeNarrative(round: Int) throws {
        try change("narrative/business-context/opening.md") {
            $0 + "\nThis was read again\(String(repeating: " and again", count: round)).\n"
        }
    }

    private func change(_ path: String, _ edit: (String) -> String) throws {
        let file = URL(fileURLWithPath: "\(root)/Content/copy-\(copies)/\(path)")
        let text = try String(contentsOf: file, encoding: .utf8)
        let edited = edit(text)
        guard edited != text else { throw BenchmarkError("\(path) has no place to change") }
        // Not in place: the copies of a file share it.
        try FileManager.default.removeItem(at: file)
        try edited.write(to: file, atomically: true, encoding: .utf8)
    }

    private static func link(_ folder: String, to target: String) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
        for path in try manager.subpathsOfDirectory(atPath: folder).sorted() {
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try manager.createDirectory(atPath: "\(target)/\(path)", withIntermediateDirectories: true)
            } else {
                try manager.linkItem(atPath: "\(folder)/\(path)", toPath: "\(target)/\(path)")
            }
        }
    }
}
