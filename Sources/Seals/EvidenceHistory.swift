internal import Diagnostics
internal import Programs

/// Where the bytes that were sealed may still be found: in an incident's evidence folder of the user's own
/// project, when a copy was changed, and in the git repository that holds this folder.
///
/// Without git, outside of a repository, or where no commit has the bytes, nothing is found; that is no error.
public struct EvidenceHistory: Sendable {
    private let folder: String
    private let shown: String
    private let bytes: @Sendable (String) -> [UInt8]?
    private let git = Program("git", installedBy: "git")

    /// How many commits that touched a file are looked at, the newest first.
    private static let mostCommits = 20

    /// Describes the history of an evidence folder.
    ///
    /// - Parameters:
    ///   - folder: The evidence folder. Git runs in it, so it must be one of the user's own project.
    ///   - shown: The folder as messages show it.
    ///   - bytes: The bytes of a file in the folder; nil where it cannot be read.
    public init(of folder: String, shown: String, bytes: @escaping @Sendable (String) -> [UInt8]?) {
        self.folder = folder
        self.shown = shown
        self.bytes = bytes
    }

    /// The bytes that were sealed, and where they were found.
    func contents(
        of file: SealedFile
    ) async throws(Diagnostic) -> (bytes: [UInt8], source: Difference.Source)? {
        if let bytes = bytes(file.path), try file.holds(bytes) {
            return (bytes, .copy("\(shown)/\(file.path)"))
        }
        let commits = await output([
            "rev-list", "--max-count=\(Self.mostCommits)", "HEAD", "--", file.path,
        ])
        let lines = String(decoding: commits ?? [], as: UTF8.self).split(separator: "\n")
        for commit in lines.map(String.init) {
            guard let bytes = await output(["cat-file", "blob", "\(commit):./\(file.path)"]),
                try file.holds(bytes)
            else { continue }
            return (bytes, .commit(commit))
        }
        return nil
    }

    /// What git prints; nil where it cannot.
    private func output(_ arguments: [String]) async -> [UInt8]? {
        do throws(Diagnostic) {
            let result = try await git.run(
                ["--literal-pathspecs"] + arguments, folder: folder, timeLimit: .seconds(60))
            return result.status == 0 ? result.output : nil
        } catch {
            return nil
        }
    }
}
