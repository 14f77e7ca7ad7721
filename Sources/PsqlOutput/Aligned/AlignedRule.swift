internal import Diagnostics
internal import Evidence

/// A line of dashes of an aligned table: the one line that says where every column begins.
struct AlignedRule {
    /// Where in a table a rule stands, as far as its joints tell.
    enum Position { case top, middle, bottom, anywhere }

    /// What stands between two columns of a row.
    enum Bar: Equatable { case ascii, single, double }

    /// How the cells are set apart: 0 by a space, 1 by a bar, 2 by a bar and a frame.
    let border: Int
    let position: Position
    /// Whether the marks of the table are those of `\pset linestyle unicode`.
    let isUnicode: Bool
    /// The bars of the frame, and those between two columns; they differ where one of them is doubled.
    let outerBar: Bar
    let innerBar: Bar
    /// The columns' dashes, in columns of the terminal.
    let segments: [Range<Int>]
    /// The width of the rule, in columns of the terminal.
    let width: Int

    /// Reads a line as a rule, or nil where it is none.
    init?(_ file: SourceFile, _ bounds: Range<Int>) {
        var range = bounds
        while range.upperBound > range.lowerBound, file.bytes[range.upperBound - 1] == 0x20 {
            range = range.lowerBound..<range.upperBound - 1
        }
        guard let walk = file.bytes.withUnsafeBufferPointer({ RuleWalk($0, range) }) else { return nil }
        // psql pads the text between bars by a space on each side.
        if walk.isFramed || !walk.hasSpaces, walk.segments.contains(where: { $0.count < 2 }) { return nil }
        border = walk.isFramed ? 2 : (walk.hasSpaces ? 0 : 1)
        position = walk.position ?? .anywhere
        isUnicode = walk.isUnicode
        outerBar = walk.isUnicode ? walk.outerBar ?? .single : .ascii
        innerBar = walk.isUnicode ? walk.innerBar ?? .single : .ascii
        segments = walk.segments
        width = walk.width
    }

    /// Columns that no rule shows: those of a table without a header, found from its rows.
    init(border: Int, bar: Bar, segments: [Range<Int>], width: Int) {
        self.border = border
        position = .anywhere
        isUnicode = bar != .ascii
        outerBar = bar
        innerBar = bar
        self.segments = segments
        self.width = width
    }

    /// The same columns, set apart by a space.
    init(withoutBars rule: AlignedRule) {
        border = 0
        position = rule.position
        isUnicode = rule.isUnicode
        outerBar = rule.outerBar
        innerBar = rule.innerBar
        segments = rule.segments
        width = rule.width
    }

    /// The columns of the terminal that hold a column's text, without its marks.
    func textColumns(_ index: Int) -> Range<Int> {
        let segment = segments[index]
        return border == 0
            ? segment : segment.lowerBound + 1..<max(segment.lowerBound + 1, segment.upperBound - 1)
    }
}

/// The walk along a line that may be a rule.
private struct RuleWalk {
    var segments: [Range<Int>] = []
    var width = 0
    var hasSpaces = false
    var isFramed = false
    var isUnicode = false
    var position: AlignedRule.Position?
    var outerBar: AlignedRule.Bar?
    var innerBar: AlignedRule.Bar?

    private var dash: UInt32 = 0
    private var hasJoints = false

    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        var start: Int? = 0
        var isClosed = false
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = scalar(at: index, in: bytes, before: range.upperBound)
            if isClosed { return nil }
            if value == 0x2D || value == 0x2500 || value == 0x2550 {
                guard dash == 0 || dash == value else { return nil }
                dash = value
                if start == nil { start = width }
            } else {
                guard take(joint: value, isLast: index + length == range.upperBound) else { return nil }
                if width > 0 {
                    guard let begin = start, begin < width else { return nil }
                    segments.append(begin..<width)
                }
                isClosed = isFramed && index + length == range.upperBound
                start = nil
            }
            width += 1
            index += length
        }
        if let begin = start, begin < width { segments.append(begin..<width) }
        isUnicode = dash != 0x2D
        guard !segments.isEmpty, dash != 0, isFramed == isClosed, isFramed || start != nil,
            !(hasSpaces && (hasJoints || isFramed)), isUnicode || position == nil
        else { return nil }
    }

    private mutating func take(joint value: UInt32, isLast: Bool) -> Bool {
        switch value {
        case 0x20:
            hasSpaces = true
            return width > 0
        case 0x2B:
            guard dash == 0x2D || width == 0 else { return false }
            if width == 0 { isFramed = true } else if !isLast { hasJoints = true }
            return true
        default:
            guard let joint = Joint(value) else { return false }
            guard position == nil || position == joint.position else { return false }
            position = joint.position
            switch joint.side {
            case .left:
                guard width == 0 else { return false }
                isFramed = true
                outerBar = joint.bar
            case .right:
                guard isFramed, isLast, outerBar == joint.bar else { return false }
            case .between:
                guard width > 0, innerBar == nil || innerBar == joint.bar else { return false }
                innerBar = joint.bar
                hasJoints = true
            }
            return true
        }
    }
}

/// A character of the box-drawing block where lines meet (Unicode, U+2500 to U+257F).
private struct Joint {
    enum Side { case left, between, right }

    let position: AlignedRule.Position
    let side: Side
    /// The vertical line through it.
    let bar: AlignedRule.Bar

    init?(_ value: UInt32) {
        switch value {
        case 0x250C: self.init(.top, .left, .single)
        case 0x2554: self.init(.top, .left, .double)
        case 0x252C, 0x2564: self.init(.top, .between, .single)
        case 0x2565, 0x2566: self.init(.top, .between, .double)
        case 0x2510: self.init(.top, .right, .single)
        case 0x2557: self.init(.top, .right, .double)
        case 0x251C, 0x255E: self.init(.middle, .left, .single)
        case 0x255F, 0x2560: self.init(.middle, .left, .double)
        case 0x253C, 0x256A: self.init(.middle, .between, .single)
        case 0x256B, 0x256C: self.init(.middle, .between, .double)
        case 0x2524, 0x2561: self.init(.middle, .right, .single)
        case 0x2562, 0x2563: self.init(.middle, .right, .double)
        case 0x2514: self.init(.bottom, .left, .single)
        case 0x255A: self.init(.bottom, .left, .double)
        case 0x2534, 0x2567: self.init(.bottom, .between, .single)
        case 0x2568, 0x2569: self.init(.bottom, .between, .double)
        case 0x2518: self.init(.bottom, .right, .single)
        case 0x255D: self.init(.bottom, .right, .double)
        default: return nil
        }
    }

    private init(_ position: AlignedRule.Position, _ side: Side, _ bar: AlignedRule.Bar) {
        self.position = position
        self.side = side
        self.bar = bar
    }
}

extension AlignedRule.Bar {
    /// How many bytes it takes in UTF-8.
    var length: Int { self == .ascii ? 1 : 3 }

    /// Whether it stands at an offset.
    @inline(__always)
    func stands(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, before end: Int) -> Bool {
        switch self {
        case .ascii: offset < end && bytes[offset] == 0x7C
        case .single:
            offset + 2 < end && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x94
                && bytes[offset + 2] == 0x82
        case .double:
            offset + 2 < end && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x95
                && bytes[offset + 2] == 0x91
        }
    }
}
