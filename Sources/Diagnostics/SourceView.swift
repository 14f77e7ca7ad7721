/// Puts a text together out of parts of a file, so that each byte of it knows where in the file it stands.
///
/// Evidence is often wrapped in something: a frame of `|` and `+`, the quotes of CSV, the entities of
/// HTML, the escapes of JSON, `> ` of a mail. A reader of what is inside gets a view, in which none of
/// that is left, and the places that it gives are those in the file. A view of a view knows its places
/// in the file too.
public struct SourceViewBuilder {
    private let source: SourceFile
    private var bytes: [UInt8] = []
    private var segments: [Origin.Segment] = []

    /// Begins an empty view of a file, or of another view.
    public init(of source: SourceFile) { self.source = source }

    /// How many bytes the view has so far.
    public var count: Int { bytes.count }

    /// Makes room for a number of bytes.
    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Adds bytes of the source as they are.
    public mutating func append(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let view = bytes.count
        bytes.append(contentsOf: source.bytes[range])
        source.forEachRun(in: range) { offset, original, isVerbatim in
            add(
                Origin.Segment(
                    view: view + offset.lowerBound - range.lowerBound, source: original,
                    isVerbatim: isVerbatim))
        }
    }

    /// Adds bytes that stand in the source in another form, such as `<` for `&lt;`.
    ///
    /// An empty `range` is the place of something that is not in the source, such as the newline between
    /// the rows of a frame.
    public mutating func append(_ text: some Sequence<UInt8>, for range: Range<Int>) {
        let view = bytes.count
        bytes.append(contentsOf: text)
        guard bytes.count > view else { return }
        add(Origin.Segment(view: view, source: source.originalRange(range), isVerbatim: false))
    }

    /// Adds one byte that stands in the source in another form.
    public mutating func append(_ byte: UInt8, for range: Range<Int>) {
        add(Origin.Segment(view: bytes.count, source: source.originalRange(range), isVerbatim: false))
        bytes.append(byte)
    }

    private mutating func add(_ segment: Origin.Segment) {
        if let last = segments.last, last.isVerbatim, segment.isVerbatim,
            last.source + (segment.view - last.view) == segment.source
        {
            return
        }
        segments.append(segment)
    }

    public func view() -> SourceFile {
        SourceFile(Origin(file: source.original, segments: segments, count: bytes.count), bytes: bytes)
    }
}

/// From where in a file the bytes of a view were taken.
struct Origin: Sendable {
    /// A run of bytes of the view that were taken alike: up to where the next begins.
    struct Segment: Sendable {
        private let viewStart: Int32
        private let lower: Int32
        /// One past the end of what is replaced; ~ marks a run of bytes as they are.
        private let upper: Int32

        init(view: Int, source: Range<Int>, isVerbatim: Bool) {
            viewStart = Int32(truncatingIfNeeded: view)
            lower = Int32(truncatingIfNeeded: source.lowerBound)
            let end = Int32(truncatingIfNeeded: source.upperBound)
            upper = isVerbatim ? ~end : end
        }

        var view: Int { Int(viewStart) }
        var source: Int { Int(lower) }
        var isVerbatim: Bool { upper < 0 }
        var range: Range<Int> { Int(lower)..<Int(upper < 0 ? ~upper : upper) }
    }

    /// A file that is no view.
    let file: SourceFile
    let segments: [Segment]
    let count: Int

    /// The bytes of the file from which a range of the view was taken, from the first to the last.
    func range(_ range: Range<Int>) -> Range<Int> {
        guard !segments.isEmpty else { return 0..<0 }
        let first = segments[index(at: range.lowerBound)]
        let lower =
            first.isVerbatim ? first.source + max(0, range.lowerBound - first.view) : first.range.lowerBound
        guard !range.isEmpty else {
            let isAtEnd = range.lowerBound >= count
            let end = isAtEnd && !first.isVerbatim ? first.range.upperBound : lower
            return end..<end
        }
        let last = segments[index(at: range.upperBound - 1)]
        let upper = last.isVerbatim ? last.source + range.upperBound - last.view : last.range.upperBound
        return lower..<max(lower, upper)
    }

    /// The segment that holds a byte of the view.
    func index(at offset: Int) -> Int {
        var low = 0
        var high = segments.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if segments[middle].view <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

extension SourceFile {
    /// Calls `body` for each run of bytes in a range that was taken alike from the original file.
    fileprivate func forEachRun(
        in range: Range<Int>, _ body: (_ run: Range<Int>, _ original: Range<Int>, _ isVerbatim: Bool) -> Void
    ) {
        guard let origin, !origin.segments.isEmpty else { return body(range, range, true) }
        var index = origin.index(at: range.lowerBound)
        while index < origin.segments.count, origin.segments[index].view < range.upperBound {
            let segment = origin.segments[index]
            let end = index + 1 < origin.segments.count ? origin.segments[index + 1].view : origin.count
            let run = max(segment.view, range.lowerBound)..<min(end, range.upperBound)
            let start = segment.source + run.lowerBound - segment.view
            body(run, segment.isVerbatim ? start..<start + run.count : segment.range, segment.isVerbatim)
            index += 1
        }
    }
}
