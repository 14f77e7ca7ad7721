public import Diagnostics
public import Quantities

/// A capture that is no table: single lines and numbers are read from it by the text round them.
public struct TextCapture: Sendable {
    private let reader: EvidenceReader?
    private let source: Result<SourceFile, Diagnostic>
    private let path: String

    /// Reads the file through the current reader.
    public init(_ path: String) {
        reader = EvidenceReader.current
        source = currentFile(path)
        self.path = path
    }

    /// The file, or nil where it could not be read.
    public var file: SourceFile? {
        if case .success(let file) = source { file } else { nil }
    }

    /// The whole text; empty where it could not be read.
    public var text: String { file.map { $0.text($0.contentStart..<$0.bytes.count) } ?? "" }

    /// Why the file could not be read; empty where it was.
    public var problems: [Diagnostic] {
        if case .failure(let reason) = source { [reason] } else { [] }
    }

    /// The number that follows a text, in the unit's own scale; the text must occur once.
    public func number<Unit: UnitOfMeasure>(
        after text: String, as unit: Unit.Type = Unit.self
    ) -> Quantity<Unit> {
        number(after: text, reading: .number(scale: 1))
    }

    /// The time that follows a text; the text must occur once.
    public func number(after text: String, in scale: TimeScale) -> Quantity<Time> {
        number(after: text, reading: scale.reading)
    }

    /// The part of a whole that follows a text; the text must occur once.
    public func number(after text: String, in scale: ShareScale) -> Quantity<Share> {
        number(after: text, reading: scale.reading)
    }

    /// The size that follows a text, in bytes or as `pg_size_pretty` prints it; the text must occur once.
    public func size(after text: String) -> Quantity<Bytes> { number(after: text, reading: .size) }

    /// The only line that contains a text; absent where there are none or several.
    public func line(containing text: String) -> TextReading {
        guard case .success(let file) = source else { return TextReading(absent: problems) }
        let places = occurrences(of: text, in: file)
        let lines = Set(places.map { file.lineNumber(at: $0) }).sorted()
        guard let line = lines.first, lines.count == 1 else {
            return TextReading(absent: [notOnce(text, lines.map { file.textLine($0) }, file, "lines hold")])
        }
        let bounds = file.textLine(line)
        return TextReading(file.text(bounds), at: file.span(bounds))
    }

    /// How often a text occurs, with the first and the last place.
    public func occurrences(of text: String) -> Quantity<Count> {
        guard case .success(let file) = source else {
            return Quantity(
                state: .unknown(problems), derivation: .missing(label: "occurrences of “\(text)”"))
        }
        let length = text.utf8.count
        let places = occurrences(of: text, in: file)
        let shown = [places.first, places.count > 1 ? places.last : nil].compactMap { $0 }
        return Quantity(
            Double(places.count),
            derivation: .aggregate(
                name: "count", label: "occurrences of “\(text)”", count: places.count,
                at: shown.isEmpty
                    ? [file.span(file.contentStart..<file.bytes.count)]
                    : shown.map { file.span($0..<$0 + length) }))
    }

    private func occurrences(of text: String, in file: SourceFile) -> [Int] {
        let needle = Array(text.utf8)
        var found: [Int] = []
        var start = file.contentStart
        while let place = file.offset(of: needle, in: start..<file.bytes.count) {
            found.append(place)
            start = place + needle.count
        }
        return found
    }

    private func number<Unit: UnitOfMeasure>(after text: String, reading: CellReading) -> Quantity<Unit> {
        guard case .success(let file) = source else {
            return Quantity(state: .unknown(problems), derivation: .missing(label: text))
        }
        let places = occurrences(of: text, in: file)
        let length = text.utf8.count
        guard let place = places.first, places.count == 1 else {
            return Quantity(
                unknown: notOnce(text, places.map { $0..<$0 + length }, file, "places hold"), label: text)
        }
        // The text may begin in the line before: “\ncores ” is the one at the beginning of a line.
        let line = file.line(file.lineNumber(at: place + max(0, length - 1)))
        let range = valueRange(file, from: place + length, before: line.upperBound, reading)
        let label = file.text(file.trimmed(max(place, line.lowerBound)..<place + length))
        guard !range.isEmpty,
            let field = PrintedField(file, range, label: label, unit: Unit.self, reading: reading)
        else {
            let finding = Diagnostic(
                .cell(.notANumber), "“\(text)” is not followed by a number",
                at: file.span(place..<place + length), expected: "a number (\(Unit.name))")
            reader?.record(finding)
            return Quantity(unknown: finding, label: text)
        }
        return field.quantity()
    }

    /// The bytes of the value: a number, and for a size its unit, for an interval all of its word.
    private func valueRange(
        _ file: SourceFile, from start: Int, before end: Int, _ reading: CellReading
    ) -> Range<Int> {
        var lower = start
        while lower < end, file.bytes[lower] == 0x20 { lower += 1 }
        switch reading {
        case .number, .percent, .instant: return numeralRange(file, at: lower, before: end)
        case .interval:
            var upper = lower
            while upper < end,
                digitValue(file.bytes[upper]) != nil || [0x2E, 0x3A, 0x2D].contains(file.bytes[upper])
            {
                upper += 1
            }
            return lower..<upper
        case .size:
            let number = numeralRange(file, at: lower, before: end)
            for unit in [" bytes", " kB", " MB", " GB", " TB", " PB"] as [StaticString]
            where file.matches(unit, at: number.upperBound, before: end) {
                return lower..<number.upperBound + unit.utf8CodeUnitCount
            }
            return number
        }
    }

    private func notOnce(
        _ text: String, _ places: [Range<Int>], _ file: SourceFile, _ what: String
    ) -> Diagnostic {
        let finding =
            if let first = places.first {
                Diagnostic(
                    .capture(.ambiguousText), "\(places.count) \(what) “\(text)”", at: file.span(first),
                    help: "Use more of the text that is meant.",
                    notes: places.dropFirst().prefix(3).map {
                        Diagnostic.Note("another", at: Place(file.span($0)))
                    })
            } else {
                Diagnostic(
                    .capture(.noText), "The capture does not hold “\(text)”", at: Place(path: file.path))
            }
        reader?.record(finding)
        return finding
    }
}
