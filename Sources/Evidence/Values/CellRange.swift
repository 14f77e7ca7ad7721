/// The bytes of a cell, and whether its text is more than those bytes.
package struct CellRange: Sendable {
    @usableFromInline let lower: Int32
    @usableFromInline let upper: Int32

    /// Marks a cell; `isComposed` says that quotes are doubled in it or that it goes on in other lines.
    @inlinable
    package init(_ range: Range<Int>, isComposed: Bool = false) {
        lower = Int32(truncatingIfNeeded: range.lowerBound)
        let end = Int32(truncatingIfNeeded: range.upperBound)
        upper = isComposed ? ~end : end
    }

    @inlinable package var isComposed: Bool { upper < 0 }
    @inlinable package var range: Range<Int> { Int(lower)..<Int(upper < 0 ? ~upper : upper) }
}
