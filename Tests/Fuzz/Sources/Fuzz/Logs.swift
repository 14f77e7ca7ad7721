import Diagnostics
import Evidence
import Quantities
import QueryPlans
import ServerLogs

/// Entries follow one another, and all their parts can be asked for; chunks give what the whole gives.
func serverLog(_ bytes: [UInt8]) {
    guard let first = bytes.first, let file = text(Array(bytes.dropFirst())) else { return }
    let prefixes: [String?] = [nil, nil, "%m [%p] %q%u@%d/%a %e ", "%t:%r:%u@%d:[%p]: ", "%n %c-%l %s "]
    let prefix = prefixes[Int(first) % prefixes.count]
    do throws(Diagnostics) {
        let log = try ServerLogFile.read(file, prefix: prefix)
        var end = 0
        for entry in log.entries {
            if let span = entry.span {
                require(span.range.lowerBound >= end, "entries overlap")
                end = span.range.upperBound
            }
            _ = (entry.time, entry.severity, entry.user.text, entry.message.text)
            let message = log.message(of: entry)
            for index in [0, message.bytes.count / 2, message.bytes.count] {
                require(message.span(index..<index).range.upperBound <= file.bytes.count, "a place outside")
            }
        }
        try requireSameInChunks(log, of: file, prefix: prefix, size: 1 + Int(first) * 3)
    } catch {
        requirePlaces(error.all, in: file)
    }
}

private func requireSameInChunks(
    _ log: ServerLogFile, of file: SourceFile, prefix: String?, size: Int
) throws(Diagnostics) {
    // The format of a log given in pieces is found from its first ones alone.
    guard let known = log.prefix ?? prefix ?? (log.destination == .stderr ? nil : "") else { return }
    var stream = ServerLogStream(path: "capture", prefix: known)
    var messages: [String] = []
    let take: (ServerLogFile) throws(Diagnostics) -> Void = { batch throws(Diagnostics) in
        messages += batch.entries.map { $0.message.text }
    }
    var start = 0
    while start < file.bytes.count {
        let end = min(file.bytes.count, start + size)
        try stream.add(Array(file.bytes[start..<end]), take)
        start = end
    }
    try stream.finish(take)
    require(messages == log.entries.map { $0.message.text }, "chunks give other entries")
}
