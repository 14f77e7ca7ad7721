import Diagnostics
import Evidence

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
    import MachO
#endif

/// The running program: its executable and the libraries that are loaded into it.
enum ProgramDigest {
    /// A SHA-256 over the bytes of all of these files; nil where one of them cannot be read.
    static let current: String? = {
        guard let paths = loadedFiles() else { return nil }
        var text: [UInt8] = []
        do throws(Diagnostic) {
            for path in paths {
                guard let bytes = readFile(path) else { return nil }
                text += Array(try SHA256(of: bytes).hexadecimal.utf8) + [0x0A]
            }
            return try SHA256(of: text + systemVersion()).hexadecimal
        } catch {
            return nil
        }
    }()

    #if canImport(Glibc)
        /// A file that was replaced since the program began has “ (deleted)” behind its path and is not found;
        /// the executable itself is, by the system's own link to it.
        private static func loadedFiles() -> [String]? {
            guard let executable = realpath("/proc/self/exe", nil) else { return nil }
            defer { free(executable) }
            guard let maps = readPseudoFile("/proc/self/maps") else { return nil }
            var paths: Set<String> = []
            for line in maps.split(separator: 0x0A) {
                guard let slash = line.firstIndex(of: 0x2F) else { continue }
                paths.insert(String(decoding: line[slash...], as: UTF8.self))
            }
            let own = String(cString: executable)
            paths = paths.filter { $0 != own && $0 != own + " (deleted)" }
            return ["/proc/self/exe"] + paths.sorted()
        }

        /// The libraries are files.
        private static func systemVersion() -> [UInt8] { [] }

        /// The bytes of a file whose size the system does not tell.
        private static func readPseudoFile(_ path: String) -> [UInt8]? {
            do throws(Diagnostics) {
                let chunks = try FileChunks(path)
                var bytes: [UInt8] = []
                while let more = try chunks.next() { bytes += more }
                return bytes
            } catch {
                return nil
            }
        }
    #else
        private static func loadedFiles() -> [String]? {
            let images = (0..<_dyld_image_count()).compactMap { _dyld_get_image_name($0) }
            // The system's own libraries are no files: they belong to its version.
            return images.map { String(cString: $0) }.filter { fileSize($0) != nil }.sorted()
        }

        private static func systemVersion() -> [UInt8] {
            var size = 0
            sysctlbyname("kern.osversion", nil, &size, nil, 0)
            var version = [UInt8](repeating: 0, count: size)
            sysctlbyname("kern.osversion", &version, &size, nil, 0)
            return version
        }
    #endif
}
