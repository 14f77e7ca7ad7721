internal import Diagnostics
internal import Evidence

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The folder of an incident's evidence, into which captures are put whole or not at all.
public struct EvidenceFolder: Sendable {
    /// Its path on the disk.
    public let path: String
    /// Its path as messages show it, relative to the project's root.
    public let shown: String

    /// Names a folder, which need not be there yet.
    public init(path: String, shown: String) {
        self.path = path
        self.shown = shown
    }

    /// A capture that is there, with its record where it has one.
    struct Standing: Sendable {
        let bytes: [UInt8]
        let record: SavedRecord?
    }

    /// The capture at a path, or nil where there is none.
    func standing(at capture: String) throws(Diagnostics) -> Standing? {
        guard let bytes = try bytes(of: capture) else { return nil }
        return Standing(bytes: bytes, record: try record(of: capture))
    }

    /// The captures of a name under every label, with their records; those without a record are left out.
    func captures(named name: String) throws(Diagnostics) -> [(record: SavedRecord, bytes: [UInt8])] {
        let folders = names(in: path).filter(isCaptureName).map { "\($0)/\(name)" }
        var found: [(record: SavedRecord, bytes: [UInt8])] = []
        var errors: [Diagnostic] = []
        for capture in [name] + folders {
            do throws(Diagnostics) {
                guard let standing = try standing(at: capture), let record = standing.record else { continue }
                found.append((record, standing.bytes))
            } catch {
                errors += error.all
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return found
    }

    /// Saves a capture and its record; killed at any point, it leaves no capture without its record.
    ///
    /// Each is written under a hidden name and gets its own when its bytes are on the disk: first the
    /// record, then the capture, so that a capture that stands is one whose record stands too.
    ///
    /// - Parameter replacing: Whether the capture may take the place of one that is there.
    /// - Throws: `capture.exists` where one is there and is not to be replaced, `capture.file` where the
    ///   disk does not do what it should.
    func save(_ bytes: [UInt8], _ record: SavedRecord, replacing: Bool) throws(Diagnostics) {
        do throws(Diagnostic) {
            try put(bytes, record, replacing)
        } catch {
            throw Diagnostics(error)
        }
    }

    /// Says that a capture is there already.
    func exists(_ capture: String) -> Diagnostic {
        Diagnostic(
            .capturing(.exists), "The capture \(capture) is there already, and evidence is not overwritten",
            at: Place(path: "\(shown)/\(capture)"),
            help: """
                Give this one a label (--label after), or replace the old one with --replace, \
                which keeps its hash in the record.
                """)
    }

    // MARK: Its parts

    private func bytes(of file: String) throws(Diagnostics) -> [UInt8]? {
        do throws(Diagnostic) {
            return try readFile("\(path)/\(file)")
        } catch {
            throw Diagnostics(error)
        }
    }

    private func record(of capture: String) throws(Diagnostics) -> SavedRecord? {
        let path = SavedRecord.path(of: capture)
        guard let bytes = try bytes(of: path) else { return nil }
        return try SavedRecord(SourceFile(path: "\(shown)/\(path)", bytes: bytes))
    }

    private func put(_ bytes: [UInt8], _ record: SavedRecord, _ replacing: Bool) throws(Diagnostic) {
        let target = "\(path)/\(record.capture)"
        let recordTarget = "\(path)/\(SavedRecord.path(of: record.capture))"
        let slash = target.lastIndex(of: "/") ?? target.startIndex
        let folder = String(target[..<slash])
        let hidden = "\(folder)/\(Self.hiddenPrefix)\(getpid())-\(target[target.index(after: slash)...])"
        let hiddenRecord = SavedRecord.path(of: hidden)

        try makeFolder(folder)
        let lock = try lockFolder(folder)
        defer { close(lock) }
        removeLeftovers(in: folder)
        defer { for leftover in [hidden, hiddenRecord] { unlink(leftover) } }
        guard replacing || access(target, F_OK) != 0 else { throw exists(record.capture) }
        try writeNewFile(record.json, to: hiddenRecord)
        try writeNewFile(bytes, to: hidden)
        // A record without a capture is what a killed run left: it describes nothing that stands.
        guard rename(hiddenRecord, recordTarget) == 0 else { throw fileFailure("write", recordTarget) }
        if replacing {
            guard rename(hidden, target) == 0 else { throw fileFailure("write", target) }
        } else {
            try name(hidden, target, orRemove: recordTarget, of: record.capture)
        }
        try synchronizeFolder(folder)
    }

    /// Gives a file its name; unlike renaming, linking takes nobody's place.
    private func name(
        _ hidden: String, _ target: String, orRemove record: String, of capture: String
    ) throws(Diagnostic) {
        if link(hidden, target) == 0 { return }
        switch errno {
        case EEXIST:
            unlink(record)
            throw exists(capture)
        case EPERM, ENOTSUP, EOPNOTSUPP:
            // A file system without links; that no other run of ours is here, the lock sees to.
            guard rename(hidden, target) == 0 else { throw fileFailure("write", target) }
        default:
            throw fileFailure("write", target)
        }
    }

    private static let hiddenPrefix = ".casebook-"

    /// Removes what runs left that were killed while they wrote.
    private func removeLeftovers(in folder: String) {
        for name in names(in: folder) where name.hasPrefix(Self.hiddenPrefix) {
            let digits = name.dropFirst(Self.hiddenPrefix.count).prefix { $0 != "-" }
            guard let process = pid_t(digits), kill(process, 0) != 0, errno == ESRCH else { continue }
            unlink("\(folder)/\(name)")
        }
    }
}
