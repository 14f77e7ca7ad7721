internal import CZlib
public import Diagnostics

/// How many bytes a compressed capture may hold where nothing else is said: 512 MiB.
///
/// A file of half a megabyte can hold as much: deflate shrinks a run of zeros 1,032 times.
public let defaultDecompressedLimit = 512 * 1_048_576

/// Whether bytes begin as a gzip file does (RFC 1952, 2.3.1), whatever its name.
public func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// The bytes that a gzip file holds; bytes that are not gzip's are given back as they are.
///
/// All members of the file are read, one after another, as `cat a.gz b.gz` joins them (RFC 1952, 2.2).
/// Nothing is returned of a file that is not whole: `capture.truncated` where it ends early,
/// `capture.corrupt` where it is damaged, its checksum or length is wrong, or something that is not gzip's
/// follows, and `capture.over-budget` where it holds more than `limit` bytes.
public func decompressed(
    _ bytes: [UInt8], path: String, limit: Int = defaultDecompressedLimit
) throws(Diagnostic) -> [UInt8] {
    guard isGzip(bytes) else { return bytes }
    return try bytes.withUnsafeBufferPointer { (input) throws(Diagnostic) in
        var inflation = Inflation(input: input, path: path, limit: max(0, limit))
        return try inflation.run()
    }
}

/// The unpacking of one whole file.
private struct Inflation {
    let input: UnsafeBufferPointer<UInt8>
    let path: String
    let limit: Int
    var output: [UInt8] = []
    /// How much of the input was used up.
    var offset = 0

    /// How much is unpacked at a time.
    private static let chunkSize = 262_144
    /// How much zlib is given at a time; it counts in 32 bits.
    private static let mostInput = 1 << 30

    init(input: UnsafeBufferPointer<UInt8>, path: String, limit: Int) {
        self.input = input
        self.path = path
        self.limit = limit
    }

    mutating func run() throws(Diagnostic) -> [UInt8] {
        // zlib's state points back at the stream, which must therefore stay where it is.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        // A window of up to 32 kB (15), and the header and trailer of gzip round it (16).
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Diagnostic(.capture(.unreadable), "zlib cannot be used", at: Place(path: path))
        }
        defer { inflateEnd(stream) }
        // The file's last four bytes tell the length of its last member; it only helps where it can be true.
        let stated = input.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        output.reserveCapacity(min(stated, limit, input.count * 1_032))
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.chunkSize)
        defer { chunk.deallocate() }
        while offset < input.count {
            guard offset == 0 || isGzip(input[offset...]) else { throw trailing() }
            try member(stream, chunk)
            guard inflateReset(stream) == Z_OK else { throw corrupt(nil) }
        }
        return output
    }

    /// Unpacks the member that begins at the offset, up to its end.
    private mutating func member(
        _ stream: UnsafeMutablePointer<z_stream>, _ chunk: UnsafeMutableBufferPointer<UInt8>
    ) throws(Diagnostic) {
        while true {
            let given = min(input.count - offset, Self.mostInput)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + offset })
            stream.pointee.avail_in = UInt32(given)
            stream.pointee.next_out = chunk.baseAddress
            stream.pointee.avail_out = UInt32(chunk.count)
            let status = inflate(stream, Z_NO_FLUSH)
            offset += given - Int(stream.pointee.avail_in)
            let made = chunk.count - Int(stream.pointee.avail_out)
            guard output.count + made <= limit else { throw overBudget() }
            output.append(contentsOf: chunk[..<made])
            switch status {
            case Z_STREAM_END: return
            case Z_OK where made > 0 || offset < input.count: continue
            case Z_OK, Z_BUF_ERROR: throw truncated()
            default: throw corrupt(stream.pointee.msg.map { String(cString: $0) })
            }
        }
    }
}

extension Inflation {
    private func truncated() -> Diagnostic {
        Diagnostic(
            .capture(.truncated), "The gzip file ends after \(counted(input.count)), before its data do",
            at: Place(path: path), expected: "compressed data up to their checksum and length",
            help: "Copy or capture it again; `gzip -t` tells whether a file is whole.")
    }

    private func corrupt(_ reason: String?) -> Diagnostic {
        let what =
            switch reason {
            case "incorrect data check": "The checksum of the gzip file is not that of its data"
            case "incorrect length check": "The length that the gzip file states is not that of its data"
            default: "The gzip file is damaged near byte \(offset)\(reason.map { " (\($0))" } ?? "")"
            }
        return Diagnostic(
            .capture(.corrupt), what, at: Place(path: path),
            help: "Copy or capture it again; `gzip -t` tells whether a file is whole.")
    }

    private func trailing() -> Diagnostic {
        Diagnostic(
            .capture(.corrupt),
            "After \(counted(offset)) of gzip data the file goes on with something else, for \(counted(input.count - offset))",
            at: Place(path: path), expected: "the end of the file, or another gzip member",
            help: "Copy or capture it again; where you know what follows, cut it off.")
    }

    private func overBudget() -> Diagnostic {
        Diagnostic(
            .capture(.overBudget),
            "The capture holds more than \(counted(limit)) once it is unpacked; compressed it has \(counted(input.count))",
            at: Place(path: path), expected: "at most \(counted(limit))",
            help: "Cut it to the time of the incident, or raise the limit of the evidence's reader.")
    }

    private func counted(_ bytes: Int) -> String { "\(bytes) \(bytes == 1 ? "byte" : "bytes")" }
}
