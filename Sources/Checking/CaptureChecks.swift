import Diagnostics
import Evidence
import Incidents
import Quantities

extension IncidentChecker {
    /// What the times and settings of captures contradict.
    var captureFindings: [Diagnostic] {
        stamps + beforeAndAfter + withoutRecord + recordedZones + printedZones + statisticsResets
    }

    private var folder: String { "Content/\(incident.id)/evidence/" }

    private func recordPlace(_ record: Vocabulary<Evaluated>.CaptureRecord) -> Place {
        Place(path: folder + (record.saved == nil ? record.path : SavedRecord.path(of: record.path)))
    }

    // MARK: Older than what it shows

    /// A time that was read from a capture and is later than the capture itself.
    private var stamps: [Diagnostic] {
        let taken = captureTimes
        let uses = incident.figures.map(\.number) + figuresUsed
        var told: Set<String> = []
        return uses.compactMap { use in
            guard use.quantity.unitName == Instant.name, let bounds = use.quantity.interval,
                let span = use.quantity.derivation.directSource, span.file.path.hasPrefix(folder)
            else { return nil }
            let path = String(span.file.path.dropFirst(folder.count))
            guard let captured = taken[path], bounds.lower > captured.bounds.upper, told.insert(path).inserted
            else { return nil }
            return Diagnostic(
                .capture(.stale),
                "\(path) was captured at \(captured.text), but holds the later time \(use.text)",
                at: Place(span), expected: "a capture that was taken after what it shows",
                help:
                    "Correct the time in its record, or the zone in which its times are read; or capture again."
            )
        }
    }

    /// Captures that are told apart as before and after, and were taken the other way round.
    private var beforeAndAfter: [Diagnostic] {
        let byKey = Dictionary(
            incident.captures.flatMap { record in record.keys.map { ($0, record) } },
            uniquingKeysWith: { first, _ in first })
        return incident.captures.compactMap { before in
            let after = before.counterparts.lazy.compactMap { byKey[$0] }.first
            guard let after, let first = before.captured, let second = after.captured,
                second.bounds.upper < first.bounds.lower
            else { return nil }
            return Diagnostic(
                .capture(.stale),
                "\(before.path), captured at \(first.text), is said to be from before "
                    + "\(after.path), which is older: \(second.text)", at: recordPlace(before),
                expected: "\(second.text) or earlier",
                help: "Capture again what was captured too late, or name the captures for what they are.")
        }
    }

    // MARK: Records

    /// Captures that figures were read from and that have no record, where others have one.
    private var withoutRecord: [Diagnostic] {
        guard incident.captures.contains(where: { $0.saved != nil }) else { return [] }
        let known = Set(incident.captures.filter { $0.saved != nil || $0.captured != nil }.map(\.path))
        return incident.filesRead.compactMap { file in
            guard file.path.hasPrefix(folder), !known.contains(String(file.path.dropFirst(folder.count)))
            else {
                return nil
            }
            return Diagnostic(
                .capture(.noRecord),
                "The capture has no record, as others of the incident have: nobody can tell when it was taken",
                at: Place(path: file.path), expected: SavedRecord.path(of: file.path),
                help: "Capture it with `casebook capture`, or state in the incident with what and when: "
                    + "CaptureRecord(…, from:, at:).")
        }
    }

    /// Sessions that printed their times in different zones.
    private var recordedZones: [Diagnostic] {
        let zoned = incident.captures.compactMap { record in
            record.saved?.timeZone.map { (record, zone: canonical($0)) }
        }
        let usual = mostFrequent(zoned.map(\.zone))
        return zoned.filter { $0.zone != usual }.map { record, zone in
            mixedZones("\(record.path) was captured in the zone \(zone)", usual, at: recordPlace(record))
        }
    }

    /// Captures that print times of different zones.
    private var printedZones: [Diagnostic] {
        let recorded = Set(incident.captures.filter { $0.saved?.timeZone != nil }.map { folder + $0.path })
        let printed = incident.filesRead.compactMap { file in file.firstPrintedZone.map { (file, $0) } }
        let usual = mostFrequent(printed.map { canonical($0.1.text) })
        return printed.compactMap { file, span in
            let zone = canonical(span.text)
            // Where the record says in which zone a session was, that is told instead.
            guard zone != usual, !recorded.contains(file.path) || zone.first?.isLetter == false else {
                return nil
            }
            return mixedZones("\(file.name) prints times of the zone \(zone)", usual, at: Place(span))
        }
    }

    private func mixedZones(_ what: String, _ usual: String?, at place: Place) -> Diagnostic {
        Diagnostic(
            .capture(.mixedTimeZones), "\(what), other captures of the incident in \(usual ?? "another")",
            at: place, expected: usual,
            help:
                "Compare no times of the two by eye. Best is one zone for all, UTC; else accept it with a reason."
        )
    }

    // MARK: Counters

