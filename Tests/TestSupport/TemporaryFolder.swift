import Diagnostics
import Foundation

/// A folder that exists for the length of a closure and is gone after it.
public struct TemporaryFolder: Sendable {
    /// The folder's absolute path, with no symbolic link in it.
    public let path: String

    /// Makes a folder, runs the closure and removes the folder with all that is in it.
    public static func with<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try body(folder)
    }

    /// Makes a folder, runs the closure and removes the folder with all that is in it.
    public static func with<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: (TemporaryFolder) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        return try await body(folder)
    }

    /// Makes a folder that the caller removes.
    init() throws {
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        var template = Array("\(parent)/casebook-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Diagnostic(.program(.failed), "Cannot make a folder in \(parent): \(errnoText())")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it; a test that took away its own right to do so gets it back first.
    func remove() {
        let manager = FileManager.default
        for case let name as String in manager.enumerator(atPath: path) ?? FileManager.DirectoryEnumerator() {
            var isFolder: ObjCBool = false
            let inner = "\(path)/\(name)"
            if manager.fileExists(atPath: inner, isDirectory: &isFolder), isFolder.boolValue {
                chmod(inner, 0o700)
            }
        }
        do { try manager.removeItem(atPath: path) } catch {
            warn("Cannot remove \(path): \(error)")
        }
    }

    /// The absolute path of something in it.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, making the folders on its way.
    public func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// Writes a file, making the folders on its way.
    public func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(fileURLWithPath: path(of: name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// The bytes of a file.
    public func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
    }

    /// The text of a file.
    public func text(of name: String) throws -> String {
        String(decoding: try bytes(of: name), as: UTF8.self)
    }

    /// The paths of all files below it, sorted.
    public func files() throws -> [String] { try TestSupport.files(below: path) }
}

/// The paths of all files below a folder, relative to it and sorted; links are not followed.
public func files(below folder: String) throws -> [String] {
    var found: [String] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        if attributes[.type] as? FileAttributeType != .typeDirectory { found.append(name) }
    }
    return found.sorted()
}

/// What the last failed system call says of itself.
func errnoText() -> String { String(cString: strerror(errno)) }

/// Tells the person at the terminal what no test can fail for.
func warn(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
