public import Diagnostics

/// What is wrong with the words of a Markdown text: typed numbers, words of blame, and what should not be
/// published.
///
/// - Parameters:
///   - file: The text.
///   - pieces: The author's own words in it; between them stand values.
public func proseFindings(in file: SourceFile, pieces: [Range<Int>]) -> [Diagnostic] {
    let own = HandTypedNumbers.ownWords(in: file.bytes, pieces: pieces)
    func place(_ range: Range<Int>) -> Place { Place(file.span(range)) }
    return HandTypedNumbers.ranges(in: file.bytes, pieces: pieces).map { range in
        handTypedNumber(file.text(range), at: place(range))
    }
        + blamingWords(in: own).map { $0.diagnostic(at: place($0.range)) }
        + Leak.all(in: file.bytes).map { $0.diagnostic(at: place($0.range)) }
}
