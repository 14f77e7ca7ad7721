import Diagnostics
import Evidence
import PsqlOutput
import Quantities
import TestSupport
import Testing

private struct Activity: CaptureColumns {
    let at = Column<Instant>("at")
    let active = Column<Count>("active")
}

/// What `gzip` wrote is read as the text that it holds; what is damaged is refused.
@Suite struct GzipTests {
    private static let text = """
        at,active
        2026-01-04 16:15:02.126+00,3
        2026-01-04 16:15:02.331+00,9

        """

    private func packed() throws -> [UInt8] { try fixture("\(fixtures)/gzip/activity.csv.gz").bytes }

    /// The finding that unpacking ends with, or nil where it gives the text.
    private func finding(_ bytes: [UInt8], limit: Int = defaultDecompressedLimit) -> Diagnostic? {
        do throws(Diagnostic) {
            let found = try decompressed(bytes, path: "a.gz", limit: limit)
            #expect(String(decoding: found, as: UTF8.self) == Self.text)
            return nil
        } catch {
            return error
        }
    }

    @Test("places are those of the text, under the path of the file")
    func places() throws {
        let reader = reader()
        let table = bound(reader) { Table<Activity>("gzip/activity.csv.gz") }
        #expect(reader.diagnostics == [])
        #expect(table.active.max.value == 9)
        #expect(table.active.max.derivation.text == "max of active, n = 2 (activity.csv.gz:3)")
        let span = try #require(table.active.max.derivation.directSource)
        #expect((span.text, span.line, span.column) == ("9", 3, 28))
        let file = try #require(reader.filesRead.first)
        #expect(file.path == "evidence/gzip/activity.csv.gz")
        #expect(file.text(0..<file.bytes.count) == Self.text)
        #expect(try file.stored == packed())
    }

    @Test("the first bytes tell, not the name")
    func anyName() throws {
        let reader = try reader(bytes: ["a.csv": packed(), "b.csv.gz": Array(Self.text.utf8)])
        let (packed, plain) = bound(reader) { (Table<Activity>("a.csv"), Table<Activity>("b.csv.gz")) }
        #expect(reader.diagnostics == [])
        #expect(packed.active.numbers == [3, 9])
        #expect(plain.active.numbers == [3, 9])
        #expect(plain.result?.file.stored == Array(Self.text.utf8))
    }

    @Test("members that were joined are one text")
    func members() throws {
        let both = try decompressed(packed() + packed(), path: "a.gz")
        #expect(String(decoding: both, as: UTF8.self) == Self.text + Self.text)
    }

    @Test("a file that was cut anywhere is refused")
    func cut() throws {
        let whole = try packed()
        #expect(finding(whole) == nil)
        for count in 2..<whole.count {
            #expect(finding(Array(whole[..<count]))?.id == "capture.truncated", "\(count) bytes")
        }
        let joined = whole + whole
        for count in whole.count + 1..<joined.count {
            let found = finding(Array(joined[..<count]))
            #expect(found?.id == (count == whole.count + 1 ? "capture.corrupt" : "capture.truncated"))
        }
    }

    /// The flags of a member, its time and its system are no part of what it holds, nor are the bits that
    /// fill the last byte of its data.
    @Test("a changed bit is found, or changed nothing of the text")
    func flipped() throws {
        let whole = try packed()
        var refused = 0
        for offset in 2..<whole.count {
            for bit in 0..<8 {
                var damaged = whole
                damaged[offset] ^= 1 << UInt8(bit)
                if finding(damaged) != nil { refused += 1 }
            }
        }
        #expect(refused >= (whole.count - 10) * 8 - 7)
    }

    @Test("what is wrong is said in words")
    func messages() throws {
        let whole = try packed()
        var checksum = whole
        checksum[whole.count - 8] ^= 1
        #expect(
            finding(checksum)?.text == """
                a.gz: error: The checksum of the gzip file is not that of its data [capture.corrupt]
                  help: Copy or capture it again; `gzip -t` tells whether a file is whole.
                """)
        var length = whole
        length[whole.count - 1] ^= 1
        #expect(finding(length)?.summary == "The length that the gzip file states is not that of its data")
        #expect(
            finding(Array(whole.dropLast(5)))?.text == """
                a.gz: error: The gzip file ends after 62 bytes, before its data do [capture.truncated]
                  expected: compressed data up to their checksum and length
                  help: Copy or capture it again; `gzip -t` tells whether a file is whole.
                """)
        #expect(
            finding(whole + Array("and more".utf8))?.text == """
                a.gz: error: After 67 bytes of gzip data the file goes on with something else, for 8 bytes [capture.corrupt]
                  expected: the end of the file, or another gzip member
                  help: Copy or capture it again; where you know what follows, cut it off.
                """)
    }

    @Test("a file that holds more than the limit is refused, with the sizes")
    func limit() throws {
        let whole = try packed()
        #expect(finding(whole, limit: Self.text.utf8.count) == nil)
        #expect(
            finding(whole, limit: Self.text.utf8.count - 1)?.text == """
                a.gz: error: The capture holds more than 67 bytes once it is unpacked; compressed it has 67 bytes [capture.over-budget]
                  expected: at most 67 bytes
                  help: Cut it to the time of the incident, or raise the limit of the evidence's reader.
                """)
        // Many small members are a bomb as well as one large one.
        let many = Array(repeatElement(whole, count: 1_000).joined())
        #expect(finding(many, limit: 1_000)?.id == "capture.over-budget")
        let reader = EvidenceReader(folder: "evidence", budget: whole.count) { _ throws(Diagnostic) in
            whole
        }
        #expect(reader.file("a.gz") == nil)
        #expect(reader.diagnostics.map(\.id) == ["capture.over-budget"])
    }

    @Test("what it holds is no text either")
    func contents() throws {
        let empty: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let twice = try reader(bytes: ["empty.gz": empty, "whole.gz": packed()])
        #expect(twice.file("empty.gz") == nil)
        #expect(twice.diagnostics.map(\.id) == ["capture.empty"])
    }
}
