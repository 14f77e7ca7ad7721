internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// The layouts that the lines of the first record may have: where the title does not show the bar.
    func layouts(_ blocks: [RecordBlock], border: Int, isUnicode: Bool, barColumn: Int?) -> [RecordLayout] {
        guard let first = blocks.first, !first.lines.isEmpty else { return [] }
        let splits = barColumn.map { [$0] } ?? splits(first.lines, border: border, isUnicode: isUnicode)
        let layouts = splits.flatMap { variants(border: border, isUnicode: isUnicode, split: $0) }
        let fitting = layouts.filter { fits(first, $0) }
        return fitting.isEmpty ? layouts.filter { $0.style == .marked && !$0.hasMarks } : fitting
    }

    /// The layouts of a border in each line style; without bars, the title does not tell which it is.
    private func variants(border: Int, isUnicode: Bool, split: Int) -> [RecordLayout] {
        var variants: [RecordLayout] = []
        func add(_ style: RecordLayout.Style, _ isUnicode: Bool, before: Bool = false, after: Bool = false) {
            var layout = RecordLayout(border: border, isUnicode: isUnicode, style: style, split: split)
            layout.hasMarkBeforeName = before
            layout.hasMarkAfterName = after
            variants.append(layout)
        }
        for isUnicode in border == 0 ? [false, true] : [isUnicode] {
            add(.marked, isUnicode)
            if border == 0 { add(.marked, isUnicode, after: true) }
            guard !isUnicode else { continue }
            if border < 2 { add(.old, isUnicode, before: true) }
            add(.old, isUnicode)
        }
        return variants
    }

    /// What is left of the layouts that fit all records, by what psql would not have printed otherwise.
    func likeliest(_ layouts: [RecordLayout], _ blocks: [RecordBlock]) -> [RecordLayout] {
        let agreeing = agreeingWithTitle(layouts, blocks)
        // Those that differ in their marks alone read alike where no line has one: the first is the plainest.
        var layouts: [RecordLayout] = []
        for layout in agreeing where !layouts.contains(where: { $0.isPlainer(than: layout) }) {
            layouts.append(layout)
        }
        guard layouts.count > 1, layouts[0].border == 0, layouts.allSatisfy({ $0.style == layouts[0].style })
        else { return layouts }
        // A value begins where it is printed: the space before it would be a part of the name's column.
        let dense = layouts.filter { layout in
            blocks.allSatisfy { block in
                block.lines.allSatisfy { line in
                    let bounds = file.textLine(line)
                    let split = file.bytes.withUnsafeBufferPointer {
                        layout.split($0, bounds, isPaddingKept: true)
                    }
                    guard let split, !split.name.isEmpty else { return true }
                    return file.bytes[split.value].first != 0x20 && !hasGap(split.name)
                }
            }
        }
        return dense.count == 1 ? dense : layouts
    }

    private func hasGap(_ name: Range<Int>) -> Bool {
        zip(file.bytes[name], file.bytes[name].dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
    }

    private func fits(_ block: RecordBlock, _ layout: RecordLayout) -> Bool {
        var reading = RecordReading(layout)
        var hasMark = false
        let isPaddingKept = isPaddingKept(block)
        for line in block.lines {
            let bounds = file.textLine(line)
            let isTaken = file.bytes.withUnsafeBufferPointer { bytes in
                guard let split = layout.split(bytes, bounds, isPaddingKept: isPaddingKept) else {
                    return false
                }
                hasMark = hasMark || split.nameFollows || split.nameGoesOn
                return reading.take(split, bytes)
            }
            if !isTaken { return false }
        }
        return reading.isWhole && !reading.fields.isEmpty && (!layout.hasMarks || hasMark)
    }

    /// The layouts that agree with the width of the first title, which psql pads to that of the lines.
    ///
    /// It is how `print_aligned_vertical_line` pads without borders (`src/fe_utils/print.c`). Where no
    /// layout agrees, the padding was lost or `\\pset xheader_width` cut it.
    func agreeingWithTitle(_ layouts: [RecordLayout], _ blocks: [RecordBlock]) -> [RecordLayout] {
        guard let title = blocks.first?.title, let border = layouts.first?.border, border == 0 else {
            return layouts
        }
        let bounds = file.textLine(title)
        let printed = file.displayWidth(of: bounds)
        let text = file.displayWidth(of: file.trimmed(bounds))
        let agreeing = layouts.filter { layout in
            let names = layout.split - (layout.hasMarkAfterName ? 1 : 0)
            var values = 0
            for block in blocks {
                for line in block.lines {
                    let bounds = file.textLine(line)
                    var width = file.displayWidth(of: bounds) - layout.split - 1
                    let isMarked = layout.style == .marked && goesOn(line, block, layout)
                    if isMarked { width -= 1 }
                    values = max(values, width)
                }
            }
            var rest = text + 1 - names
            var expected = text + max(0, -rest)
            if rest <= 0 { expected += 1 }
            rest -= 1
            expected += max(0, values - max(0, rest))
            return expected == printed
        }
        return agreeing.isEmpty ? layouts : agreeing
    }

    /// Whether the value of a line goes on in the next: that one has no name.
    private func goesOn(_ line: Int, _ block: RecordBlock, _ layout: RecordLayout) -> Bool {
        guard line + 1 < block.lines.upperBound else { return false }
        return file.bytes.withUnsafeBufferPointer { bytes in
            let own = layout.split(bytes, file.textLine(line), isPaddingKept: true)
            let next = layout.split(bytes, file.textLine(line + 1), isPaddingKept: true)
            guard let own, let next else { return false }
            return own.nameGoesOn ? !next.value.isEmpty : next.name.isEmpty
        }
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
