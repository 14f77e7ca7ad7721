import Diagnostics
public import Quantities

/// What a node, or one worker's part in it, says of how it worked: sorting, hashing, caching, bitmaps.
///
/// The text format folds several of these into one line; they are the same here for every format.
public struct WorkFigures: Sendable {
    private let list: PropertyList

    init(_ list: PropertyList) { self.list = list }

    private static let help = PlanHelp.analyze

    private func count(_ names: [String], _ label: String, help: String = Self.help) -> Quantity<Count> {
        list.quantity(list.firstNumber(names), label, help: help)
    }

    private func counter<Unit: UnitOfMeasure>(
        _ name: String, _ counter: StaticString, of property: String
    ) -> Quantity<Unit> {
        var number = list.number(name)
        if !number.isPrinted, let line = list.record(property) {
            number =
                CounterLine.number(list.tree.file.bytes, line.value.range, of: counter)
                ?? PrintedNumber(value: 0, range: line.value.range, decimals: 0)
        }
        return list.quantity(number, name, help: Self.help)
    }

    // MARK: Sorting

    /// How it sorted: `quicksort`, `top-N heapsort`, `external merge`.
    public var sortMethod: String? { list.property("Sort Method")?.text }

    /// `Memory` or `Disk`: where a sort kept its rows.
    public var sortSpaceType: String? {
        if let type = list.property("Sort Space Type")?.text { return type }
        guard sortMethod != nil else { return nil }
        return ["Memory", "Disk"].first { list.record($0) != nil }
    }

    /// How much a sort used, in bytes; printed in whole kilobytes, rounded up.
    public var sortSpaceUsed: Quantity<Bytes> {
        list.kilobytes(
            list.firstNumber([sortSpaceType ?? "Memory", "Sort Space Used"]), "Sort Space Used",
            help: Self.help)
    }

    /// The groups that an Incremental Sort sorted by all keys; nil where none are printed.
    public var fullSortGroups: SortGroups? { SortGroups(list, "Full-sort Groups") }

    /// The groups that an Incremental Sort sorted by the remaining keys; nil where none are printed.
    public var presortedGroups: SortGroups? { SortGroups(list, "Pre-sorted Groups") }

    // MARK: Hashing

    /// How many buckets a hash table had in the end.
    public var hashBuckets: Quantity<Count> { count(["Hash Buckets", "Buckets"], "Hash Buckets") }

    /// With how many buckets a hash table began.
    public var originalHashBuckets: Quantity<Count> {
        original("Original Hash Buckets", or: "Buckets")
    }

    /// In how many parts a Hash or an aggregate was done; more than 1 means that it did not fit in memory.
    public var batches: Quantity<Count> {
        count(["Batches", "Hash Batches", "HashAgg Batches"], "Batches")
    }

    /// In how many parts a Hash meant to be done.
    public var originalBatches: Quantity<Count> { original("Original Hash Batches", or: "Batches") }

    /// Into how many parts an aggregate meant to spill; the text format does not print a zero.
    public var plannedPartitions: Quantity<Count> {
        let name = "Planned Partitions"
        if case .node(let id) = list.owner, id >= 0, list.tree.format == .text, list.record(name) == nil,
            let strategy = list.tree.nodes[id].title.strategy, ["Hashed", "Mixed"].contains(strategy),
            list.tree.nodes[id].title.type == "Aggregate"
        {
            return Quantity(
                0, derivation: .reading(label: "\(name) (none printed)", at: list.description.span))
        }
        return count([name], name)
    }

    /// `32768 (originally 1024)`: what it was at first is printed only where it changed.
    private func original(_ name: String, or short: String) -> Quantity<Count> {
        var number = list.firstNumber([name, short])
        if let record = list.record(short),
            let mark = list.tree.file.bytes.firstIndex(of: "(originally ", in: record.value.range)
        {
            var cursor = ByteCursor(list.tree.file.bytes, mark + 12..<record.value.range.upperBound)
            number = cursor.number() ?? .absent
        }
        return list.quantity(number, name, help: Self.help)
    }

    /// The most memory that a Hash, an aggregate or a Memoize used, in bytes.
    public var peakMemory: Quantity<Bytes> {
        list.kilobytes(
            list.firstNumber(["Memory Usage", "Peak Memory Usage"]), "Peak Memory Usage", help: Self.help)
    }

    /// What an aggregate spilt to disk, in bytes.
    public var diskUsage: Quantity<Bytes> {
        list.kilobytes(list.number("Disk Usage"), "Disk Usage", help: Self.help)
    }

    // MARK: Caching

    /// How often a Memoize had the rows already.
    public var cacheHits: Quantity<Count> { count(["Cache Hits", "Hits"], "Cache Hits") }
    /// How often it had to fetch them.
    public var cacheMisses: Quantity<Count> { count(["Cache Misses", "Misses"], "Cache Misses") }
    /// How often it dropped an entry to make room.
    public var cacheEvictions: Quantity<Count> { count(["Cache Evictions", "Evictions"], "Cache Evictions") }
    /// How often an entry did not fit at all.
    public var cacheOverflows: Quantity<Count> { count(["Cache Overflows", "Overflows"], "Cache Overflows") }

    /// `Memory` or `Disk`: where a node kept rows to read them again (PostgreSQL 18 and later).
    public var storage: String? { list.property("Storage")?.text }

    /// The most that it kept, in bytes.
    public var maximumStorage: Quantity<Bytes> {
        list.kilobytes(
            list.number("Maximum Storage"), "Maximum Storage",
            help: "Run EXPLAIN with ANALYZE on PostgreSQL 18 or later.")
    }

    // MARK: Indexes and bitmaps

    /// How many rows an Index Only Scan had to fetch from the table.
    public var heapFetches: Quantity<Count> { count(["Heap Fetches"], "Heap Fetches") }

