import Diagnostics
import Documents
import Evidence
import Incidents
import Synchronization

/// The files that were read while something was made of them, each with the SHA-256 of the bytes that were given.
final class InputLog: Sendable {
    private struct State {
        /// The digest of each file by its path; empty where it could not be read.
        var digests: [String: String] = [:]
        /// Whether every file had the same bytes whenever it was read.
        var isConsistent = true
    }

    private let project: Project
    private let state = Mutex(State())

    init(of project: Project) { self.project = project }

    /// The files of the project; each reading of one is noted.
    var files: ProjectFiles {
        let files = project.files
        return ProjectFiles(
            bytes: { path in
                let bytes = files.bytes(path)
                self.note(path, bytes)
                return bytes
            }, paths: files.paths)
    }

    /// The author's sources; each reading of one is noted.
    var sources: SourceLookup {
        let sources = project.sources
        let read = Mutex<[String: SourceFile?]>([:])
        return SourceLookup { path in
            // A message asks for the place of one declaration, and the next message for another in that file.
            if let known = read.withLock({ $0[path] }) { return known }
            let file = sources.file(path)
            self.note(self.project.relative(path), file?.bytes)
            read.withLock { $0[path] = file }
            return file
        }
    }

    /// The paths that were read, from the project's root where they lie below it; nil where a file changed
    /// between two readings.
    var paths: Set<String>? { state.withLock { $0.isConsistent ? Set($0.digests.keys) : nil } }

    /// The digest of a file's bytes as they were read; nil where it was not.
    func knownDigest(_ path: String) -> String? { state.withLock { $0.digests[path] } }

    /// The digest of a file's bytes as they were read, or else as they are now.
    func digest(_ path: String) -> String {
        if let known = knownDigest(path) { return known }
        let bytes = readFile(path.hasPrefix("/") ? path : "\(project.root)/\(path)")
        return note(path, bytes)
    }

    @discardableResult
    private func note(_ path: String, _ bytes: [UInt8]?) -> String {
        let digest: String
        do throws(Diagnostic) {
            digest = try bytes.map { (bytes) throws(Diagnostic) in try SHA256(of: bytes).hexadecimal } ?? ""
        } catch {
            state.withLock { $0.isConsistent = false }
            return ""
        }
        state.withLock { state in
            if let known = state.digests.updateValue(digest, forKey: path), known != digest {
                state.isConsistent = false
            }
        }
        return digest
    }
}

extension Project {
    /// A path from the project's root where it lies below it; otherwise the path as it is.
    func relative(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
    }
}
