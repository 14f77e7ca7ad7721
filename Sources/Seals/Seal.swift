internal import Diagnostics
internal import Evidence
public import Quantities

/// The manifest of an incident's evidence: every file with its size, its SHA-256 and how it came about.
///
/// It lies beside the evidence folder as `evidence.sha256`, in the format of `sha256sum`, so that anybody can
/// check it without Casebook; what `sha256sum` has no place for stands in comments, which it passes over.
public struct Seal: Sendable, Hashable {
    /// The seal that this one took the place of.
    public enum Predecessor: Sendable, Hashable {
        /// Nothing that it sealed has changed; files were added. With the SHA-256 of its bytes.
        case extended(sha256: String)
        /// Something that it sealed has changed or is gone. With the SHA-256 of its bytes.
        case replaced(sha256: String)
    }

    /// The incident whose evidence is sealed.
    public let incident: String
    /// When it was sealed, as the clock of whoever sealed it said.
    public let sealed: Timestamp
    /// What was in its place before; nil for an incident's first seal.
    public let predecessor: Predecessor?
    /// The files, sorted by the bytes of their paths.
    public let files: [SealedFile]

    /// Describes a seal; the files are sorted.
    public init(incident: String, sealed: Timestamp, predecessor: Predecessor?, files: [SealedFile]) {
        self.incident = incident
        self.sealed = sealed
        self.predecessor = predecessor
        self.files = files.sorted { precedes($0.path, $1.path) }
    }

    /// The name of a seal's file, beside the evidence folder.
    public static let fileName = "evidence.sha256"
    /// The name of the file that holds the signature of a seal.
    public static let signatureName = "evidence.sha256.sig"
    /// The folder that is sealed.
    static let folder = "evidence"

    /// How many of its files are captures, and not records beside them.
    public var captureCount: Int { files.count { !SavedRecord.isRecord($0.path) } }
}

public struct SealedFile: Sendable, Hashable {
    /// Its path in the evidence folder.
    public let path: String
    /// The SHA-256 of its bytes in 64 lower-case hexadecimal digits.
    public let sha256: String
    /// How many bytes it has.
    public let size: Int
    /// How it came about, as its record or the incident said.
    public let provenance: Provenance

    init(path: String, sha256: String, size: Int, provenance: Provenance) {
        self.path = path
        self.sha256 = sha256
        self.size = size
        self.provenance = provenance
    }
}

extension SealedFile {
    /// Seals bytes.
    ///
    /// - Throws: `hash.unavailable`.
    init(path: String, sealing bytes: [UInt8], provenance: Provenance = Provenance()) throws(Diagnostic) {
        self.init(
            path: path, sha256: try SHA256(of: bytes).hexadecimal, size: bytes.count, provenance: provenance)
    }

    /// Whether some bytes are those that were sealed.
    func holds(_ bytes: [UInt8]) throws(Diagnostic) -> Bool {
        guard bytes.count == size else { return false }
        return try SHA256(of: bytes).hexadecimal == sha256
    }
}

/// When and how a capture came about.
public struct Provenance: Sendable, Hashable {
    public let captured: Timestamp?
    /// What was run: SQL, or a command.
    public let command: String?

    /// Describes it; what nobody said is nil.
    public init(captured: Timestamp? = nil, command: String? = nil) {
        self.captured = captured
        self.command = command
    }

    /// Two are the same when they are written the same: the same instant in another zone is not.
    public static func == (left: Provenance, right: Provenance) -> Bool {
        left.captured?.iso8601 == right.captured?.iso8601 && left.command == right.command
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(captured?.iso8601)
        hasher.combine(command)
    }
}

/// Whether a path comes before another by its bytes, which no locale and no Unicode version orders otherwise.
func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

/// What keeps a file from being sealed under its path; nil where nothing does.
///
/// `sha256sum` would escape control characters and backslashes, and no site can have them in an address. A
/// path that climbs or that is hidden is never one of the evidence folder's.
func flaw(ofPath path: String) -> String? {
    if path.isEmpty { return "is empty" }
    if path.utf8.count > 1_000 { return "is longer than 1,000 bytes" }
    if path.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
        return "holds a control character"
    }
    if path.utf8.contains(0x5C) { return "holds a backslash" }
    // A name that is not UTF-8 was read with this in place of its bytes, and could not be found again.
    if path.unicodeScalars.contains("\u{FFFD}") { return "is not UTF-8" }
    for name in path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false) {
        guard let first = name.first else { return "holds an empty name" }
        if first == UInt8(ascii: ".") { return "holds a hidden name" }
    }
    return nil
}
