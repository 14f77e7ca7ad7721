internal import CFileExchange
internal import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system calls that writing a site needs, each with its failure as a value.
enum FileSystem {
    /// What a call failed with, in the operating system's words.
    struct Failure: Error, Sendable {
        let code: Int32

        init(_ code: Int32 = errno) { self.code = code }

        var reason: String {
            switch code {
            case EACCES, EPERM: "permission denied"
            case ENOSPC: "no space left on the device"
            case EDQUOT: "the disk quota is used up"
            case EROFS: "the file system is read-only"
            case ENAMETOOLONG: "the path is too long"
            case EMFILE, ENFILE: "too many open files"
            default: strerror(code).map { String(cString: $0) } ?? "error \(code)"
            }
        }
    }

    /// What stands at a path, without following a link at its end.
    enum Kind: Sendable {
        case absent, file, directory, link, other
    }

    static func kind(_ path: String) throws(Failure) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let failure = Failure()
            if failure.code == ENOENT || failure.code == ENOTDIR { return .absent }
            throw failure
        }
        switch status.st_mode & mode_t(S_IFMT) {
        case mode_t(S_IFREG): return .file
        case mode_t(S_IFDIR): return .directory
        case mode_t(S_IFLNK): return .link
        default: return .other
        }
    }

    /// The path with every link in it followed, or nil where it leads nowhere.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    static func permissions(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    static func makeDirectory(_ path: String, permissions: mode_t = 0o777) throws(Failure) {
        guard mkdir(path, permissions) == 0 else { throw Failure() }
    }

    static func setPermissions(_ path: String, _ permissions: mode_t) throws(Failure) {
        guard chmod(path, permissions) == 0 else { throw Failure() }
    }

    static func link(_ old: String, as new: String) throws(Failure) {
        #if canImport(Glibc)
            let result = Glibc.link(old, new)
        #else
            let result = Darwin.link(old, new)
        #endif
        guard result == 0 else { throw Failure() }
    }

    static func exchange(_ first: String, _ second: String) throws(Failure) {
        guard casebook_exchange(first, second) == 0 else { throw Failure() }
    }

    static func move(_ old: String, to new: String) throws(Failure) {
        guard rename(old, new) == 0 else { throw Failure() }
    }

    /// Writes a file that must not exist yet.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw Failure() }
        var failure: Failure?
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = systemWrite(descriptor, buffer, from: written)
                if count < 0 {
                    if errno == EINTR { continue }
                    failure = Failure()
                    return
                }
                written += count
            }
        }
        // Some file systems report a full disk or quota only here.
        if close(descriptor) != 0, failure == nil, errno != EINTR { failure = Failure() }
        if let failure { throw failure }
    }

    private static func systemWrite(
        _ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, from offset: Int
    ) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        #if canImport(Glibc)
            return Glibc.write(descriptor, base + offset, buffer.count - offset)
        #else
            return Darwin.write(descriptor, base + offset, buffer.count - offset)
        #endif
    }

    /// The bytes of a regular file, or nil where there is none, or none of the size.
    static func read(_ path: String, size: Int? = nil) throws(Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let failure = Failure()
            if failure.code == ENOENT || failure.code == ENOTDIR || failure.code == ELOOP { return nil }
            throw failure
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure() }
        guard status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG),
            size ?? Int(status.st_size) == status.st_size
        else { return nil }
        var failure: Failure?
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, filled in
            filled = 0
            guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            while filled < buffer.count {
                let count = systemRead(descriptor, base + filled, buffer.count - filled)
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = Failure() }
                guard count > 0 else { return }
                filled += count
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer, _ count: Int) -> Int
    {
        #if canImport(Glibc)
            Glibc.read(descriptor, base, count)
        #else
            Darwin.read(descriptor, base, count)
        #endif
    }

    /// What a directory holds, each name with its kind; a name that is not UTF-8 shows with replacements.
    static func entries(_ path: String) throws(Failure) -> [(name: String, kind: Kind)] {
        var found: [(name: String, kind: Kind)] = []
        try forEachEntry(path) { name, kind in
            found.append(
                (String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), kind))
        }
        return found
    }

    /// Deletes what stands at a path and everything under it; links are deleted, not followed.
    static func removeTree(_ path: String) throws(Failure) {
        switch try kind(path) {
        case .absent: return
        case .directory:
            try removeTree(bytes: path.utf8CString.map { $0 })
        default:
            guard unlink(path) == 0 else { throw Failure() }
        }
    }

    /// Paths as bytes, since a name may be no UTF-8 and must be deleted all the same.
    private static func removeTree(bytes path: [CChar]) throws(Failure) {
        var children: [(path: [CChar], isDirectory: Bool)] = []
        try forEachEntry(path) { name, kind in
            children.append((path.dropLast() + [0x2F] + name, kind == .directory))
        }
        for child in children {
            if child.isDirectory {
                try removeTree(bytes: child.path)
            } else if unlink(child.path) != 0 {
                throw Failure()
            }
        }
        guard rmdir(path) == 0 else { throw Failure() }
    }

    private static func forEachEntry(_ path: String, _ body: ([CChar], Kind) -> Void) throws(Failure) {
        try forEachEntry(path.utf8CString.map { $0 }, body)
    }

    private static func forEachEntry(_ path: [CChar], _ body: ([CChar], Kind) -> Void) throws(Failure) {
        guard let stream = opendir(path) else { throw Failure() }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw Failure() }
                return
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if name == [0x2E, 0] || name == [0x2E, 0x2E, 0] { continue }
            let kind: Kind
            switch Int32(entry.pointee.d_type) {
            case Int32(DT_REG): kind = .file
            case Int32(DT_DIR): kind = .directory
            case Int32(DT_LNK): kind = .link
            case Int32(DT_UNKNOWN):
                kind = Self.kind(entryOf: path, name)
            default: kind = .other
            }
            body(name, kind)
        }
    }

    /// Some file systems leave the kind out of the listing.
    private static func kind(entryOf directory: [CChar], _ name: [CChar]) -> Kind {
        var status = stat()
        guard lstat(directory.dropLast() + [0x2F] + name, &status) == 0 else { return .other }
        switch status.st_mode & mode_t(S_IFMT) {
        case mode_t(S_IFREG): return .file
        case mode_t(S_IFDIR): return .directory
        case mode_t(S_IFLNK): return .link
        default: return .other
        }
    }
}