    /// Captures of one query that are told apart by labels, with the counters set to zero in between.
    private var statisticsResets: [Diagnostic] {
        let labelled = incident.captures.filter { $0.saved?.query != nil && $0.saved?.label != nil }
        let byQuery = Dictionary(grouping: labelled) { $0.saved?.query ?? "" }
        return byQuery.sorted { $0.key < $1.key }.flatMap { query, captures -> [Diagnostic] in
            let inTime = captures.sorted {
                ($0.captured?.microseconds ?? 0) < ($1.captured?.microseconds ?? 0)
            }
            return zip(inTime, inTime.dropFirst()).compactMap { earlier, later in
                guard let old = earlier.saved, let new = later.saved, old.label != new.label,
                    let view = old.statisticsReset.keys.sorted().first(where: { view in
                        new.statisticsReset[view].map { $0 != old.statisticsReset[view] } ?? false
                    }),
                    let reset = new.statisticsReset[view], reset > old.captured
                else { return nil }
                return Diagnostic(
                    .capture(.statisticsReset),
                    "The counters of \(view) were set to zero at \(reset.text), after “\(old.label ?? "")” "
                        + "and before “\(new.label ?? "")” of the query \(query)", at: recordPlace(later),
                    expected: "counters that ran on from \(old.captured.text) to \(new.captured.text)",
                    help:
                        "The difference of the two is no measurement; capture both again without a reset between.",
                    notes: [Diagnostic.Note("the earlier one", at: recordPlace(earlier))])
            }
        }
    }
}

extension Vocabulary<Evaluated>.CaptureRecord {
    /// What a capture can be found by: its path, and its query with its label.
    fileprivate var keys: [String] {
        [path] + [saved?.query.flatMap { query in saved?.label.map { "\(query)\0\($0)" } }].compactMap(\.self)
    }

    /// What its counterpart from after would be found by; none where it is not called one from before.
    fileprivate var counterparts: [String] {
        var keys: [String] = []
        if let query = saved?.query, saved?.label == "before" { keys.append("\(query)\0after") }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.split(omittingEmptySubsequences: false) { !$0.isLetter && !$0.isNumber }
        }
        if parts.joined().count(where: { $0 == "before" }) == 1 {
            keys.append(path.replacing("before", with: "after", maxReplacements: 1))
        }
        return keys
    }
}

/// A zone's name, with those of UTC made one.
private func canonical(_ zone: String) -> String {
    ["UTC", "GMT", "Z", "+00", "+00:00", "-00", "Etc/UTC", "Universal", "Zulu", "Etc/GMT"].contains(zone)
        ? "UTC" : zone
}

/// The zone of most captures; of as many, UTC, or else the first by name.
private func mostFrequent(_ values: [String]) -> String? {
    var counts: [String: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.max { left, right in
        (left.value, left.key == "UTC" ? 1 : 0, right.key) < (
            right.value, right.key == "UTC" ? 1 : 0, left.key
        )
    }?.key
}

extension SourceFile {
    /// The zone behind the first date with a time of day in the first lines: `+00`, `CET`.
    fileprivate var firstPrintedZone: SourceSpan? {
        let head = bytes.prefix(65_536)
        var index = head.startIndex
        while let dash = head[index...].firstIndex(of: UInt8(ascii: ":")) {
            index = dash + 1
            // YYYY-MM-DD HH:MM:SS
            guard dash >= 13, dash + 6 <= head.endIndex, isShape("9999-99-99_99:99:99", at: dash - 13) else {
                continue
            }
            var end = dash + 6
            if end < head.endIndex, head[end] == UInt8(ascii: ".") {
                end += 1
                while end < head.endIndex, head[end].isDigit { end += 1 }
            }
            guard let zone = zone(at: end, limit: head.endIndex) else { return nil }
            return span(zone)
        }
        return nil
    }

    private func isShape(_ shape: StaticString, at start: Int) -> Bool {
        guard start + shape.utf8CodeUnitCount <= bytes.count else { return false }
        return shape.withUTF8Buffer { shape in
            zip(shape, bytes[start...]).allSatisfy { wanted, byte in
                switch wanted {
                case UInt8(ascii: "9"): byte.isDigit
                case UInt8(ascii: "_"): byte == 0x20 || byte == UInt8(ascii: "T")
                default: byte == wanted
                }
            }
        }
    }

    /// `Z`, `+01`, `+01:30` directly behind, or a name of three or four capital letters after a space.
    private func zone(at start: Int, limit: Int) -> Range<Int>? {
        guard start < limit else { return nil }
        if bytes[start] == UInt8(ascii: "Z") { return start..<start + 1 }
        if bytes[start] == UInt8(ascii: "+") || bytes[start] == UInt8(ascii: "-") {
            var end = start + 1
            while end < limit, bytes[end].isDigit || bytes[end] == UInt8(ascii: ":") { end += 1 }
            return end - start >= 3 ? start..<end : nil
        }
        guard bytes[start] == 0x20 else { return nil }
        let letters = bytes[(start + 1)..<limit].prefix { (0x41...0x5A).contains($0) }
        let isWhole =
            letters.endIndex == limit || !bytes[letters.endIndex].isLetter && bytes[letters.endIndex] != 0x3A
        return (3...4).contains(letters.count) && isWhole ? letters.startIndex..<letters.endIndex : nil
    }
}
