import Diagnostics

@testable import Site

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A directory of a test's own, deleted when the test is over.
final class ScratchDirectory: Sendable {
    let path: String

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/casebook-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Diagnostic(.program(.failed), "No scratch directory") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        do { try FileSystem.removeTree(path) } catch { perror(path) }
    }

    var output: String { "\(path)/Output" }

    func write(_ text: String, to name: String) throws {
        guard let file = fopen("\(path)/\(name)", "wb") else {
            throw Diagnostic(.program(.failed), "Cannot write \(name)")
        }
        fputs(text, file)
        fclose(file)
    }

    func makeDirectory(_ name: String) { mkdir("\(path)/\(name)", 0o755) }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    func read(_ name: String) -> String? { Self.read("\(path)/\(name)") }

    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    /// Which file it is and when it was last written: what a browser or rsync would go by.
    func identity(_ name: String) -> [Int]? {
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { return nil }
        #if canImport(Glibc)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        return [Int(status.st_ino), time.tv_sec, time.tv_nsec]
    }

    /// Everything under a directory, with the contents of its files; directories end with a slash.
    func tree(_ name: String) -> [String: String] {
        var found: [String: String] = [:]
        collect("\(path)/\(name)", "", &found)
        return found
    }

    private func collect(_ directory: String, _ prefix: String, _ found: inout [String: String]) {
        for name in Self.names(directory) {
            let path = "\(directory)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & mode_t(S_IFMT) == mode_t(S_IFDIR) {
                found["\(prefix)\(name)/"] = ""
                collect(path, "\(prefix)\(name)/", &found)
            } else {
                found["\(prefix)\(name)"] = Self.read(path) ?? "(unreadable)"
            }
        }
    }

    /// The names in the scratch directory itself.
    var names: [String] { Self.names(path) }

    private static func names(_ directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
