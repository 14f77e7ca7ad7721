import Diagnostics
import Documents
import Evidence
import Incidents

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A project on disk: the folder that holds Content and Templates.
struct Project: Sendable {
    /// The folder's absolute path, links resolved.
    let root: String

    /// Finds the project round a folder: the folder itself or the nearest one above with both parts.
    ///
    /// - Throws: `project.not-found`, which is an error of usage.
    init(at given: String?) throws(UsageError) {
        let start = given ?? "."
        guard let resolved = realpath(start, nil) else {
            throw UsageError("The folder \(start) does not exist.")
        }
        defer { free(resolved) }
        var folder = String(cString: resolved)
        while true {
            if Self.isFolder("\(folder)/Content"), Self.isFolder("\(folder)/Templates") {
                root = folder
                return
            }
            guard given == nil, let slash = folder.lastIndex(of: "/"), folder != "/" else { break }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
        throw UsageError(
            given == nil
                ? "Neither this folder nor one above it holds both Content and Templates; name the project with --root."
                : "\(start) does not hold both Content and Templates.")
    }

    /// The project round the working folder, where there is one.
    static var here: Project? {
        do throws(UsageError) { return try Project(at: nil) } catch { return nil }
    }

    /// The way from the working folder down to the project, with a slash at its end; empty where the project
    /// is not below it.
    var folderFromHere: String {
        guard let resolved = realpath(".", nil) else { return "" }
        defer { free(resolved) }
        let here = String(cString: resolved) + "/"
        return root.hasPrefix(here) ? root.dropFirst(here.count) + "/" : ""
    }

    /// The project's files, by their paths from the root.
    var files: ProjectFiles {
        ProjectFiles(
            bytes: { [root] in readFile("\(root)/\($0)") },
            paths: { [root] folder in filePaths(below: folder, in: root) })
    }

    /// The path of an incident's evidence folder on the disk.
    func evidenceFolder(of id: String) -> String { "\(root)/Content/\(id)/evidence" }

    /// A reader of an incident's evidence folder.
    func evidenceReader(for id: String) -> EvidenceReader {
        files.evidenceReader(for: id) { [root] path in fileSize("\(root)/\(path)") }
    }

    /// The author's sources, as the compiler saw them, with their paths from the root.
    var sources: SourceLookup {
        SourceLookup { [root] path in
            guard let bytes = readFile(path.hasPrefix("/") ? path : "\(root)/\(path)") else { return nil }
            let shown = path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
            return SourceFile(path: shown, bytes: bytes)
        }
    }

    /// The Swift files in the folders of some, as the compiler saw them; it may have been told to forget the
    /// root (`-file-prefix-map`).
    func swiftFiles(beside files: Set<String>) -> Set<String> {
        let folders = Set(files.map { path in path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." })
        let beside = folders.flatMap { folder in
            let absolute = folder.hasPrefix("/") ? folder : "\(root)/\(folder)"
            return names(in: absolute).filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
        }
        return files.union(beside)
    }

    /// Whether there is a folder at a path.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & mode_t(S_IFMT) == mode_t(S_IFDIR)
    }

}

extension ProjectFiles {
    /// A reader of an incident's evidence folder.
    ///
    /// - Parameter size: Gives the size of a file by its path from the root, where it is known beforehand.
    func evidenceReader(
        for id: String, size: @escaping @Sendable (_ path: String) -> Int? = { _ in nil }
    ) -> EvidenceReader {
        let folder = "Content/\(id)/evidence"
        return EvidenceReader(folder: folder, size: { size("\(folder)/\($0)") }) {
            path throws(Diagnostic) in
            guard let bytes = bytes("\(folder)/\(path)") else { throw missing(path, in: folder) }
            return bytes
        }
    }

    private func missing(_ path: String, in folder: String) -> Diagnostic {
        let prefix = "\(folder)/"
        let known = paths(folder).map { String($0.dropFirst(prefix.count)) }
        return Diagnostic(
            .capture(.missing), "The capture \(prefix)\(path) does not exist or cannot be read",
            at: Place(path: prefix + path),
            expected: nearestName(to: path, among: known).map { "did you mean “\($0)”?" }
                ?? "a file of that name in the incident's evidence folder",
            help: "Save the capture there, or correct its path in the incident's Evidence.")
    }
}

/// The bytes of a file, or nil where it cannot be read.
func readFile(_ path: String) -> [UInt8]? {
    // Without waiting for the writer of a pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG) else {
        return nil
    }
    var complete = true
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
        while count < buffer.count, let base = buffer.baseAddress {
            let got = read(descriptor, base + count, buffer.count - count)
            if got < 0, errno == EINTR { continue }
            if got < 0 { complete = false }
            if got <= 0 { return }
            count += got
        }
    }
    return complete ? bytes : nil
}

/// Writes a file in the place of an old one; false where it cannot be written whole.
func writeFile(_ bytes: [UInt8], to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    let isWritten = bytes.withUnsafeBytes { buffer in
        var offset = 0
        while offset < buffer.count, let base = buffer.baseAddress {
            let written = write(descriptor, base + offset, buffer.count - offset)
            if written < 0, errno == EINTR { continue }
            if written <= 0 { return false }
            offset += written
        }
        return true
    }
    return close(descriptor) == 0 && isWritten
}

/// The size of a file, or nil where it cannot be told.
func fileSize(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
}

/// The files below a folder, as sorted paths from the root; hidden files and links to folders are left out.
func filePaths(below folder: String, in root: String) -> [String] {
    var paths: [String] = []
    for name in names(in: "\(root)/\(folder)") {
        let path = "\(folder)/\(name)"
        var status = stat()
        guard lstat("\(root)/\(path)", &status) == 0 else { continue }
        switch status.st_mode & mode_t(S_IFMT) {
        case mode_t(S_IFDIR): paths += filePaths(below: path, in: root)
        case mode_t(S_IFREG), mode_t(S_IFLNK): paths.append(path)
        default: break
        }
    }
    return paths.sorted()
}
