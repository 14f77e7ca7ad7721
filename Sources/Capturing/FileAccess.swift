internal import Diagnostics

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The bytes of a file, or nil where there is none.
func readFile(_ path: String) throws(Diagnostic) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw fileFailure("read", path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw fileFailure("read", path) }
        if count == 0 { return bytes }
        bytes.append(contentsOf: chunk[..<count])
    }
}

/// Writes a file that there is not yet, and returns when its bytes are on the disk.
func writeNewFile(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(Diagnostic) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw fileFailure("write", path) }
    defer { close(descriptor) }
    var offset = 0
    while offset < bytes.count {
        let count = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw fileFailure("write", path) }
        offset += count
    }
    guard fsync(descriptor) == 0 else { throw fileFailure("write", path) }
}

/// Makes a folder and those above it, as far as they are not there.
func makeFolder(_ path: String) throws(Diagnostic) {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
        throw fileFailure("make the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw fileFailure("make the folder", path) }
}

/// Returns when the names in a folder are on the disk.
func synchronizeFolder(_ path: String) throws(Diagnostic) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fileFailure("read", path) }
    defer { close(descriptor) }
    // Some file systems cannot do this for a folder, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw fileFailure("write", path) }
}

/// Keeps other runs of ours out of a folder for as long as the descriptor is open.
func lockFolder(_ path: String) throws(Diagnostic) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fileFailure("read", path) }
    while flock(descriptor, LOCK_EX) != 0 {
        // A file system of the network may know no locks; then there is none.
        guard errno == EINTR else { break }
    }
    return descriptor
}

/// The names in a folder, sorted; none where it is not there.
func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// What the last failed system call means for a file.
func fileFailure(_ what: String, _ path: String) -> Diagnostic {
    let reason = String(cString: strerror(errno))
    return Diagnostic(
        .capturing(.file), "Cannot \(what) \(path): \(reason)",
        help: "Look at the folder's permissions and at the space that is left on its disk.")
}

/// A folder of our own among the temporary ones, which nobody else can read.
struct ScratchFolder: Sendable, ~Copyable {
    let path: String

    init() throws(Diagnostic) {
        let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/casebook-capture-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw fileFailure("make a folder in", parent) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    func path(of name: String) -> String { "\(path)/\(name)" }
}
