/// Reads the files of a project, by their paths from its root; a value, so that tests need no disk.
public struct ProjectFiles: Sendable {
    /// The bytes of a file, or nil where there is none.
    public let bytes: @Sendable (String) -> [UInt8]?
    /// The paths of all files below a folder, sorted; empty where there is none.
    public let paths: @Sendable (_ folder: String) -> [String]

    /// Reads files by functions.
    public init(
        bytes: @escaping @Sendable (String) -> [UInt8]?,
        paths: @escaping @Sendable (_ folder: String) -> [String]
    ) {
        self.bytes = bytes
        self.paths = paths
    }

    /// Files held in memory, by path.
    public init(_ files: [String: String]) {
        let sorted = files.keys.sorted()
        self.init(
            bytes: { files[$0].map { Array($0.utf8) } },
            paths: { folder in sorted.filter { $0.hasPrefix(folder + "/") } })
    }
}
