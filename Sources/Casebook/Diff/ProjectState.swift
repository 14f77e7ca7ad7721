import Diagnostics
import Documents
import Evidence

/// The files of a project at one moment: in a folder, or in a revision of git.
struct ProjectState: Sendable {
    /// What a reader calls it: `the working tree`, `main`, `../taken-again`.
    let name: String
    /// The revision's full hash, where it is one.
    let commit: String?
    /// The files, by their paths from the root.
    let files: ProjectFiles

    private let size: @Sendable (_ path: String) -> Int?

    /// Names the files of a moment.
    ///
    /// - Parameter size: Gives the size of a file, where it is known before it is read.
    init(
        _ name: String, commit: String? = nil, files: ProjectFiles,
        size: @escaping @Sendable (_ path: String) -> Int? = { _ in nil }
    ) {
        self.name = name
        self.commit = commit
        self.files = files
        self.size = size
    }

    /// A project on disk.
    init(_ name: String, _ project: Project) {
        self.init(name, files: project.files) { [root = project.root] in fileSize("\(root)/\($0)") }
    }

    /// A project on disk with the evidence of one incident taken from a folder.
    init(_ name: String, evidence folder: String, of incident: String, in project: Project) {
        let prefix = "Content/\(incident)/evidence/"
        let inside: @Sendable (String) -> String = { path in
            path.hasPrefix(prefix)
                ? "\(folder)/\(path.dropFirst(prefix.utf8.count))" : "\(project.root)/\(path)"
        }
        let files = ProjectFiles(
            bytes: { readFile(inside($0)) },
            paths: { asked in
                let own = project.files.paths(asked).filter { !$0.hasPrefix(prefix) }
                guard "\(asked)/".hasPrefix(prefix) || prefix.hasPrefix("\(asked)/") else { return own }
                let taken = filePaths(below: ".", in: folder).map { prefix + $0.dropFirst("./".utf8.count) }
                return (own + taken.filter { $0.hasPrefix("\(asked)/") }).sorted()
            })
        self.init(name, files: files) { fileSize(inside($0)) }
    }

    /// A reader of an incident's evidence folder.
    func evidenceReader(for id: String) -> EvidenceReader { files.evidenceReader(for: id, size: size) }

    /// The name with the short hash of a revision: `main (3f2a1b0)`.
    var label: String {
        guard let commit, !commit.hasPrefix(name) else { return name }
        return "\(name) (\(commit.prefix(7)))"
    }
}