    /// How often an index was searched from its root (PostgreSQL 18 and later).
    public var indexSearches: Quantity<Count> {
        count(
            ["Index Searches"], "Index Searches", help: "Run EXPLAIN with ANALYZE on PostgreSQL 18 or later.")
    }

    /// The blocks of which a bitmap knew the rows.
    public var exactHeapBlocks: Quantity<Blocks> { counter("Exact Heap Blocks", "exact", of: "Heap Blocks") }

    /// The blocks of which a bitmap knew no rows, so that all of each had to be checked.
    public var lossyHeapBlocks: Quantity<Blocks> { counter("Lossy Heap Blocks", "lossy", of: "Heap Blocks") }

    // MARK: Writing

    /// How many rows INSERT … ON CONFLICT or MERGE inserted.
    public var tuplesInserted: Quantity<Count> { counter("Tuples Inserted", "inserted", of: "Tuples") }
    /// How many rows MERGE updated.
    public var tuplesUpdated: Quantity<Count> { counter("Tuples Updated", "updated", of: "Tuples") }
    /// How many rows MERGE deleted.
    public var tuplesDeleted: Quantity<Count> { counter("Tuples Deleted", "deleted", of: "Tuples") }
    /// How many rows MERGE left alone.
    public var tuplesSkipped: Quantity<Count> { counter("Tuples Skipped", "skipped", of: "Tuples") }
    /// How many rows of an INSERT … ON CONFLICT were there already.
    public var conflictingTuples: Quantity<Count> { count(["Conflicting Tuples"], "Conflicting Tuples") }
}

/// The groups of rows that an Incremental Sort sorted in one way.
public struct SortGroups: Sendable {
    private let list: PropertyList
    private let name: String

    init?(_ list: PropertyList, _ name: String) {
        self.list = list
        self.name = name
        guard count.value != nil else { return nil }
    }

    /// How many there were.
    public var count: Quantity<Count> {
        let number = list.number(name)
        return list.quantity(
            number.isPrinted ? number : list.number("Group Count", in: name), name, help: PlanHelp.analyze)
    }

    /// How they were sorted.
    public var methods: [String] {
        let text =
            ["Sort Methods Used", "Sort Method", "Sort Methods"].lazy.compactMap {
                list.property($0, in: name)?.text
            }
            .first
        return (text ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    /// The mean memory of a group, in bytes.
    public var averageMemory: Quantity<Bytes> { space("Average", "Memory") }
    /// The most memory of a group, in bytes.
    public var peakMemory: Quantity<Bytes> { space("Peak", "Memory") }
    /// The mean size on disk of a group that did not fit in memory, in bytes.
    public var averageDisk: Quantity<Bytes> { space("Average", "Disk") }
    /// The largest size on disk of a group, in bytes.
    public var peakDisk: Quantity<Bytes> { space("Peak", "Disk") }

    private func space(_ measure: String, _ type: String) -> Quantity<Bytes> {
        let number = list.number("\(measure) \(type)", in: name)
        return list.kilobytes(
            number.isPrinted
                ? number : list.number("\(measure) Sort Space Used", in: "\(name)/Sort Space \(type)"),
            "\(measure) \(type)", help: PlanHelp.analyze)
    }
}

extension PlanNode {
    /// How the node worked: sorting, hashing, caching, bitmaps.
    public var work: WorkFigures { WorkFigures(list) }

    /// How a Sort sorted: `quicksort`, `top-N heapsort`, `external merge`.
    public var sortMethod: String? { work.sortMethod }
    /// `Memory` or `Disk`: where a Sort kept its rows.
    public var sortSpaceType: String? { work.sortSpaceType }
    /// How much a Sort used, in bytes; printed in whole kilobytes, rounded up.
    public var sortSpaceUsed: Quantity<Bytes> { work.sortSpaceUsed }
    /// The most memory that a Hash, an aggregate or a Memoize used, in bytes.
    public var peakMemory: Quantity<Bytes> { work.peakMemory }
    /// What an aggregate spilt to disk, in bytes.
    public var diskUsage: Quantity<Bytes> { work.diskUsage }
    /// In how many parts a Hash or an aggregate was done; more than 1 means that it did not fit in memory.
    public var batches: Quantity<Count> { work.batches }
    /// How many rows an Index Only Scan had to fetch from the table.
    public var heapFetches: Quantity<Count> { work.heapFetches }
    /// How often an index was searched from its root (PostgreSQL 18 and later).
    public var indexSearches: Quantity<Count> { work.indexSearches }

    /// The window that a WindowAgg reckons over (PostgreSQL 18 and later).
    public var window: String? { list.property("Window")?.text }

    /// Whether the planner took a node that a setting such as enable_seqscan forbids (PostgreSQL 18 and later).
    public var isDisabled: Bool { list.property("Disabled")?.text == "true" }

    /// How many parts of a partitioned table were ruled out before the plan ran.
    public var subplansRemoved: Quantity<Count> {
        list.quantity("Subplans Removed", help: "Bind the figure to the Append node of a partitioned table.")
    }

    /// What an INSERT does about rows that are there already: `NOTHING` or `UPDATE`.
    public var conflictResolution: String? { list.property("Conflict Resolution")?.text }
}

extension PlanWorker {
    /// How the worker worked: sorting, hashing, caching, bitmaps.
    public var work: WorkFigures { WorkFigures(list) }
    /// How long its reads and writes took.
    public var ioTimings: IOTimings { IOTimings(list) }
    /// What it wrote to the write-ahead log.
    public var wal: WALUsage { WALUsage(list) }
    /// What JIT compilation took in the worker; nil where it is not printed.
    public var jit: PlanJIT? { PlanJIT(list) }
}
