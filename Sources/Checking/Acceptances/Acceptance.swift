package import Diagnostics

/// A comment by which somebody lets a finding stand, with the reason.
///
/// `// casebook: accept timeline.no-source because the pager's log was lost`
package struct Acceptance: Sendable, Hashable {
    /// The check whose finding may stand.
    package let check: String
    /// Why.
    package let reason: String
    /// Where the comment stands.
    package let place: Place
    /// The line whose findings it is about: its own, or the next one that holds more than comments.
    package let line: Int
    /// Whether it is about findings of the whole file, as no words stand above it.
    package let isOfFile: Bool
    /// The texts between quotation marks in that line, by which it is about captures.
    package let quoted: Set<String>
}

/// The acceptances in a file, and what is wrong with others.
struct AcceptanceComments {
    private(set) var acceptances: [Acceptance] = []
    private(set) var findings: [Diagnostic] = []

    private let file: SourceFile
    private let registry: CheckRegistry

    /// Reads the comments of a Swift source or of a Markdown text.
    init(in file: SourceFile, registry: CheckRegistry = .all) {
        self.file = file
        self.registry = registry
        // Nearly no file has any, and the search for one byte costs nothing.
        guard file.mentionsCasebook else { return }
        let comments =
            file.path.hasSuffix(".swift")
            ? SwiftComments.ranges(in: file.bytes).map { ($0, trimmed(swift: $0)) }
            : MarkdownComments.ranges(in: file.bytes).map { ($0, trimmed(markdown: $0)) }
        for (range, text) in comments where words(in: text).first == "casebook:" {
            read(text, of: range, among: comments.map(\.0))
        }
    }

    private mutating func read(_ text: Range<Int>, of comment: Range<Int>, among comments: [Range<Int>]) {
        let words = words(in: text)
        let form = "casebook: accept CHECK because REASON"
        func report(
            _ check: Check.Acceptance, _ summary: String, expected: String? = form, help: String? = nil
        ) {
            findings.append(
                Diagnostic(
                    .acceptance(check), summary, at: file.span(firstLine(of: text)), expected: expected,
                    help: help))
        }
        guard words.count >= 3, words[1] == "accept" else {
            return report(.notUnderstood, "The comment begins like an acceptance and is none")
        }
        let check = words[2]
        guard let entry = registry[check] else {
            return report(
                .unknownCheck, "There is no check “\(check)”",
                expected: nearestName(to: check, among: registry.entries.map(\.id)).map {
                    "did you mean “\($0)”?"
                } ?? "a name that `casebook check --list` prints")
        }
        guard words.count >= 4, words[3] == "because" else {
            return report(
                words.count == 3 ? .noReason : .notUnderstood,
                words.count == 3
                    ? "The acceptance of \(check) gives no reason"
                    : "“\(words[3])” stands where `because` is expected")
        }
        guard words.count >= 5 else {
            return report(.noReason, "The acceptance of \(check) gives no reason")
        }
        if case .never(let reason) = entry.acceptance {
            return report(
                .notPossible, "A finding of \(check) cannot be accepted: \(reason)", expected: nil,
                help: "Mend the finding: \(entry.description.mend)")
        }
        let line = subject(of: comment, among: comments)
        acceptances.append(
            Acceptance(
                check: check, reason: words[4...].joined(separator: " "),
                place: Place(file.span(firstLine(of: text))), line: line,
                isOfFile: isFirst(comment, among: comments), quoted: quoted(in: file.line(line))))
    }

    // MARK: Lines

    /// The line that a comment is about.
    private func subject(of comment: Range<Int>, among comments: [Range<Int>]) -> Int {
        let first = file.lineNumber(at: comment.lowerBound)
        if !isBlank(without: comments, in: file.line(first)) { return first }
        var line = file.lineNumber(at: max(comment.lowerBound, comment.upperBound - 1))
        while line <= file.lineCount, isBlank(without: comments, in: file.line(line)) { line += 1 }
        return line
    }

    /// Whether nothing but blanks and comments stands above a comment.
    private func isFirst(_ comment: Range<Int>, among comments: [Range<Int>]) -> Bool {
        isBlank(without: comments, in: 0..<comment.lowerBound)
    }

    private func isBlank(without comments: [Range<Int>], in range: Range<Int>) -> Bool {
        range.allSatisfy { offset in
            [0x20, 0x09, 0x0D, 0x0A].contains(file.bytes[offset])
                || comments.contains { $0.contains(offset) }
        }
    }

    private func firstLine(of range: Range<Int>) -> Range<Int> {
        let end = file.line(file.lineNumber(at: range.lowerBound)).upperBound
        return range.lowerBound..<max(range.lowerBound, min(range.upperBound, end))
    }

    private func quoted(in line: Range<Int>) -> Set<String> {
        let parts = file.bytes[line].split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        return Set(
            parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map {
                String(decoding: $0.element, as: UTF8.self)
            })
    }

    // MARK: Words

    private func words(in range: Range<Int>) -> [String] {
        file.bytes[range].split { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private func trimmed(swift comment: Range<Int>) -> Range<Int> {
        let isBlock = file.bytes[comment.lowerBound + 1] == UInt8(ascii: "*")
        let isClosed = isBlock && file.bytes[comment].suffix(2).elementsEqual("*/".utf8)
        let mark = isBlock ? UInt8(ascii: "*") : UInt8(ascii: "/")
        return trimmed(
            comment.dropFirst(), leading: { $0 == mark },
            trailing: isClosed ? { [UInt8(ascii: "*"), UInt8(ascii: "/")].contains($0) } : { _ in false })
    }

    private func trimmed(markdown comment: Range<Int>) -> Range<Int> {
        trimmed(comment.dropFirst(4).dropLast(3), leading: { _ in false }, trailing: { _ in false })
    }

    private func trimmed(
        _ range: Range<Int>, leading: (UInt8) -> Bool, trailing: (UInt8) -> Bool
    ) -> Range<Int> {
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D, 0x0A].contains(byte) }
        var range = range
        while let first = range.first, leading(file.bytes[first]) || isBlank(file.bytes[first]) {
            range = range.dropFirst()
        }
        while let last = range.last, trailing(file.bytes[last]) || isBlank(file.bytes[last]) {
            range = range.dropLast()
        }
        return range
    }
}

/// Finds the comments of a Markdown text, where they are such as ``Templating`` takes out.
enum MarkdownComments {
    /// The comments of a text, in order.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        let opening = Array("<!--".utf8)
        let closing = Array("-->".utf8)
        var ranges: [Range<Int>] = []
        var start = 0
        while let open = bytes[start...].firstRange(of: opening) {
            guard let close = bytes[open.upperBound...].firstRange(of: closing) else { break }
            ranges.append(open.lowerBound..<close.upperBound)
            start = close.upperBound
        }
        return ranges
    }
}

extension SourceFile {
    /// Whether `casebook:` stands anywhere in the file.
    fileprivate var mentionsCasebook: Bool {
        let name = Array("casebook".utf8)
        var rest = bytes[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            if rest[..<colon].suffix(name.count).elementsEqual(name) { return true }
            rest = rest[(colon + 1)...]
        }
        return false
    }
}
