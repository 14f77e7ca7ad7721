import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that the command line names: a path, or `-` for standard input.
enum InputFile {
    /// The bytes of a file; throws where it cannot be read, with the system's reason.
    static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
        guard path != "-" else { return try contents(of: STDIN_FILENO, size: 0, path: path) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        guard status.st_mode & mode_t(S_IFMT) != mode_t(S_IFDIR) else { throw unreadable(path, EISDIR) }
        return try contents(of: descriptor, size: Int(status.st_size), path: path)
    }

    /// Reads to the end: a pipe or a file of /proc has no size to go by, and a file may grow meanwhile.
    private static func contents(of descriptor: Int32, size: Int, path: String) throws(Diagnostic) -> [UInt8]
    {
        var bytes: [UInt8] = []
        var room = size + 1
        while true {
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                while count < buffer.count, let base = buffer.baseAddress {
                    let got = read(descriptor, base + count, buffer.count - count)
                    if got < 0, errno == EINTR { continue }
                    if got < 0 { failure = errno }
                    if got <= 0 { return }
                    count += got
                }
            }
            guard failure == 0 else { throw unreadable(path, failure) }
            let isEnd = chunk.count < room
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if isEnd { return bytes }
            room = 1 << 20
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Diagnostic {
        let reason =
            switch code {
            case ENOENT, ENOTDIR: "does not exist"
            case EISDIR: "is a folder"
            case EACCES, EPERM: "may not be read"
            default: "cannot be read: \(strerror(code).map { String(cString: $0) } ?? "error \(code)")"
            }
        return Diagnostic(
            code == ENOENT || code == ENOTDIR ? .capture(.missing) : .capture(.unreadable),
            "\(path == "-" ? "Standard input" : "The file") \(reason)", at: Place(path: path),
            help: code == EISDIR
                ? "Name the files in it, such as with the shell's `*`." : "Correct the path or its rights.")
    }
}
