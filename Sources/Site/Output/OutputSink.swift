internal import Diagnostics
import Evidence
import Synchronization

/// Takes the files of a site, from any number of tasks at once.
///
/// A file is compared with the old site's and, where it differs, written at once: only its path and
/// hash stay in memory, and those of a finished folder as lines of the manifest.
public final class OutputSink: Sendable {
    /// A file that was taken.
    struct File: Sendable {
        let entry: OutputManifest.Entry
        let isUnchanged: Bool
    }

    /// Files that were taken, sorted by path.
    struct Part: Sendable {
        let manifest: OutputManifest
        /// Whether each file is as it was in the old site.
        let isUnchanged: [Bool]

        init(_ files: [File]) {
            let sorted = files.sorted {
                $0.entry.path.utf8.lexicographicallyPrecedes($1.entry.path.utf8)
            }
            manifest = OutputManifest(of: sorted.map(\.entry))
            isUnchanged = sorted.map(\.isUnchanged)
        }

        init(unchanged manifest: OutputManifest) {
            self.manifest = manifest
            isUnchanged = Array(repeating: true, count: manifest.count)
        }
    }

    private struct State {
        /// The names at the top of the site.
        var top = PathClaims()
        /// The paths in each folder at the top that is not finished; those of files at the top stand under "".
        var claims: [String: PathClaims] = [:]
        /// The files in each of these folders.
        var taken: [String: [File]] = [:]
        var finished: [String: Part] = [:]
        var failures: [Diagnostic] = []
    }

    private let old: PreviousOutput
    private let staging: Staging
    private let state = Mutex(State())

    init(old: PreviousOutput, staging: Staging) {
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
            let folder = OutputPath.top(of: path)
            try claim(path, in: folder)
            let hash = try SHA256(of: bytes).hexadecimal
            let isUnchanged = try isInOldSite(path, bytes)
            if !isUnchanged { try staging.write(bytes, to: path) }
            let entry = OutputManifest.Entry(path: path, size: bytes.count, hash: hash)
            state.withLock {
                $0.taken[folder, default: []].append(File(entry: entry, isUnchanged: isUnchanged))
            }
        } catch {
            state.withLock { $0.failures.append(error) }
        }
    }

    /// Says that a folder at the top of the site gets no further files.
    public func finish(folder: String) {
        state.withLock { state in
            state.claims[folder] = nil
            guard let files = state.taken.removeValue(forKey: folder) else { return }
            state.finished[folder] = Part(files)
        }
    }

    /// The bytes of a file of the old site, where they are those that its build wrote.
    public func oldBytes(of path: String) -> [UInt8]? {
        do throws(Diagnostic) {
            return try old.bytes(path)
        } catch {
            // What cannot be read is written anew, and tells then what is wrong.
            return nil
        }
    }

    /// Takes all files of a folder at the top of the old site as they are.
    ///
    /// - Returns: Whether each of them holds the bytes that its build wrote; otherwise nothing is taken.
    public func keep(folder: String) -> Bool {
        do throws(Diagnostic) {
            guard let files = try old.unchangedFiles(below: folder), files.count > 0 else { return false }
            try state.withLock { (state) throws(Diagnostic) in
                try state.top.claim(folder + "/")
                state.finished[folder] = Part(unchanged: files)
            }
            return true
        } catch {
            return false
        }
    }

    /// Whether the publication is bound to fail, so that making further pages is in vain.
    public var hasFailed: Bool { state.withLock { !$0.failures.isEmpty } }

    var failures: [Diagnostic] { state.withLock { $0.failures } }

    /// All files that were taken, in parts sorted by path.
    func parts() -> [Part] {
        state.withLock { state in
            // A file at the top stands between folders.
            let atTop = (state.taken[""] ?? []).map { Part([$0]) }
            let open = state.taken.filter { !$0.key.isEmpty }.map { Part($0.value) }
            return (atTop + open + state.finished.values).sorted {
                OutputManifest.precedes($0.manifest, $1.manifest)
            }
        }
    }

    private func isInOldSite(_ path: String, _ bytes: [UInt8]) throws(Diagnostic) -> Bool {
        guard old.manifest?.index(of: path) != nil else { return false }
        do {
            return try FileSystem.read("\(old.root)/\(path)", size: bytes.count) == bytes
        } catch {
            throw .cannot(.read, "\(old.root)/\(path)", error)
        }
    }

    private func claim(_ path: String, in folder: String) throws(Diagnostic) {
        try state.withLock { (state) throws(Diagnostic) in
            try state.top.claim(folder.isEmpty ? path : folder + "/")
            guard !folder.isEmpty else { return }
            guard state.finished[folder] == nil else { throw PathClaims.collision(path, folder) }
            try state.claims[folder, default: PathClaims()].claim(path)
        }
    }
}
