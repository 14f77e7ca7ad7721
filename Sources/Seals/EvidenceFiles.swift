internal import Diagnostics

/// The files of an evidence folder as they are now, wherever it lies; a value, so that tests need no disk.
public struct EvidenceFiles: Sendable {
    /// The paths of the files in the folder, hidden ones left out.
    public let paths: [String]
    /// How each capture came about, as is said now; nil where nobody is there to say it.
    public let provenance: [String: Provenance]?
    /// The SHA-256 of files that were hashed already, in hexadecimal digits.
    public let digests: [String: String]

    let bytes: @Sendable (String) -> [UInt8]?
    let shownPath: @Sendable (String) -> String

    /// Describes a folder.
    ///
    /// - Parameters:
    ///   - paths: The paths of its files, in any order.
    ///   - provenance: How each capture came about; nil where only the bytes are known.
    ///   - digests: What was hashed already, so that it is not hashed again.
    ///   - shownPath: A path as messages show it.
    ///   - bytes: The bytes of a file; nil where it cannot be read.
    public init(
        paths: [String], provenance: [String: Provenance]? = nil, digests: [String: String] = [:],
        shownPath: @escaping @Sendable (String) -> String, bytes: @escaping @Sendable (String) -> [UInt8]?
    ) {
        self.paths = paths.sorted(by: precedes)
        self.provenance = provenance
        self.digests = digests
        self.shownPath = shownPath
        self.bytes = bytes
    }

    /// The bytes of a file that is in the folder.
    func contents(of path: String) throws(Diagnostic) -> [UInt8] {
        guard let bytes = bytes(path) else {
            throw Diagnostic(
                .seal(.unreadable), "The file of the evidence cannot be read",
                at: Place(path: shownPath(path)), help: "Correct its rights, or what it is a link to.")
        }
        return bytes
    }
}
