internal import Evidence
internal import Quantities

extension Seal {
    /// The bytes of the seal's file: a seal has only these.
    public var text: [UInt8] {
        var text = SealText()
        text.line(Self.heading)
        text.comment("incident", incident)
        text.comment("sealed", sealed.iso8601)
        switch predecessor {
        case .extended(let hash): text.comment("extends", hash)
        case .replaced(let hash): text.comment("replaces", hash)
        case nil: break
        }
        text.comment("files", String(files.count))
        for line in Self.explanation { text.line(line) }
        for file in files {
            text.line("#")
            text.comment("bytes", String(file.size))
            if let captured = file.provenance.captured { text.comment("captured", captured.iso8601) }
            if let command = file.provenance.command { text.comment("from", quoted: command) }
            text.line("\(file.sha256)  \(Self.folder)/\(file.path)")
        }
        return text.bytes
    }

    /// The first line of every seal; a later format has another number.
    static let heading = "# casebook seal 2"
    /// The first line of the format that also held checksums of parts of each file, which are passed over.
    static let formerHeading = "# casebook seal 1"

    /// What a reader who has only the file needs to know.
    static let explanation = [
        "#",
        "# To check it: sha256sum -c evidence.sha256, in this folder; or casebook verify, which also says where",
        "# a file was changed. In a published site, files that a browser would run end with a further .txt.",
    ]
}

/// Lines of a seal, as they are written.
struct SealText {
    private(set) var bytes: [UInt8] = []

    mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x0A)
    }

    mutating func comment(_ name: String, _ value: String) { line("# \(name): \(value)") }

    /// Writes a text as JSON, so that it is one line whatever it holds.
    mutating func comment(_ name: String, quoted value: String) {
        var json = JSONBuffer()
        json.value(value)
        bytes.append(contentsOf: "# \(name): ".utf8)
        bytes.append(contentsOf: json.bytes)
        bytes.append(0x0A)
    }
}
