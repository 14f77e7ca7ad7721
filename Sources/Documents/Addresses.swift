import Diagnostics
import Incidents
import Quantities

/// Where the pages of an incident stand, relative to the incident's own folder of the site.
public enum Addresses {
    /// The page of a document; the usage guide is the incident's home page.
    public static func document(_ template: String) -> String {
        template == homeTemplate ? "index.html" : "\(template).html"
    }

    /// The template of an incident's home page.
    public static let homeTemplate = "usage-guide"

    /// The page that lists every claim.
    public static let claims = "claims.html"

    /// The page that lists every figure.
    public static let figures = "figures.html"

    /// The page that lists every capture.
    public static let evidence = "evidence.html"

    /// The page of a capture, by its path in the evidence folder.
    public static func capture(_ path: String) -> String { "evidence/\(slug(path)).html" }

    /// The name that a path goes by in addresses and templates: `fix/create_index.txt` is `fix-create-index-txt`.
    public static func slug(_ path: String) -> String {
        var slug: [UInt8] = []
        for byte in path.utf8 {
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            if (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower) {
                slug.append(lower)
            } else if slug.last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return String(decoding: slug, as: UTF8.self)
    }

    /// The line of a capture that a value was read from.
    static func line(_ source: SourceSpan, in evidenceFolder: String) -> String? {
        guard source.file.path.hasPrefix(evidenceFolder + "/") else { return nil }
        let path = String(source.file.path.dropFirst(evidenceFolder.count + 1))
        return "\(capture(path))#L\(source.line)"
    }

    /// The anchor of a figure on the page of figures: its name, or for one without a name a digest of
    /// its derivation, which is the same in every build.
    static func anchor(of use: FigureUse) -> String {
        if let name = use.name { return name }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in use.quantity.derivationText.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "derived-" + String(hash, radix: 36)
    }
}
