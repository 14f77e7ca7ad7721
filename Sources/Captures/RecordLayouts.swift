internal import Diagnostics

extension PsqlTextScan {
    /// The layouts that the lines of the first record may have: where the title does not show the bar.
    func layouts(_ blocks: [RecordBlock], border: Int, isUnicode: Bool, barColumn: Int?) -> [RecordLayout] {
        guard let first = blocks.first, !first.lines.isEmpty else { return [] }
        let splits = barColumn.map { [$0] } ?? splits(first.lines, border: border, isUnicode: isUnicode)
        var layouts: [RecordLayout] = []
        func add(_ style: RecordLayout.Style, before: Bool = false, after: Bool = false) {
            layouts += splits.map { split in
                var layout = RecordLayout(border: border, isUnicode: isUnicode, style: style, split: split)
                layout.hasMarkBeforeName = before
                layout.hasMarkAfterName = after
                return layout
            }
        }
        for variant in variants(border: border, isUnicode: isUnicode) {
            add(variant.style, before: variant.before, after: variant.after)
            let fitting = layouts.filter { fits(first, $0) }
            // The plainest that fits: the others differ in marks that no line shows.
            if !fitting.isEmpty { return fitting }
            layouts = []
        }
        add(.marked)
        return layouts
    }

    private func variants(border: Int, isUnicode: Bool) -> [(
        style: RecordLayout.Style, before: Bool, after: Bool
    )] {
        var variants: [(RecordLayout.Style, Bool, Bool)] = [(.marked, false, false)]
        if border == 0 { variants.append((.marked, false, true)) }
        if !isUnicode {
            if border < 2 { variants.append((.old, true, false)) }
            variants.append((.old, false, false))
        }
        return variants
    }

    private func fits(_ block: RecordBlock, _ layout: RecordLayout) -> Bool {
        var reading = RecordReading(layout)
        var hasMarkBefore = false
        let isPaddingKept = block.title.map { file.bytes[file.textLine($0)].last == 0x20 } ?? true
        for line in block.lines {
            let bounds = file.textLine(line)
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                guard let split = layout.split(bytes, bounds, isPaddingKept: isPaddingKept) else {
                    return false
                }
                hasMarkBefore = hasMarkBefore || split.nameFollows
                return reading.take(split, bytes)
            }
            if !isTaken { return false }
        }
        return reading.isWhole && !reading.fields.isEmpty && (!layout.hasMarkBeforeName || hasMarkBefore)
    }

    /// The columns of the terminal at which every line of a record may be split.
    ///
    /// psql leaves one space after the longest name.
    private func splits(_ lines: Range<Int>, border: Int, isUnicode: Bool) -> [Int] {
        var candidates: Set<Int> = []
        for line in lines {
            let bounds = file.textLine(line)
            candidates.formUnion(border == 0 ? spaces(after: bounds) : bars(in: bounds, border, isUnicode))
        }
        return candidates.sorted()
    }

    /// The longest name that is looked for, in columns of the terminal: twice what an identifier can take.
    private static let longestName = 130

    /// Where a space follows what may be the longest name.
    private func spaces(after bounds: Range<Int>) -> [Int] {
        var found: [Int] = []
        file.bytes.withUnsafeBufferPointer { bytes in
            var column = 0
            var index = bounds.lowerBound
            var isText = false
            while index < bounds.upperBound, column < Self.longestName {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                if value == 0x20, isText { found.append(column) }
                isText = value != 0x20
                column += displayWidth(of: value)
                index += length
            }
        }
        return found
    }

    /// Where a bar follows what may be the longest name and its space or mark.
    private func bars(in bounds: Range<Int>, _ border: Int, _ isUnicode: Bool) -> [Int] {
        let layout = RecordLayout(border: border, isUnicode: isUnicode, style: .old, split: 0)
        var found: [Int] = []
        file.bytes.withUnsafeBufferPointer { bytes in
            var column = 0
            var index = bounds.lowerBound
            var (previous, beforePrevious): (UInt32, UInt32) = (0x20, 0x20)
            while index < bounds.upperBound, column < Self.longestName {
                let (value, length) = scalar(at: index, in: bytes, before: bounds.upperBound)
                let isMarked = previous == 0x20 || previous == 0x2B || previous == 0x21B5
                if column > 1, isMarked, beforePrevious != 0x20,
                    layout.bar(bytes, index, bounds.upperBound) != nil
                {
                    found.append(column)
                }
                beforePrevious = previous
                previous = value
                column += displayWidth(of: value)
                index += length
            }
        }
        return found
    }
}
