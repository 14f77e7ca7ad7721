public import Diagnostics
internal import Evidence
internal import Quantities

extension Seal {
    /// Reads a seal's file.
    ///
    /// A file that reads is byte for byte what ``text`` gives, so that no seal can hold anything beside what
    /// it says. The former format differs in its first line and in comments of checksums, which count for
    /// nothing.
    ///
    /// - Throws: `seal.malformed`, with every place; `seal.version` for one of a later format.
    public init(_ file: SourceFile) throws(Diagnostics) {
        var reader = SealReader(file)
        let seal = try reader.read()
        if let offset = reader.firstOffset(besides: seal.text) {
            throw Diagnostics(
                malformed(
                    "The seal is not written as a seal is",
                    file.span(offset..<min(offset + 1, file.bytes.count)),
                    "what `casebook seal` writes, to the byte"))
        }
        self = seal
    }
}

/// Reads a seal line by line, and gathers what is wrong.
private struct SealReader {
    /// What the comments before a file's line said.
    private struct Facts {
        var size: Int?
        var captured: Timestamp?
        var command: String?
    }

    private let file: SourceFile
    private var problems: [Diagnostic] = []
    private var header: [String: String] = [:]
    private var sealed: Timestamp?
    private var facts = Facts()
    private var files: [SealedFile] = []
    private var isFormer = false

    /// Where so much is wrong, more of it says nothing.
    private static let mostProblems = 50

    init(_ file: SourceFile) { self.file = file }

    mutating func read() throws(Diagnostics) -> Seal {
        try readHeading()
        for number in 1..<file.lineCount + 1 where problems.count < Self.mostProblems {
            readLine(number)
        }
        if file.bytes.last != 0x0A {
            let end = file.bytes.count
            add("The last line of the seal has no end, so it may be cut", end - 1..<end, "a whole seal")
        }
        let end = file.line(file.lineCount)
        for name in ["incident", "sealed", "files"] where header[name] == nil && problems.isEmpty {
            add("The seal does not say “\(name)”", end, "a line `# \(name): …` at its beginning")
        }
        if let stated = header["files"], stated != String(files.count), problems.isEmpty {
            add("The seal speaks of \(stated) files and names \(files.count)", end, "as many as it speaks of")
        }
        guard problems.isEmpty, let incident = header["incident"], let sealed else {
            throw Diagnostics(problems)
        }
        let predecessor: Seal.Predecessor? =
            header["extends"].map { .extended(sha256: $0) }
            ?? header["replaces"].map { .replaced(sha256: $0) }
        return Seal(incident: incident, sealed: sealed, predecessor: predecessor, files: files)
    }

    private mutating func readHeading() throws(Diagnostics) {
        let first = file.line(1)
        let text = file.text(first)
        isFormer = text == Seal.formerHeading
        guard text != Seal.heading, !isFormer else { return }
        let common = "# casebook seal "
        guard text.hasPrefix(common) else {
            throw Diagnostics(
                malformed(
                    "This is no seal of Casebook's", file.span(first), "`\(Seal.heading)` in the first line"))
        }
        throw Diagnostics(
            Diagnostic(
                .seal(.version), "The seal is of a format that this Casebook does not know",
                at: file.span(first.lowerBound + common.utf8.count..<first.upperBound),
                expected: "`\(Seal.heading)`", help: "Use the Casebook that sealed it, or a later one."))
    }

    /// Where the file first differs from the text of the seal that was read from it; nil where nowhere.
    func firstOffset(besides text: [UInt8]) -> Int? {
        let held = lines(of: file.bytes).filter { !isFormer || !$0.starts(with: "# crc32/".utf8) }
        let written = lines(of: text)
        for (old, new) in zip(held, written) where old != new {
            let offset = old.startIndex + zip(old, new).prefix { $0 == $1 }.count
            return min(offset, file.bytes.count - 1)
        }
        return held.count == written.count ? nil : file.bytes.count - 1
    }

    /// The lines below the heading.
    private func lines(of bytes: [UInt8]) -> ArraySlice<ArraySlice<UInt8>> {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst()
    }

