public import Diagnostics
public import GFM

/// A template with its values: Markdown with slots, and what belongs into them.
public struct FilledTemplate: Sendable {
    /// The Markdown, in UTF-8, with a character of plane 15 for each value.
    public let utf8: [UInt8]
    /// What belongs into the slots.
    public let slots: [Slot]

    /// The tag behind each slot.
    let tags: [SourceSpan]
    let pieces: [Piece]

    /// Where a stretch of the Markdown comes from.
    struct Piece: Sendable {
        let output: Int
        let file: SourceFile
        let offset: Int
    }

    public var markdown: String { String(decoding: utf8, as: UTF8.self) }

    /// Parses the Markdown and puts the values into their slots; errors stand at their place in the template.
    ///
    /// `reservedIDs` and `idPrefix` are as in ``MarkdownDocument``.
    public func document(
        reservedIDs: Set<String> = [], idPrefix: String = ""
    ) throws(Diagnostics) -> MarkdownDocument {
        do throws(GFMError) {
            return try MarkdownDocument(
                utf8: utf8, slots: slots, reservedIDs: reservedIDs, idPrefix: idPrefix)
        } catch {
            throw diagnostics(for: error)
        }
    }

    /// The problems of the Markdown, each at the place in the template that it comes from.
    public func diagnostics(for error: GFMError) -> Diagnostics {
        Diagnostics(
            error.problems.map { problem in
                Diagnostic(
                    .markdown(problem.check), problem.summary, at: place(of: problem), help: problem.help)
            })
    }

    private func place(of problem: GFMError.Problem) -> Place? {
        if let slot = problem.slot, tags.indices.contains(slot) { return Place(tags[slot]) }
        return problem.line.flatMap { place(ofLine: $0) }
    }

    /// Where a line of the Markdown, from 1, stands in the template or in what it brought in.
    public func place(ofLine line: Int) -> Place? {
        let start = SourceFile(path: "", bytes: utf8).line(line).lowerBound
        guard let piece = pieces.last(where: { $0.output <= start }) ?? pieces.first else { return nil }
        let number = piece.file.lineNumber(at: piece.offset + max(0, start - piece.output))
        return Place(path: piece.file.path, line: number, lineText: piece.file.text(piece.file.line(number)))
    }
}
