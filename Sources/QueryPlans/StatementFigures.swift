public import Diagnostics
public import Quantities

/// A setting that differs from its default.
public struct PlanSetting: Sendable, Hashable {
    /// The setting's name, such as `work_mem`.
    public let name: String
    /// Its value as printed, without the quotes.
    public let value: String
    /// Where it stands.
    public let span: SourceSpan

    static func all(in tree: PlanTree) -> [PlanSetting] {
        if tree.format != .text {
            return tree.statementProperties.filter { $0.group == "Settings" }.map {
                PlanSetting(name: $0.name, value: tree.text($0.value), span: tree.file.span($0.value.range))
            }
        }
        guard
            let list = tree.statementProperties.first(where: { $0.name == "Settings" && $0.group == nil })
        else { return [] }
        return split(list.value.range, in: tree.file)
    }

    /// `a = '1', b = 'x, y'`: a value ends where `', ` is followed by a name and ` = '`.
    private static func split(_ range: Range<Int>, in file: SourceFile) -> [PlanSetting] {
        var settings: [PlanSetting] = []
        var rest = range
        while let equals = file.bytes.firstIndex(of: " = '", in: rest) {
            let value = equals + 4..<rest.upperBound
            var search = value
            var end = max(value.lowerBound, value.upperBound - 1)
            var next = range.upperBound
            while let comma = file.bytes.firstIndex(of: "', ", in: search) {
                let after = comma + 3..<range.upperBound
                if let following = file.bytes.firstIndex(of: " = '", in: after),
                    file.bytes[after.lowerBound..<following].allSatisfy(isNameByte)
                {
                    end = comma
                    next = after.lowerBound
                    break
                }
                search = after
            }
            settings.append(
                PlanSetting(
                    name: file.text(rest.lowerBound..<equals), value: file.text(value.lowerBound..<end),
                    span: file.span(rest.lowerBound..<min(end + 1, range.upperBound))))
            rest = next..<range.upperBound
        }
        return settings
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
}

/// A trigger that fired, over all its calls.
public struct PlanTrigger: Sendable, Hashable {
    /// The name as printed; that of the constraint where the trigger's own is not printed.
    ///
    /// The text format adds `on …` to it where a statement writes several tables.
    public let name: String
    /// The constraint that the trigger checks, where it does.
    public let constraint: String?
    /// The table, where the format has it apart.
    public let relation: String?
    /// The time of all calls, in milliseconds.
    public let time: Quantity<Time>
    /// How often it was called.
    public let calls: Quantity<Count>

    init(_ tree: PlanTree, _ record: TriggerRecord) {
        constraint = tree.optionalText(record.constraint)
        name = tree.optionalText(record.name) ?? constraint ?? ""
        relation = tree.optionalText(record.relation)
        let place = tree.file.span((record.name.isPrinted ? record.name : record.constraint).range)
        time = tree.quantity(record.time, "Trigger Time", at: place, help: "Run EXPLAIN with TIMING.")
        calls = tree.quantity(record.calls, "Trigger Calls", at: place, help: PlanHelp.captureWhole)
    }
}

/// What just-in-time compilation took; it is in the nodes' times already.
public struct PlanJIT: Sendable {
    private let list: PropertyList

    init?(_ list: PropertyList) {
        guard list.all.contains(where: { $0.name.hasPrefix("JIT/") }) else { return nil }
        self.list = list
    }

    /// Everything that is printed of it, by name.
    public var properties: [PlanProperty] { list.all.filter { $0.name.hasPrefix("JIT/") } }

    /// How many functions were compiled.
    public var functions: Quantity<Count> {
        list.quantity(list.number("Functions", in: "JIT"), "JIT Functions", help: Self.help)
    }

    /// Whether a part was on: `Inlining`, `Optimization`, `Expressions` or `Deforming`; nil where it is
    /// not printed.
    public func option(_ name: String) -> Bool? {
        if let value = list.property(name, in: "JIT/Options") { return value.text == "true" }
        guard let line = list.property("Options", in: "JIT") else { return nil }
        let words = line.text.split { $0 == " " || $0 == "," }
        guard let index = words.firstIndex(where: { $0 == name }), index + 1 < words.count else { return nil }
        return words[index + 1] == "true"
    }

