/// Gives headings their ids, each once in a document.
struct SlugMaker {
    private var used: Set<String>

    /// Ids that the page around the document has taken are never given.
    init(reserved: Set<String>) { used = reserved }

    /// The id for a heading: lower-case letters and digits of any script, joined by hyphens.
    mutating func slug(for words: [UInt8]) -> String {
        let base = Self.base(words)
        var slug = base
        var number = 2
        while !used.insert(slug).inserted {
            slug = "\(base)-\(number)"
            number += 1
        }
        return slug
    }

    private static func base(_ words: [UInt8]) -> String {
        var slug = ""
        var pendingHyphen = false
        func append(_ text: String) {
            if pendingHyphen, !slug.isEmpty { slug += "-" }
            pendingHyphen = false
            slug += text
        }
        for scalar in String(decoding: words, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "_": append(String(scalar))
            case "A"..."Z": append(String(scalar).lowercased())
            case "'", "’": break
            case _ where scalar.isASCII: pendingHyphen = true
            case _ where scalar.properties.isAlphabetic || scalar.properties.numericType != nil:
                append(scalar.properties.lowercaseMapping)
            case _ where scalar.properties.generalCategory == .nonspacingMark: append(String(scalar))
            default: pendingHyphen = true
            }
        }
        // Ids that begin like this are those of footnotes.
        if slug.hasPrefix("fn-") || slug.hasPrefix("fnref-") { return "section-\(slug)" }
        return slug.isEmpty ? "section" : slug
    }
}
