import Diagnostics
import Evidence

/// A file of the evidence folder that is not what it was.
struct CaptureChange: Sendable {
    /// How it changed.
    enum Kind: String, Sendable, CaseIterable {
        case added, removed, changed
    }

    /// The first line that differs; a text is nil where its file ends before.
    struct Line: Sendable {
        let number: Int
        let old: String?
        let new: String?
    }

    let kind: Kind
    /// The path in the evidence folder.
    let path: String
    /// The SHA-256 of the bytes, in hexadecimal digits; nil where there is no file.
    let oldHash: String?
    let newHash: String?
    /// The first line that differs; nil where the file is new or gone, where it is no text, and where the
    /// lines are the same and only their endings or the compression differ.
    let firstLine: Line?

    /// Every file that changed between two states, sorted by path.
    static func between(
        _ old: [String: [UInt8]], _ new: [String: [UInt8]]
    ) throws(Diagnostic) -> [CaptureChange] {
        var changes: [CaptureChange] = []
        for path in Set(old.keys).union(new.keys).sorted() where old[path] != new[path] {
            let (before, after) = (old[path], new[path])
            changes.append(
                CaptureChange(
                    kind: before == nil ? .added : after == nil ? .removed : .changed, path: path,
                    oldHash: try before.map { bytes throws(Diagnostic) in try SHA256(of: bytes).hexadecimal },
                    newHash: try after.map { bytes throws(Diagnostic) in try SHA256(of: bytes).hexadecimal },
                    firstLine: before.flatMap { before in
                        after.flatMap { Self.firstLine(path, before, $0) }
                    }))
        }
        return changes
    }

    private static func firstLine(_ path: String, _ old: [UInt8], _ new: [UInt8]) -> Line? {
        guard let before = text(of: old, path), let after = text(of: new, path) else { return nil }
        for number in 1...max(1, before.lineCount, after.lineCount) {
            let (left, right) = (before.line(number), after.line(number))
            let isInBoth = number <= before.lineCount && number <= after.lineCount
            guard !isInBoth || before.bytes[left] != after.bytes[right] else { continue }
            return Line(
                number: number, old: number <= before.lineCount ? before.text(left) : nil,
                new: number <= after.lineCount ? after.text(right) : nil)
        }
        return nil
    }

    /// The text, unpacked where gzip compressed it; nil where it is none.
    private static func text(of bytes: [UInt8], _ path: String) -> SourceFile? {
        do throws(Diagnostic) {
            return try textFile(path: path, bytes: bytes)
        } catch {
            return nil
        }
    }
}
