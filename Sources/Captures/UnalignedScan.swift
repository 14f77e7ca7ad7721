internal import Diagnostics

extension PsqlTextScan {
    /// Reads the unaligned result that ends with the count in a line, and returns the line after it.
    mutating func unaligned(endingAt line: Int, _ bounds: Range<Int>) -> Int? { nil }
}
