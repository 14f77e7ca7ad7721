import Diagnostics
public import Quantities

/// The blocks of 8 kB that a node and all under it used, over all loops and processes: totals, not means.
///
/// The text format prints only what is not zero, so a counter that is missing where BUFFERS was on is 0.
public struct BufferUsage: Sendable {
    private let list: PropertyList

    init(_ list: PropertyList) { self.list = list }

    /// Shared blocks found in shared buffers.
    public var sharedHit: Quantity<Blocks> { counter("shared", "hit", "Shared Hit Blocks") }
    /// Shared blocks read from outside shared buffers.
    public var sharedRead: Quantity<Blocks> { counter("shared", "read", "Shared Read Blocks") }
    /// Shared blocks that were changed for the first time.
    public var sharedDirtied: Quantity<Blocks> { counter("shared", "dirtied", "Shared Dirtied Blocks") }
    /// Shared blocks that had to be written out.
    public var sharedWritten: Quantity<Blocks> { counter("shared", "written", "Shared Written Blocks") }
    /// Blocks of temporary tables found in local buffers.
    public var localHit: Quantity<Blocks> { counter("local", "hit", "Local Hit Blocks") }
    /// Blocks of temporary tables read.
    public var localRead: Quantity<Blocks> { counter("local", "read", "Local Read Blocks") }
    /// Blocks of temporary tables that were changed.
    public var localDirtied: Quantity<Blocks> { counter("local", "dirtied", "Local Dirtied Blocks") }
    /// Blocks of temporary tables written out.
    public var localWritten: Quantity<Blocks> { counter("local", "written", "Local Written Blocks") }
    /// Blocks of temporary files read, for sorts and hashes that did not fit in memory.
    public var tempRead: Quantity<Blocks> { counter("temp", "read", "Temp Read Blocks") }
    /// Blocks of temporary files written.
    public var tempWritten: Quantity<Blocks> { counter("temp", "written", "Temp Written Blocks") }

    /// Shared blocks hit or read: how many were needed, wherever they were.
    public var shared: Quantity<Blocks> { sharedHit + sharedRead }

    private func counter(_ group: StaticString, _ name: StaticString, _ label: String) -> Quantity<Blocks> {
        if let absence = list.absence { return Quantity(unknown: absence, label: label) }
        if list.tree.format != .text {
            return list.quantity(label, help: Self.help)
        }
        return CounterLine(list, property: "Buffers", isOn: list.tree.hasBuffers)
            .value([group], name, label, unit: Blocks.self, help: Self.help)
    }

    private static let help = "Run EXPLAIN with ANALYZE and BUFFERS."
}

/// How long reads and writes of a node and all under it took, in milliseconds (track_io_timing).
///
/// Up to PostgreSQL 16 shared and local blocks have one time, which is given as that of shared blocks.
public struct IOTimings: Sendable {
    private let list: PropertyList

    init(_ list: PropertyList) { self.list = list }

    /// Reading shared blocks.
    public var sharedRead: Quantity<Time> {
        timing(["shared", "shared/local", ""], "read", ["Shared I/O Read Time", "I/O Read Time"])
    }
    /// Writing shared blocks.
    public var sharedWrite: Quantity<Time> {
        timing(["shared", "shared/local", ""], "write", ["Shared I/O Write Time", "I/O Write Time"])
    }
    /// Reading blocks of temporary tables (PostgreSQL 17 and later).
    public var localRead: Quantity<Time> { timing(["local"], "read", ["Local I/O Read Time"]) }
    /// Writing blocks of temporary tables (PostgreSQL 17 and later).
    public var localWrite: Quantity<Time> { timing(["local"], "write", ["Local I/O Write Time"]) }
    /// Reading temporary files.
    public var tempRead: Quantity<Time> { timing(["temp"], "read", ["Temp I/O Read Time"]) }
    /// Writing temporary files.
    public var tempWrite: Quantity<Time> { timing(["temp"], "write", ["Temp I/O Write Time"]) }

    private func timing(_ groups: [StaticString], _ name: StaticString, _ labels: [String]) -> Quantity<Time>
    {
        let help = "Set track_io_timing to on and run EXPLAIN with ANALYZE and BUFFERS."
        if let absence = list.absence { return Quantity(unknown: absence, label: labels[0]) }
        if list.tree.format != .text {
            return list.quantity(labels.first { list.record($0) != nil } ?? labels[0], help: help)
        }
        return CounterLine(list, property: "I/O Timings", isOn: list.tree.hasIOTimings)
            .value(groups, name, labels[0], unit: Time.self, help: help)
    }
}

