import Captures
internal import Diagnostics
import Synchronization

/// Takes the files of a site, from any number of tasks at once.
///
/// A file is compared with the old site's and, where it differs, written at once: only its path and
/// hash stay in memory.
public final class OutputSink: Sendable {
    struct File: Sendable {
        let entry: OutputManifest.Entry
        let isUnchanged: Bool
    }

    private struct State {
        /// Names as a file system that folds case sees them, each with the name as it was given.
        var files: [String: String] = [:]
        var directories: [String: String] = [:]
        var taken: [File] = []
        var failures: [Diagnostic] = []
    }

    private let old: OldSite
    private let staging: Staging
    private let state = Mutex(State())

    init(old: OldSite, staging: Staging) {
        self.old = old
        self.staging = staging
    }

    /// Takes a file of the site: its path, relative to the site with `/` between names, and its bytes.
    ///
    /// What is wrong with it is told by `publish` once the body has returned, together with what is
    /// wrong with all others.
    public func add(_ path: String, _ bytes: [UInt8]) {
        do throws(Diagnostic) {
            if let flaw = OutputPath.flaw(path) { throw OutputPath.unsafe(path, flaw) }
            try claim(path)
            let hash = try SHA256(of: bytes).hexadecimal
            let isUnchanged = try isInOldSite(path, bytes)
            if !isUnchanged { try staging.write(bytes, to: path) }
            let entry = OutputManifest.Entry(path: path, size: bytes.count, hash: hash)
            state.withLock { $0.taken.append(File(entry: entry, isUnchanged: isUnchanged)) }
        } catch {
            state.withLock { $0.failures.append(error) }
        }
    }

    /// Whether the publication is bound to fail, so that making further pages is in vain.
    public var hasFailed: Bool { state.withLock { !$0.failures.isEmpty } }

    var failures: [Diagnostic] { state.withLock { $0.failures } }
    var files: [File] { state.withLock { $0.taken } }

    private func isInOldSite(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) -> Bool {
        guard old.paths.contains(path) else { return false }
        do {
            return try FileSystem.file("\(old.root)/\(path)", holds: bytes)
        } catch {
            throw .cannot(.read, "\(old.root)/\(path)", error)
        }
    }

    /// Reserves a path, so that no two files meet on any file system the site may be copied to.
    private func claim(_ path: String) throws(Diagnostic) {
        try state.withLock { (state) throws(Diagnostic) in
            let folded = path.lowercased()
            if let other = state.files[folded] ?? state.directories[folded] {
                throw Self.collision(path, other)
            }
            let directories = OutputPath.directories(above: path)
            for directory in directories.reversed() {
                let folded = directory.lowercased()
                if let file = state.files[folded] { throw Self.collision(directory, file) }
                guard let known = state.directories[folded] else { continue }
                guard known.utf8.elementsEqual(directory.utf8) else { throw Self.collision(directory, known) }
                break
            }
            for directory in directories { state.directories[directory.lowercased()] = directory }
            state.files[folded] = path
        }
    }

    private static func collision(_ path: String, _ other: String) -> Diagnostic {
        guard !path.utf8.elementsEqual(other.utf8) else {
            return Diagnostic(
                .output(.collision),
                "The site has two files at \(OutputPath.quoted(path))",
                help: "give one of the two documents another name"
            )
        }
        let pair = [path, other].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(OutputPath.quoted)
        return Diagnostic(
            .output(.collision),
            "The site's paths \(pair[0]) and \(pair[1]) cannot stand side by side",
            expected:
                "names that differ by more than case or Unicode form, and no file with a directory's name",
            help: "give one of the two another name"
        )
    }
}
