internal import Captures
internal import Diagnostics
internal import Programs

/// The git repository that an evidence folder lies in, where it does: it may still hold what was sealed.
///
/// Without git, outside of a repository, or where no commit has the bytes, nothing is found; that is no error.
public struct GitHistory: Sendable {
    private let folder: String
    private let git = Program("git", installedBy: "git")

    /// How many commits that touched a file are looked at, the newest first.
    private static let mostCommits = 20

    /// Names the evidence folder.
    public init(of folder: String) { self.folder = folder }

    /// The bytes that were sealed, with the commit that holds them.
    func contents(of file: SealedFile) async throws(Diagnostic) -> (bytes: [UInt8], commit: String)? {
        let commits = await output([
            "rev-list", "--max-count=\(Self.mostCommits)", "HEAD", "--", file.path,
        ])
        let lines = String(decoding: commits ?? [], as: UTF8.self).split(separator: "\n")
        for commit in lines.map(String.init) {
            guard let bytes = await output(["cat-file", "blob", "\(commit):./\(file.path)"]),
                bytes.count == file.blocks.size, try SHA256(of: bytes).hexadecimal == file.sha256
            else { continue }
            return (bytes, commit)
        }
        return nil
    }

    /// What git prints; nil where it cannot.
    private func output(_ arguments: [String]) async -> [UInt8]? {
        do throws(Diagnostic) {
            let result = try await git.run(
                ["--literal-pathspecs"] + arguments,
                folder: folder,
                timeLimit: .seconds(10)
            )
            return result.status == 0 ? result.output : nil
        } catch {
            return nil
        }
    }
}
