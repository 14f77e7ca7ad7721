import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Puts bytes in the place of a file in one step: whoever reads it finds the old ones or the new ones.
///
/// - Throws: `file.not-written` where the system does not do it; the file is then as it was.
func replaceFile(_ path: String, with bytes: [UInt8], shown: String) throws(Diagnostic) {
    let scratch = "\(path).casebook-\(getpid())"
    defer { unlink(scratch) }
    let descriptor = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw notWritten(shown) }
    var offset = 0
    while offset < bytes.count {
        let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
            defer { close(descriptor) }
            throw notWritten(shown)
        }
        offset += written
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(scratch, path) == 0 else {
        throw notWritten(shown)
    }
}

private func notWritten(_ path: String) -> Diagnostic {
    let reason = String(cString: strerror(errno))
    return Diagnostic(
        .machine(.fileNotWritten), "The file cannot be written: \(reason)", at: Place(path: path),
        help: "Look at the folder's permissions and at the space that is left on its disk.")
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
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
}
