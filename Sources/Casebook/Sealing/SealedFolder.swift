import Diagnostics
import Documents
import Evidence
import Incidents
import Seals
import Site

/// Where the evidence of an incident lies with its seal: in a project, or in a site or a copy of one.
struct SealedFolder: Sendable {
    /// The incident's id, as far as the folder tells.
    let id: String
    /// The folder on the disk, and as messages show it.
    let path: String
    let shown: String
    /// What the project's incident says of it; nil where only the files are there.
    var incident: (any Incident)?

    init(_ incident: any Incident, of project: Project) {
        id = incident.id
        path = "\(project.root)/Content/\(id)"
        shown = "Content/\(id)"
        self.incident = incident
    }

    private init(_ id: String, at path: String, shown: String) {
        self.id = id
        self.path = path
        self.shown = shown
    }

    /// The incidents in a folder: a project, a site, or a copy of an incident's part of either.
    static func all(in folder: String, only ids: [String]) throws(UsageError) -> [SealedFolder] {
        var base = folder
        while base.count > 1, base.hasSuffix("/") { base.removeLast() }
        guard Project.isFolder(base) else { throw UsageError("\(folder) is not a folder.") }
        if isIncident(base) {
            let name = base.split(separator: "/").last.map(String.init) ?? base
            let found = SealedFolder(name, at: base, shown: base)
            guard ids.isEmpty || ids == [found.sealedID ?? name] else {
                throw UsageError("\(folder) is the folder of one incident, \(found.sealedID ?? name).")
            }
            return [found]
        }
        if Project.isFolder("\(base)/Content"), Project.isFolder("\(base)/Templates") { base += "/Content" }
        let found = names(in: base).filter { isIncident("\(base)/\($0)") }
        guard !found.isEmpty else {
            throw UsageError("\(folder) is neither a site nor a project: no folder in it holds evidence.")
        }
        for id in ids where !found.contains(id) {
            throw UsageError(
                "\(folder) has no incident “\(id)”. There are: \(found.joined(separator: ", ")).")
        }
        return found.filter { ids.isEmpty || ids.contains($0) }.map { name in
            SealedFolder(name, at: "\(base)/\(name)", shown: "\(base)/\(name)")
        }
    }

    private static func isIncident(_ path: String) -> Bool {
        fileSize("\(path)/\(Seal.fileName)") != nil || Project.isFolder("\(path)/evidence")
    }

    /// The id that the seal in the folder tells: a copy may have been renamed.
    private var sealedID: String? {
        do throws(Diagnostics) {
            return try sealFile.map { file throws(Diagnostics) in try Seal(file).incident }
        } catch {
            return nil
        }
    }

    /// The seal's file, where there is one.
    var sealFile: SourceFile? {
        readFile("\(path)/\(Seal.fileName)").map { SourceFile(path: shownSeal, bytes: $0) }
    }

    /// The path of the seal as messages show it.
    var shownSeal: String { "\(shown)/\(Seal.fileName)" }

    /// The file of the seal's signature, where there is one.
    var signature: String? {
        let file = "\(path)/\(Seal.signatureName)"
        return fileSize(file) == nil ? nil : file
    }

    /// The pages of a published incident, by their paths in the folder; none in a project.
    var pages: [String] {
        guard isPublished else { return [] }
        return filePaths(below: ".", in: path).map { String($0.dropFirst(2)) }.filter {
            $0.hasSuffix(".html")
        }
    }

    /// A site has pages beside the evidence, a project has none.
    var isPublished: Bool { incident == nil && names(in: path).contains { $0.hasSuffix(".html") } }

    /// The evidence as it is there.
    ///
    /// - Parameters:
    ///   - seal: What was sealed: a site keeps some of it under other names.
    ///   - provenance: How each capture came about, where that is said.
    func evidence(sealedBy seal: Seal?, provenance: [String: Provenance]?) -> EvidenceFiles {
        let folder = "evidence"
        let found = filePaths(below: folder, in: path).map { String($0.dropFirst(folder.count + 1)) }
        let isPublished = isPublished
        let published =
            isPublished
            ? Dictionary(
                (seal?.files ?? []).map { (Self.publishedName(of: $0.path), $0.path) },
                uniquingKeysWith: { first, _ in first }) : [:]
        let names = Dictionary(published.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        return EvidenceFiles(
            paths: found.filter { !isPublished || !$0.hasSuffix(".html") }.map { published[$0] ?? $0 },
            provenance: provenance, shownPath: { [shown] in "\(shown)/\(folder)/\(names[$0] ?? $0)" },
            bytes: { [path] in readFile("\(path)/\(folder)/\(names[$0] ?? $0)") })
    }

    /// The name of a file of the evidence in a site: what a browser would run ends with `.txt` there.
    private static func publishedName(of path: String) -> String {
        String(EvidenceFile.rawPath(of: path, inIncident: "").dropFirst("/evidence/".count))
    }
}
