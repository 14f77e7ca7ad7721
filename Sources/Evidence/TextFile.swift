public import Diagnostics

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The bytes of a capture as a text file; where gzip compressed them, the text that they hold.
///
/// Throws where they are none: `capture.empty`, `capture.binary` (compressed otherwise, UTF-16, or with a
/// zero byte), `capture.not-utf8`, `capture.too-large` (2 GB, since places are kept as 32-bit offsets), and
/// what ``decompressed(_:path:limit:)`` throws. Lines and columns are those of the text, the path is that
/// of the file. A byte order mark is let through and later skipped.
public func textFile(
    path: String, bytes stored: [UInt8], decompressedLimit: Int = defaultDecompressedLimit
) throws(Diagnostic) -> SourceFile {
    let bytes = try decompressed(stored, path: path, limit: decompressedLimit)
    guard bytes.count < Int(Int32.max) else {
        throw Diagnostic(
            .capture(.tooLarge), "The capture is larger than 2 GB", at: Place(path: path),
            help: "Cut it to the time of the incident.")
    }
    let file = SourceFile(path: path, bytes: bytes, stored: stored)
    try checkText(of: file)
    return file
}

/// Throws where the bytes of a file, or of a window of one, are not text in UTF-8.
package func checkText(of file: SourceFile) throws(Diagnostic) {
    let (path, bytes) = (file.path, file.bytes)
    guard bytes.count > file.contentStart else {
        throw Diagnostic(
            .capture(.empty), "The capture is empty", at: Place(path: path),
            help: "Capture it again; a command that failed often leaves an empty file.")
    }
    if let disguise = binaryFormat(of: bytes) {
        throw Diagnostic(.capture(.binary), disguise.what, at: Place(path: path), help: disguise.help)
    }
    if let offset = firstOffset(of: 0, in: bytes) {
        throw Diagnostic(
            .capture(.binary), "The capture holds a zero byte, so it is not text",
            at: file.span(offset..<offset + 1),
            help: "Capture it again, or leave the file out of the evidence.")
    }
    if let bad = firstInvalidUTF8(in: bytes) {
        throw Diagnostic(
            .capture(.notUTF8), "The byte 0x\(hexadecimal(bytes[bad])) is not UTF-8",
            at: file.span(bad..<bad + 1), expected: "text in UTF-8",
            help: "Capture with PGCLIENTENCODING=UTF8, or convert the file: iconv -f LATIN1 -t UTF-8.")
    }
}

private func binaryFormat(of bytes: [UInt8]) -> (what: String, help: String)? {
    if isGzip(bytes) {
        return ("The capture is compressed with gzip twice", "Unpack it once: gunzip.")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        return ("The capture is in UTF-16", "Convert it: iconv -f UTF-16 -t UTF-8.")
    }
    return nil
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0\(digits)" : digits
}

private func firstOffset(of byte: UInt8, in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress, let found = memchr(base, Int32(byte), buffer.count) else {
            return nil
        }
        return base.distance(to: UnsafeRawPointer(found))
    }
}

/// The offset of the first byte that begins no well-formed sequence (RFC 3629), or nil.
func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
        var index = 0
        while index < buffer.count {
            while index + 8 <= buffer.count,
                buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
            }
            guard index < buffer.count else { return nil }
            let lead = buffer[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let (length, lowest, highest): (Int, UInt8, UInt8) =
                switch lead {
                case 0xC2...0xDF: (2, 0x80, 0xBF)
                case 0xE0: (3, 0xA0, 0xBF)
                case 0xED: (3, 0x80, 0x9F)
                case 0xE1...0xEF: (3, 0x80, 0xBF)
                case 0xF0: (4, 0x90, 0xBF)
                case 0xF1...0xF3: (4, 0x80, 0xBF)
                case 0xF4: (4, 0x80, 0x8F)
                default: (0, 0, 0)
                }
            guard length > 0, index + length <= buffer.count,
                (lowest...highest).contains(buffer[index + 1])
            else { return index }
            for further in 2..<max(2, length) where buffer[index + further] & 0xC0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}

extension SourceFile {
    /// Where the text begins: after a byte order mark.
    @inlinable
    package var contentStart: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The bytes of a line (from 1) without its ending and without a byte order mark.
    @inlinable
    package func textLine(_ number: Int) -> Range<Int> {
        let bounds = line(number)
        guard number == 1 else { return bounds }
        return min(max(bounds.lowerBound, contentStart), bounds.upperBound)..<bounds.upperBound
    }

    /// The path without the `.gz` of a compressed file: its ending tells what the text is.
    package var pathOfText: Substring { path.hasSuffix(".gz") ? path.dropLast(3) : path[...] }

    /// Whether the last line ends with a newline, as everything that a tool of PostgreSQL prints does.
    package var endsWithNewline: Bool { bytes.last == 0x0A }

    /// Whether the bytes from an offset on are these.
    package func matches(_ literal: StaticString, at offset: Int, before end: Int) -> Bool {
        guard offset >= 0, offset + literal.utf8CodeUnitCount <= end, end <= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return literal.utf8CodeUnitCount == 0 }
            return memcmp(base + offset, literal.utf8Start, literal.utf8CodeUnitCount) == 0
        }
    }

    /// The first offset of a byte in a range.
    package func offset(of byte: UInt8, in range: Range<Int>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, !range.isEmpty,
                let found = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// The first offset of some bytes in a range.
    package func offset(of needle: [UInt8], in range: Range<Int>) -> Int? {
        guard let first = needle.first else { return nil }
        var start = range.lowerBound
        while start + needle.count <= range.upperBound,
            let found = offset(of: first, in: start..<range.upperBound - needle.count + 1)
        {
            if bytes[found..<found + needle.count].elementsEqual(needle) { return found }
            start = found + 1
        }
        return nil
    }

    /// Whether the range holds nothing but spaces and tabs.
    @inlinable
    package func isBlank(_ range: Range<Int>) -> Bool { trimmed(range).isEmpty }

    /// What is wrong with a file whose last line was cut.
    package func cutLastLine() -> Diagnostic {
        let last = line(lineCount)
        return Diagnostic(
            .capture(.truncated),
            "The last line has no line ending, so the capture may be cut in the middle of it",
            at: span(max(last.lowerBound, last.upperBound - 1)..<last.upperBound),
            help: "Capture it again; where you know that it is whole, end the last line.")
    }
}
