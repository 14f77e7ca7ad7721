/// What a page says of the seal of its incident's evidence: at its head what is wrong, at its foot which it is.
struct SealNote: Sendable {
    /// What stands at the foot.
    enum Foot: Sendable {
        case unsealed
        case unreadable
        case sealed(sha256: String, at: String, isSigned: Bool, file: Page.Link)
    }

    let foot: Foot
    let notices: [Page.Banner.Notice]
}

extension PageShell {
    func foot(_ foot: SealNote.Foot, of page: Page, _ html: inout HTMLWriter) {
        html.markup("<p class=\"seal\">")
        switch foot {
        case .unsealed: html.markup("The evidence is not sealed.")
        case .unreadable: html.markup("The seal of the evidence cannot be read.")
        case .sealed(let hash, let time, let isSigned, let file):
            html.markup(isSigned ? "Evidence sealed and signed " : "Evidence sealed ")
            html.text(time)
            html.markup("; SHA-256 of the ")
            link(file, of: page, &html)
            html.markup(": ")
            html.markup(sealHashStart)
            html.text(hash)
            html.markup("</code>. To check it, run <code>casebook verify</code> on a copy of this site.")
        }
        html.markup("</p>\n")
    }
}

/// The markup before the hash of the seal, which no text of a page can hold: its `<` would be escaped.
private let sealHashStart: StaticString = "<code class=\"seal-hash\">"

/// The hashes of seals that a rendered page names; a page of a sealed incident names one.
public func sealHashes(inPage html: [UInt8]) -> [String] {
    let start = sealHashStart.withUTF8Buffer { Array($0) }
    var found: [String] = []
    var offset = 0
    while let next = html[offset...].firstIndex(of: 0x3C) {
        offset = next + 1
        guard html[next...].starts(with: start) else { continue }
        let text = html[(next + start.count)...].prefix { $0 != 0x3C }
        found.append(String(decoding: text.prefix(100), as: UTF8.self))
    }
    return found
}
