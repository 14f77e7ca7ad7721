internal import Diagnostics

/// The paths that are taken, so that no two files meet on any file system the site may be copied to.
struct PathClaims: Sendable {
    /// Names as a file system that folds case sees them, each with the name as it was given.
    private var files: [String: String] = [:]
    private var directories: [String: String] = [:]

    /// Reserves the path of a file, or of a directory where it ends with a slash.
    mutating func claim(_ path: String) throws(Diagnostic) {
        let parents = OutputPath.directories(above: path)
        for directory in parents.reversed() {
            let folded = directory.lowercased()
            if let file = files[folded] { throw Self.collision(directory, file) }
            guard let known = directories[folded] else { continue }
            guard known.utf8.elementsEqual(directory.utf8) else { throw Self.collision(directory, known) }
            break
        }
        guard path.utf8.last != 0x2F else { return add(parents) }
        let folded = path.lowercased()
        if let other = files[folded] ?? directories[folded] { throw Self.collision(path, other) }
        add(parents)
        files[folded] = path
    }

    private mutating func add(_ parents: [String]) {
        for directory in parents { directories[directory.lowercased()] = directory }
    }

    static func collision(_ path: String, _ other: String) -> Diagnostic {
        guard !path.utf8.elementsEqual(other.utf8) else {
            return Diagnostic(
                .output(.collision), "The site has two files at \(OutputPath.quoted(path))",
                help: "give one of the two documents another name")
        }
        let pair = [path, other].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(OutputPath.quoted)
        return Diagnostic(
            .output(.collision), "The site's paths \(pair[0]) and \(pair[1]) cannot stand side by side",
            expected:
                "names that differ by more than case or Unicode form, and no file with a directory's name",
            help: "give one of the two another name")
    }
}
