import Diagnostics

extension TextPlanReader {
    /// `Worker 0:  actual time=0.1..0.2 rows=1 loops=1`, or another property of the worker.
    mutating func readWorker(_ range: Range<Int>, indent: Int) throws(Diagnostic) {
        var cursor = ByteCursor(file.bytes, range)
        _ = cursor.take("Worker ")
        guard let number = cursor.number(), let count = Int(exactly: number.value), cursor.take(":") else {
            throw misplaced(range, "the number of the worker, such as `Worker 0:`")
        }
        cursor.skipSpaces()
        var record = WorkerRecord(number: count, span: range)
        let rest = cursor.offset..<range.upperBound
        if file.bytes.stands("actual ", at: cursor.offset, before: range.upperBound) {
            record.figures = try lines.runFigures(&cursor)
            guard cursor.isAtEnd else {
                throw misplaced(cursor.offset..<range.upperBound, "the end of the line")
            }
        }
        // Up to PostgreSQL 12 a worker has a line for each kind of figure.
        let own = Int(parts.nodes[parts.nodes.count - 1].firstWorker)..<parts.workers.count
        if let known = own.first(where: { parts.workers[$0].number == count }) {
            if record.figures.loops.isPrinted { parts.workers[known].figures = record.figures }
            worker = known
        } else {
            parts.workers.append(record)
            worker = parts.workers.count - 1
        }
        if !cursor.isAtEnd { try readProperty(rest, indent: indent + 2) }
    }
}