/// What a node and all under it wrote to the write-ahead log (EXPLAIN's WAL option).
public struct WALUsage: Sendable {
    private let list: PropertyList

    init(_ list: PropertyList) { self.list = list }

    public var records: Quantity<Count> { counter("records", "WAL Records", unit: Count.self) }
    /// Full images of pages.
    public var fullPageImages: Quantity<Count> { counter("fpi", "WAL FPI", unit: Count.self) }
    public var bytes: Quantity<Bytes> { counter("bytes", "WAL Bytes", unit: Bytes.self) }
    /// How often the buffers of the write-ahead log were full (PostgreSQL 18 and later).
    public var buffersFull: Quantity<Count> { counter("full", "WAL Buffers Full", unit: Count.self) }

    private func counter<Unit: UnitOfMeasure>(
        _ name: StaticString, _ label: String, unit: Unit.Type
    ) -> Quantity<Unit> {
        let help = "Run EXPLAIN with ANALYZE and WAL."
        if let absence = list.absence { return Quantity(unknown: absence, label: label) }
        if list.tree.format != .text {
            return list.quantity(label, help: help)
        }
        return CounterLine(list, property: "WAL", isOn: list.tree.hasWAL).value(
            [], name, label, unit: unit, help: help)
    }
}

/// A line of counters in groups: `shared hit=5 read=3, temp written=1`.
struct CounterLine {
    let list: PropertyList
    let property: String
    /// Whether the option was on, so that what is not printed is zero.
    let isOn: Bool

    init(_ list: PropertyList, property: String, isOn: Bool) {
        self.list = list
        self.property = property
        self.isOn = isOn
    }

    func value<Unit: UnitOfMeasure>(
        _ groups: [StaticString], _ name: StaticString, _ label: String, unit: Unit.Type, help: String
    ) -> Quantity<Unit> {
        let tree = list.tree
        guard let line = list.record(property) else {
            let (owner, span) = list.description
            guard isOn else { return tree.quantity(.absent, label, at: span, owner: owner, help: help) }
            return Quantity(0, derivation: .reading(label: "\(label) (none printed)", at: span))
        }
        if let number = Self.number(list.tree.file.bytes, line.value.range, of: name, in: groups) {
            return number.quantity(label, in: tree.file)
        }
        return Quantity(
            0, derivation: .reading(label: "\(label) (none printed)", at: tree.file.span(line.value.range)))
    }

    /// The number of a counter.
    ///
    /// - Parameter groups: the words after which it stands, of which `""` is for a counter before any;
    ///   it may stand anywhere where there are none.
    static func number(
        _ bytes: [UInt8], _ range: Range<Int>, of name: StaticString, in groups: [StaticString] = []
    ) -> PrintedNumber? {
        var cursor = ByteCursor(bytes, range)
        var group = range.lowerBound..<range.lowerBound
        while !cursor.isAtEnd {
            let start = cursor.offset
            while let byte = cursor.byte, byte != 0x20, byte != UInt8(ascii: "="), byte != UInt8(ascii: ",") {
                cursor.offset += 1
            }
            let word = start..<cursor.offset
            if cursor.take("=") {
                let number = cursor.number()
                let isInGroup = groups.isEmpty || groups.contains { bytes.equals($0, group) }
                if isInGroup, bytes.equals(name, word) { return number }
                while let byte = cursor.byte, byte != 0x20, byte != UInt8(ascii: ",") { cursor.offset += 1 }
            } else {
                group = word
            }
            while let byte = cursor.byte, byte == 0x20 || byte == UInt8(ascii: ",") { cursor.offset += 1 }
            if cursor.offset == start { break }
        }
        return nil
    }
}

extension PlanNode {
    /// The blocks that the node and all under it used.
    public var buffers: BufferUsage { BufferUsage(list) }
    /// How long its and their reads and writes took.
    public var ioTimings: IOTimings { IOTimings(list) }
    /// What it and they wrote to the write-ahead log.
    public var wal: WALUsage { WALUsage(list) }
}