    /// Generating the functions, in milliseconds, with `deforming`.
    public var generation: Quantity<Time> { time("Generation") }
    /// Generating what takes tuples apart, in milliseconds (PostgreSQL 17 and later).
    public var deforming: Quantity<Time> { time("Deform") }
    /// Inlining, in milliseconds.
    public var inlining: Quantity<Time> { time("Inlining") }
    /// Optimising, in milliseconds.
    public var optimization: Quantity<Time> { time("Optimization") }
    /// Emitting machine code, in milliseconds.
    public var emission: Quantity<Time> { time("Emission") }
    /// All of it, in milliseconds.
    public var total: Quantity<Time> { time("Total") }

    private func time(_ name: String) -> Quantity<Time> {
        var number = list.number(name, in: "JIT/Timing")
        let nested = name == "Deform" ? "Deform" : "Total"
        if !number.isPrinted, name == "Deform" || name == "Generation" {
            number = list.number(nested, in: "JIT/Timing/Generation")
        }
        if !number.isPrinted, let line = list.record("Timing", in: "JIT") {
            number = list.number(after: name, in: line.value.range)
        }
        return list.quantity(number, "JIT \(name)", help: Self.help)
    }

    private static let help = "Run EXPLAIN with ANALYZE and BUFFERS, with track_io_timing or TIMING on."
}

/// What turning the result into what a client would get took (EXPLAIN's SERIALIZE option).
public struct PlanSerialization: Sendable {
    private let tree: PlanTree
    private let list: PropertyList

    init?(_ tree: PlanTree) {
        list = PropertyList(tree, owner: .statement("Serialization"))
        self.tree = tree
        guard tree.statementRecord("Serialization") != nil || !list.all.isEmpty else { return nil }
    }

    private static let help = "Run EXPLAIN with ANALYZE and SERIALIZE."

    private func number(_ name: String, _ counter: StaticString) -> PrintedNumber {
        guard let line = tree.statementRecord("Serialization") else { return list.number(name) }
        return CounterLine.number(tree.file.bytes, line.value.range, of: counter) ?? .absent
    }

    /// The time, in milliseconds.
    public var time: Quantity<Time> {
        list.quantity(number("Time", "time"), "Serialization Time", help: Self.help)
    }

    /// The size of what would be sent, in bytes; printed in whole kilobytes, rounded up.
    public var outputVolume: Quantity<Bytes> {
        list.kilobytes(number("Output Volume", "output"), "Output Volume", help: Self.help)
    }

    /// `text` or `binary`.
    public var format: String? {
        if let format = list.first("Format")?.text { return format }
        return tree.statementText("Serialization")?.split(separator: " ").last { $0.hasPrefix("format=") }
            .map { String($0.dropFirst(7)) }
    }

    /// The buffers it used, which are not among those of the nodes.
    public var buffers: BufferUsage { BufferUsage(list) }
    /// How long its reads and writes took.
    public var ioTimings: IOTimings { IOTimings(list) }
}

extension QueryPlan {
    /// What JIT compilation took; nil where it was not used.
    public var jit: PlanJIT? { PlanJIT(PropertyList(tree, owner: .wholeStatement)) }

    /// What SERIALIZE measured; nil where the option is off.
    public var serialization: PlanSerialization? { PlanSerialization(tree) }

    /// How long the reads and writes of planning took.
    public var planningIOTimings: IOTimings {
        IOTimings(PropertyList(tree, owner: .statement("Planning")))
    }

    /// The memory that planning used, in bytes (EXPLAIN's MEMORY option); printed in whole kilobytes.
    public var planningMemoryUsed: Quantity<Bytes> { planningMemory("Memory Used", "used") }

    /// The memory that planning took from the system, in bytes; printed in whole kilobytes.
    public var planningMemoryAllocated: Quantity<Bytes> { planningMemory("Memory Allocated", "allocated") }

    private func planningMemory(_ name: String, _ counter: StaticString) -> Quantity<Bytes> {
        let list = PropertyList(tree, owner: .statement("Planning"))
        var number = list.number(name)
        if let line = list.record("Memory") {
            number = CounterLine.number(tree.file.bytes, line.value.range, of: counter) ?? .absent
        }
        return list.kilobytes(number, name, help: "Run EXPLAIN with MEMORY on PostgreSQL 17 or later.")
    }
}
