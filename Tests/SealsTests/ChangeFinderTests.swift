import Captures
import Diagnostics
import TestSupport
import Testing

@testable import Seals

/// Whatever was changed, the place that is told is the right one, or a range that holds it.
@Suite("The place of a change, from the seal alone")
struct ChangeFinderTests {
    private func sealed(_ bytes: [UInt8]) throws -> SealedFile {
        try SealedFile(path: "capture.txt", sealing: bytes)
    }

    /// Lines of digits and words as captures have them, or any bytes.
    private func content(_ size: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let alphabet = Array("0123456789.  |-abcdefxyz\n".utf8)
        let isText = Bool.random(using: &generator)
        return (0..<size).map { _ in
            isText
                ? alphabet.randomElement(using: &generator) ?? 0x20
                : UInt8.random(in: 0...255, using: &generator)
        }
    }

    private func difference(_ before: [UInt8], _ after: [UInt8]) throws -> Difference {
        try sealed(before).difference(from: after)
    }

    /// The first offset at which two contents differ, found the plain way.
    private func firstDifference(_ left: [UInt8], _ right: [UInt8]) -> Int {
        zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(left.count, right.count)
    }

    @Test(
        "a single changed byte is found exactly, with what it was",
        arguments: [1, 3, 64, 700, 16_384, 100_000]
    )
    func singleByte(size: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size))
        for _ in 0..<(size > 50_000 ? 8 : 40) {
            let before = content(size, &generator)
            var after = before
            let offset = Int.random(in: 0..<size, using: &generator)
            after[offset] ^= UInt8.random(in: 1...255, using: &generator)
            let found = try difference(before, after)
            #expect(found.first == offset..<offset + 1)
            #expect(found.edit?.sealed == [before[offset]])
            #expect(found.edit?.present == [after[offset]])
            #expect(found.edit?.proof == .checksums)
        }
    }

    @Test("single bytes changed in several places are all found")
    func severalBytes() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<40 {
            let before = content(6_000, &generator)
            var after = before
            // In blocks of their own: each block's checksum tells of one byte.
            let offsets = [10, 2_000, 5_999].map { $0 - Int.random(in: 0..<10, using: &generator) }
            for offset in offsets { after[offset] ^= 0x04 }
            let found = try difference(before, after)
            #expect(found.first.lowerBound == offsets[0])
            #expect(found.edit?.count == 3)
            #expect(found.edit?.sealed == Array(before[offsets[0]...offsets[2]]))
        }
    }

    @Test("an inserted stretch is found exactly, whatever its length", arguments: [0, 1, 64, 640, 20_000])
    func insertion(size: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size) + 1)
        for _ in 0..<30 {
            let before = content(size, &generator)
            var after = before
            let offset = Int.random(in: 0...size, using: &generator)
            let inserted = content(Int.random(in: 1...300, using: &generator), &generator)
            after.insert(contentsOf: inserted, at: offset)
            let found = try difference(before, after)
            let first = firstDifference(before, after)
            #expect(found.first == first..<first + 1)
            #expect(found.edit?.sealed == [])
            #expect(found.edit?.present.count == inserted.count)
        }
    }

    @Test("up to four removed bytes are found exactly, and what they were", arguments: [4, 64, 640, 5_000])
    func shortRemoval(size: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size) + 2)
        for _ in 0..<30 {
            let before = content(size, &generator)
            var after = before
            let count = Int.random(in: 1...4, using: &generator)
            let offset = Int.random(in: 0...size - count, using: &generator)
            after.removeSubrange(offset..<offset + count)
            let found = try difference(before, after)
            let first = firstDifference(before, after)
            #expect(found.first == first..<first + 1)
            #expect(found.edit?.sealed.count == count)
            #expect(found.edit?.present == [])
        }
    }

    @Test("a number of four digits that became another is found exactly, of any length now")
    func replacement() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let before = content(Int.random(in: 4...9_000, using: &generator), &generator)
            let offset = Int.random(in: 0...before.count - 4, using: &generator)
            let count = Int.random(in: 1...4, using: &generator)
            let text = content(Int.random(in: 1...12, using: &generator), &generator)
            var after = before
            after.replaceSubrange(offset..<offset + count, with: text)
            guard after != before else { continue }
            let found = try difference(before, after)
            let first = firstDifference(before, after)
            #expect(found.first == first..<first + 1)
            #expect(found.edit?.proof == .checksums)
        }
    }

    @Test("after any edits the first change is in the range that is told")
    func anyEdits() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<400 {
            let before = content(Int.random(in: 0...3_000, using: &generator), &generator)
            var after = before
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let offset = Int.random(in: 0...after.count, using: &generator)
                let end = min(after.count, offset + Int.random(in: 0...200, using: &generator))
                let text = content(Int.random(in: 0...200, using: &generator), &generator)
                after.replaceSubrange(offset..<end, with: text)
            }
            guard after != before else { continue }
            let found = try difference(before, after)
            #expect(found.first.contains(firstDifference(before, after)))
            #expect(found.first.count <= BlockChecksums.blockSize(ofSize: before.count))
            #expect(found.sealedSize == before.count && found.presentSize == after.count)
            if let edit = found.edit {
                let start = found.first.lowerBound
                var restored = after
                restored.replaceSubrange(start..<start + edit.present.count, with: edit.sealed)
                #expect(restored == before)
            }
        }
    }

    @Test("checksums that were made to agree are not believed: the whole file is suspect")
    func forgedChecksums() throws {
        let before = Array("Execution Time: 80.040 ms\n".utf8)
        let after = Array("Execution Time: 10.040 ms\n".utf8)
        let forged = SealedFile(
            path: "capture.txt",
            sha256: try SHA256(of: before).hexadecimal,
            provenance: Provenance(),
            blocks: BlockChecksums(of: after)
        )
        var finder = ChangeFinder(of: forged, in: after)
        let found = try finder.difference()
        #expect(found.first == 0..<after.count)
        #expect(found.edit == nil)
    }

    @Test("what cannot be proved within the budget is narrowed down all the same")
    func budget() throws {
        var generator = SeededGenerator(seed: 5)
        let before = content(4_000, &generator)
        var after = before
        after.replaceSubrange(1_000..<1_004, with: Array("0000".utf8))
        var finder = ChangeFinder(of: try sealed(before), in: after, budget: 0)
        let found = try finder.difference()
        #expect(found.first == 960..<1_024)
        #expect(found.edit == nil)
    }
}
