import Diagnostics
import Evidence
import ServerLogs
import TestSupport
import Testing

/// A log that was cut or altered is refused, or read up to a place where an entry ends; never half of one.
@Suite struct ServerLogDamageTests {
    private static let prefix = "%m [%p] %q%u@%d/%a %e "

    private func read(_ bytes: [UInt8]) -> Result<ServerLogFile, Diagnostics> {
        do throws(Diagnostics) {
            return .success(
                try ServerLogFile.read(textFile(path: "a.log", bytes: bytes), prefix: Self.prefix))
        } catch {
            return .failure(error)
        }
    }

    private func textFile(path: String, bytes: [UInt8]) throws(Diagnostics) -> SourceFile {
        do throws(Diagnostic) { return try Evidence.textFile(path: path, bytes: bytes) } catch {
            throw Diagnostics(error)
        }
    }

    private func fields(_ entry: ServerLogEntry) -> [String?] {
        ServerLogField.allCases.map { entry.reading(of: $0)?.text }
    }

    /// csvlog and jsonlog tell where an entry ends: a cut anywhere else is seen.
    @Test(arguments: ["csv", "json"])
    func cutAnywhere(format: String) throws {
        let entries = RenderedEntry.random(6, seed: 3)
        let bytes = Array(entries.map { format == "csv" ? $0.csv() : $0.json }.joined().utf8)
        let whole = try read(bytes).get()
        let ends = whole.entries.map { ($0.span?.range.upperBound ?? 0) + 1 }
        for end in 1..<bytes.count {
            switch read(Array(bytes[..<end])) {
            case .success(let log):
                #expect(ends.contains(end), "cut at \(end)")
                #expect(log.entries.map(fields) == whole.entries.prefix(log.entries.count).map(fields))
            case .failure(let findings):
                #expect(!ends.contains(end), "cut at \(end)")
                #expect(findings.all.allSatisfy { $0.place?.path == "a.log" })
            }
            if case .success(let log) = read(Array(bytes[end...])) {
                // What is left of the line before it may be its ending.
                #expect(ends.contains(end) || ends.contains(end + 1), "cut before \(end)")
                #expect(log.entries.map(fields) == whole.entries.suffix(log.entries.count).map(fields))
            }
        }
    }

    /// In the plain format only the ends of lines can be told: an entry may have lost lines at its end.
    @Test func plainLogCutAnywhere() throws {
        let entries = RenderedEntry.random(6, seed: 4)
        let bytes = Array(entries.map(\.plain).joined().utf8)
        let whole = try read(bytes).get()
        for end in 1..<bytes.count {
            guard case .success(let log) = read(Array(bytes[..<end])) else { continue }
            #expect(bytes[end - 1] == 0x0A)
            let count = log.entries.count
            #expect(log.entries.dropLast().map(fields) == whole.entries.prefix(count - 1).map(fields))
        }
        let starts = whole.entries.map { $0.span?.range.lowerBound ?? 0 }
        for start in 1..<bytes.count where bytes[start - 1] == 0x0A {
            guard case .success(let log) = read(Array(bytes[start...])) else { continue }
            #expect(starts.contains(start), "cut before \(start)")
            #expect(log.entries.map(fields) == whole.entries.suffix(log.entries.count).map(fields))
        }
    }

    @Test(arguments: ["plain", "csv", "json"])
    func alteredBytes(format: String) throws {
        let entries = RenderedEntry.random(12, seed: 9)
        let bytes = Array(
            entries.map { format == "plain" ? $0.plain : format == "csv" ? $0.csv() : $0.json }.joined().utf8)
        var random = SeededGenerator(seed: 77)
        let marks = Array("\"\\,\n\r\t:{}[] LOGu0d8".utf8) + [0, 0xC3, 0xFF]
        var refused = 0
        for _ in 0..<600 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
                case 1: damaged.removeSubrange(place..<min(damaged.count, place + 30))
                default:
                    damaged.insert(contentsOf: damaged[place..<min(damaged.count, place + 30)], at: place)
                }
            }
            switch read(damaged) {
            case .failure(let findings):
                refused += 1
                #expect(findings.all.allSatisfy { !$0.text.isEmpty && $0.place?.path == "a.log" })
            case .success(let log):
                for entry in log.entries {
                    _ = fields(entry)
                    let view = log.message(of: entry)
                    let origin = view.originalRange(0..<view.bytes.count)
                    #expect(origin.upperBound <= damaged.count)
                }
            }
            // The stream says the same as the reader of the whole, whatever the chunks.
            var stream = ServerLogStream(
                path: "a.log", prefix: Self.prefix,
                limits: ServerLogLimits(longestEntry: 1 << 16, memory: 1 << 18))
            var count = 0
            do throws(Diagnostics) {
                try stream.add(damaged) { batch throws(Diagnostics) in count += batch.entries.count }
                try stream.finish { batch throws(Diagnostics) in count += batch.entries.count }
                #expect((try? read(damaged).get())?.entries.count == count)
            } catch {
                if case .success = read(damaged) { Issue.record("refused in chunks: \(error)") }
            }
        }
        #expect(refused > 100)
    }

    @Test func errorsOfStructuredLogs() {
        func report(_ text: String) -> String {
            switch read(Array(text.utf8)) {
            case .success: "read"
            case .failure(let findings): findings.all.map(\.text).joined(separator: "\n")
            }
        }
        let entry = RenderedEntry.random(1, seed: 2)[0]
        #expect(report(entry.csv()) == "read")
        #expect(report(entry.csv(columns: 25)).contains("The entry has 25 columns"))
        #expect(
            report(entry.csv() + entry.csv(columns: 23)).contains(
                "The entry has 23 columns, those above it have 26"))
        #expect(report(entry.csv() + "oops\n").contains("The entry has 1 column ["))
        #expect(report(entry.csv() + "\"oops\n").contains("[capture.truncated]"))
        #expect(report(entry.csv() + "a\"b\n").contains("[capture.csv-quote]"))
        #expect(report(entry.json) == "read")
        let line = #"{"timestamp":"2026-01-04 16:15:02.126 UTC","error_severity":"LOG","message":"x"}"#
        #expect(
            report("\(line)\n{\"timestamp\":\"2026-01-04 16:15:02.126 UTC\"}\n") == """
                a.log:2:1: error: The line has no “error_severity”, so it is no entry of jsonlog [server-log.json]
                    2 | {"timestamp":"2026-01-04 16:15:02.126 UTC"}
                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  expected: an object as PostgreSQL 15 and later write it
                """)
        #expect(
            report(line.replacing("\"x\"", with: #""\q""#) + "\n").contains(
                "expected: one of the escapes of JSON"))
        #expect(
            report(line.replacing("}", with: ",\"pid\":1,\"pid\":2}\n")).contains("expected: each key once"))
        #expect(report(line.replacing("02.126", with: "72.126") + "\n").contains("is no time"))
        #expect(report(line.replacing("LOG", with: "JOURNAL") + "\n").contains("lc_messages = 'C'"))
        #expect(report(line + "}\n").contains("expected: the end of the line"))
    }
}
