package import Diagnostics
package import Quantities

/// A number that stands at a known place of a capture that is no table.
package struct PrintedField: Sendable {
    package let label: String
    package let number: BoundedValue
    package let span: SourceSpan

    /// Reads a number that fills a range; nil where it is none.
    package init?<Unit: UnitOfMeasure>(
        _ file: SourceFile, _ range: Range<Int>, label: String, unit: Unit.Type, reading: CellReading
    ) {
        let number = file.bytes.withUnsafeBufferPointer { bytes in
            do throws(CellProblem) {
                return Optional(
                    try reading.value(of: Unit.name, isDiscrete: Unit.isDiscrete, in: bytes, range))
            } catch {
                return nil
            }
        }
        guard let number else { return nil }
        self.label = label
        self.number = number
        span = file.span(range)
    }

    package func quantity<Unit: UnitOfMeasure>() -> Quantity<Unit> {
        Quantity(number.value, within: number.interval, derivation: .reading(label: label, at: span))
    }
}

/// The bytes of the number that begins at an offset; empty where none does.
package func numeralRange(_ file: SourceFile, at start: Int, before end: Int) -> Range<Int> {
    file.bytes.withUnsafeBufferPointer { bytes in
        guard start < end, let read = numeral(in: bytes, start..<end) else { return start..<start }
        return start..<read.end
    }
}
