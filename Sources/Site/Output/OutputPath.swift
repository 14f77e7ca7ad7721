internal import Diagnostics

/// The rules that a file's path within the site has to keep.
enum OutputPath {
    /// The list of what is ours.
    static let manifest = ".casebook-manifest"
    /// Belongs to whoever keeps the output's folder in a repository; carried over from site to site.
    static let carriedOver = ".gitignore"

    /// Why a path cannot be written, or nil where it can.
    static func flaw(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.utf8.first == 0x2F { return "is absolute" }
        if path.utf8.count > 1_000 { return "is longer than 1,000 bytes" }
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            return "holds a control character"
        }
        if path.utf8.contains(0x5C) { return "holds a backslash" }
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            if segment.isEmpty { return "holds an empty name" }
            if segment == "." || segment == ".." { return "climbs with \"\(segment)\"" }
            if segment.utf8.count > 240 { return "holds a name longer than 240 bytes" }
        }
        let top = path.prefix { $0 != "/" }.lowercased()
        if top == manifest || top == carriedOver { return "is a name that the writer keeps for itself" }
        return nil
    }

    /// The directories above a file, the outermost first.
    static func directories(above path: String) -> [String] {
        var directories: [String] = []
        for (index, byte) in zip(path.utf8.indices, path.utf8) where byte == 0x2F {
            directories.append(String(path[..<index]))
        }
        return directories
    }

    /// The first directory above a file; empty where the file stands at the top.
    static func top(of path: String) -> String {
        path.firstIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    static func unsafe(_ path: String, _ flaw: String) -> Diagnostic {
        Diagnostic(
            .output(.unsafePath), "The page path \(quoted(path)) \(flaw)",
            expected: "a relative path inside the site, such as 2026-01-04-connection-spike/index.html")
    }

    /// The path for a message: control characters escaped, so that no terminal obeys them.
    static func quoted(_ path: String) -> String {
        var shown = "\""
        for scalar in path.unicodeScalars.prefix(200) {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown + (path.unicodeScalars.count > 200 ? "…\"" : "\"")
    }
}