    private mutating func readLine(_ number: Int) {
        let range = file.line(number)
        guard file.bytes[range].first == UInt8(ascii: "#") else { return readFile(range) }
        let body = file.bytes[range].dropFirst(2)
        guard let colon = body.firstIndex(of: UInt8(ascii: ":")), colon + 2 <= range.upperBound else {
            return
        }
        let name = String(decoding: body[..<colon], as: UTF8.self)
        readFact(name, colon + 2..<range.upperBound)
    }

    private mutating func readFact(_ name: String, _ range: Range<Int>) {
        let text = file.text(range)
        switch name {
        case "incident":
            if flaw(ofPath: text) != nil || text.contains("/") {
                add(
                    "This is no incident's name", range,
                    "a folder's name, such as 2026-01-04-connection-spike")
            }
            header[name] = text
        case "extends", "replaces":
            if !isSHA256(text) { add("This is no SHA-256", range, "64 hexadecimal digits") }
            header[name] = text
        case "files":
            header[name] = text
        case "sealed":
            sealed = time(range)
            header[name] = text
        case "captured":
            facts.captured = time(range)
        case "bytes":
            facts.size = Int(text)
            if facts.size.map({ $0 < 0 }) ?? true { add("This is no size", range, "a whole number of bytes") }
        case "from":
            readCommand(range)
        default:
            // Whatever is none of a seal's comments shows when the seal is written again.
            break
        }
    }

    private mutating func time(_ range: Range<Int>) -> Timestamp? {
        let time = Timestamp(stringLiteral: file.text(range))
        guard time.isValid else {
            add("This is no time", range, "a time with its zone, such as 2026-01-04T16:15:02Z")
            return nil
        }
        return time
    }

    private mutating func readCommand(_ range: Range<Int>) {
        do throws(JSONFailure) {
            let json = try JSONText(SourceFile(path: file.path, bytes: Array(file.bytes[range])), from: 0)
            facts.command = json.kind(0) == .string ? json.text(0) : nil
        } catch {
            facts.command = nil
        }
        if facts.command == nil { add("This is no text in quotes", range, "a text as JSON writes it") }
    }

    private mutating func readFile(_ range: Range<Int>) {
        defer { facts = Facts() }
        let bytes = file.bytes[range]
        let hash = String(decoding: bytes.prefix(64), as: UTF8.self)
        let prefix = Array("  \(Seal.folder)/".utf8)
        guard isSHA256(hash), bytes.dropFirst(64).starts(with: prefix) else {
            return add(
                "This line is neither a comment nor a file's", range,
                "a SHA-256, two spaces, and a path that begins with `\(Seal.folder)/`")
        }
        let pathRange = range.lowerBound + 64 + prefix.count..<range.upperBound
        guard let path = String(validating: file.bytes[pathRange], as: UTF8.self) else {
            return add("The path is not UTF-8", pathRange, "a path in UTF-8")
        }
        if let flaw = flaw(ofPath: path) {
            return add("The path \(flaw)", pathRange, "a path in the evidence folder, such as before.txt")
        }
        guard let size = facts.size else {
            return add("The seal does not say how large this file is", range, "a line `# bytes: …` above it")
        }
        if let last = files.last, !precedes(last.path, path) {
            return add(
                "The path comes after \(last.path)", pathRange, "each path once, sorted by their bytes")
        }
        files.append(
            SealedFile(
                path: path, sha256: hash, size: size,
                provenance: Provenance(captured: facts.captured, command: facts.command)))
    }

    private mutating func add(_ summary: String, _ range: Range<Int>, _ expected: String) {
        problems.append(malformed(summary, file.span(range), expected))
    }
}

private func malformed(_ summary: String, _ span: SourceSpan, _ expected: String) -> Diagnostic {
    Diagnostic(
        .seal(.malformed), summary, at: span, expected: expected,
        help: "A seal is written by `casebook seal` and never edited; restore it from version control.")
}

/// Whether a text is 64 lower-case hexadecimal digits.
func isSHA256(_ text: String) -> Bool {
    text.utf8.count == 64
        && text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
}
