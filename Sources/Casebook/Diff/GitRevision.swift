import Diagnostics
import Documents
import Programs

/// Reads the files of a project from a revision of git, without a checkout: git lists them and hands over
/// their bytes as they were committed.
struct GitRevision {
    /// The project's folder, which may be a folder inside of the repository.
    let root: String

    private static let git = Program("git", installedBy: "git")

    /// What git knows a name as: the commit's full hash, or nil where it is no revision or this no repository.
    ///
    /// - Throws: `program.missing` and other failures to run git at all.
    func commit(named name: String) async throws(Diagnostic) -> String? {
        guard !name.isEmpty else { return nil }
        let question = ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]
        let result = try await run(question)
        guard result.status == 0 else { return nil }
        let hash = String(decoding: result.output, as: UTF8.self).prefix { $0.isHexDigit }
        return hash.isEmpty ? nil : String(hash)
    }

    /// The files below some folders of a commit, held in memory.
    ///
    /// - Throws: `revision.unreadable` where git cannot list or read them.
    func state(named name: String, commit: String, folders: [String]) async throws(Diagnostic) -> ProjectState
    {
        let list = try await run(["ls-tree", "-r", "-z", commit, "--"] + folders)
        guard list.status == 0 else { throw unreadable(name, list.errors) }
        let entries = Self.entries(of: list.output).filter { !Self.isHidden($0.path) }
        let hashes = Set(entries.map(\.hash)).sorted()
        guard !hashes.isEmpty else {
            return ProjectState(name, commit: commit, files: ProjectFiles(files: [:]))
        }
        let request = Array((hashes.joined(separator: "\n") + "\n").utf8)
        let batch = try await Self.git.run(
            ["cat-file", "--batch", "--buffer"], input: request, environment: Self.environment, folder: root)
        guard batch.status == 0 else { throw unreadable(name, batch.errors) }
        guard let blobs = Self.blobs(of: batch.output, count: hashes.count) else {
            throw unreadable(name, "git cat-file answered what is not its format")
        }
        var files: [String: [UInt8]] = [:]
        for entry in entries where !entry.isLink { files[entry.path] = blobs[entry.hash] }
        for entry in entries where entry.isLink {
            guard let target = blobs[entry.hash], let path = Self.target(of: entry.path, target) else {
                continue
            }
            files[entry.path] = files[path]
        }
        return ProjectState(name, commit: commit, files: ProjectFiles(files: files))
    }

    // MARK: What git prints

    private struct Entry {
        let isLink: Bool
        let hash: String
        let path: String
    }

    /// Reads `<mode> <type> <hash>\t<path>\0`; what is no file (a submodule) is left out.
    private static func entries(of output: [UInt8]) -> [Entry] {
        output.split(separator: 0).compactMap { line in
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
            let words = line[..<tab].split(separator: UInt8(ascii: " "))
            guard words.count == 3, words[1].elementsEqual("blob".utf8) else { return nil }
            return Entry(
                isLink: words[0].elementsEqual("120000".utf8),
                hash: String(decoding: words[2], as: UTF8.self),
                path: String(decoding: line[(tab + 1)...], as: UTF8.self))
        }
    }

    /// Reads `<hash> blob <size>\n<bytes>\n` as often as was asked; nil where it is anything else.
    private static func blobs(of output: [UInt8], count: Int) -> [String: [UInt8]]? {
        var blobs: [String: [UInt8]] = [:]
        var offset = 0
        while blobs.count < count {
            guard let newline = output[offset...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let words = output[offset..<newline].split(separator: UInt8(ascii: " "))
            guard words.count == 3, words[1].elementsEqual("blob".utf8),
                let size = Int(String(decoding: words[2], as: UTF8.self)), size >= 0,
                newline + 1 + size < output.count
            else { return nil }
            blobs[String(decoding: words[0], as: UTF8.self)] = Array(
                output[(newline + 1)..<(newline + 1 + size)])
            offset = newline + 1 + size + 1
        }
        return blobs
    }

    /// As on disk, where hidden files are no part of a project.
    private static func isHidden(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: ".") || path.contains("/.")
    }

    /// Where a link of the tree leads to, as a path from the root; nil where that is outside.
    private static func target(of path: String, _ bytes: [UInt8]) -> String? {
        let target = String(decoding: bytes, as: UTF8.self)
        guard !target.hasPrefix("/") else { return nil }
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.joined(separator: "/")
    }

    // MARK: Running git

    /// A reader must not write, and must not take objects that were replaced for the ones that were asked for.
    private static let environment = ["GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"]

    private func run(_ arguments: [String]) async throws(Diagnostic) -> ProgramResult {
        try await Self.git.run(arguments, environment: Self.environment, folder: root)
    }

    private func unreadable(_ name: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .revision(.unreadable),
            "The revision \(name) cannot be read: \(reason.split(separator: "\n").first ?? "git failed")",
            expected: "a repository with all of its objects",
            help: "A shallow or partial clone lacks some: `git fetch --unshallow`.")
    }
}

extension ProjectFiles {
    /// Files held in memory, by path.
    init(files: [String: [UInt8]]) {
        let sorted = files.keys.sorted()
        self.init(bytes: { files[$0] }, paths: { folder in sorted.filter { $0.hasPrefix("\(folder)/") } })
    }
}
