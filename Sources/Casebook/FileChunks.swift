import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is read chunk by chunk, so that its size does not matter.
struct FileChunks: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private let size: Int

    /// Opens a file.
    ///
    /// - Throws: `capture.missing` where it is none or cannot be opened.
    init(_ path: String, chunkSize: Int = 1 << 18) throws(Diagnostics) {
        self.path = path
        size = chunkSize
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Diagnostics(
                Diagnostic(
                    .capture(.missing), "The file cannot be opened: \(String(cString: strerror(errno)))",
                    at: Place(path: path)))
        }
    }

    deinit { close(descriptor) }

    /// The next bytes, or nil at the end.
    ///
    /// - Throws: `capture.unreadable` where the system cannot read on.
    func next() throws(Diagnostics) -> [UInt8]? {
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while true {
                let got = read(descriptor, buffer.baseAddress, buffer.count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { problem = errno }
                count = max(0, got)
                return
            }
        }
        guard problem == 0 else {
            throw Diagnostics(
                Diagnostic(
                    .capture(.unreadable),
                    "The file cannot be read to its end: \(String(cString: strerror(problem)))",
                    at: Place(path: path)))
        }
        return bytes.isEmpty ? nil : bytes
    }
}
