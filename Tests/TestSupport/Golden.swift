public import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A reviewed file under Tests/<module>Tests/Fixtures that a whole output is compared with.
///
/// `make golden` (or CASEBOOK_UPDATE_GOLDEN=1 in the environment) writes the present outputs into the
/// files, to be reviewed as a diff.
public struct Golden: Sendable {
    /// The file's path from the repository's root.
    public let path: String

    /// Names a golden file of a test target.
    public init(_ name: String, in target: String) { path = "Tests/\(target)/Fixtures/\(name)" }

    /// Nil where the output equals the file, or the first line that differs and how to accept it.
    public func difference(from output: String) throws -> String? {
        let absolute = "\(repositoryRoot)/\(path)"
        if getenv("CASEBOOK_UPDATE_GOLDEN") != nil {
            try write(Array(output.utf8), to: absolute)
            return nil
        }
        guard let stored = bytes(of: absolute) else {
            return "\(path) does not exist; write it with `make golden` and review it"
        }
        let expected = String(decoding: stored, as: UTF8.self)
        guard expected != output else { return nil }
        let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let right = output.split(separator: "\n", omittingEmptySubsequences: false)
        let line =
            zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(left.count, right.count)
        return """
            \(path):\(line + 1) differs; review with `make golden` and `git diff`
            expected: \(line < left.count ? left[line] : "(end)")
                 got: \(line < right.count ? right[line] : "(end)")
            """
    }
}

/// Reads a fixture, by its path from the repository's root.
public func fixture(_ path: String) throws -> SourceFile {
    guard let read = bytes(of: "\(repositoryRoot)/\(path)") else {
        throw Diagnostic(.program(.failed), "There is no fixture \(path)")
    }
    return SourceFile(path: path, bytes: read)
}

private func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        guard count > 0 else { return all }
        all.append(contentsOf: chunk[..<count])
    }
}

private func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else {
        throw Diagnostic(.program(.failed), "Cannot write \(path)")
    }
    defer { fclose(file) }
    _ = fwrite(bytes, 1, bytes.count, file)
}
