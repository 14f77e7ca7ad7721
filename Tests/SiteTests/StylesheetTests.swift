import Site
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The stylesheet: what it must not do, and whether it can be read.
@Suite struct StylesheetTests {
    private let css = String(decoding: Stylesheet.bytes, as: UTF8.self)

    @Test func `It asks for nothing from anywhere`() {
        for word in ["url(", "@import", "http:", "@font-face", "expression("] {
            #expect(!css.contains(word), "\(word)")
        }
        #expect(css.utf8.count { $0 == 0x7B } == css.utf8.count { $0 == 0x7D })
    }

    /// The colours of a scheme, by name.
    private func colours(_ scheme: Int) -> [String: [Double]] {
        let blocks = css.split(separator: ":root {")
        guard blocks.count > scheme + 1, let block = blocks[scheme + 1].split(separator: "}").first else {
            return [:]
        }
        var colours: [String: [Double]] = [:]
        for declaration in block.split(separator: ";") {
            let sides = declaration.split(separator: ":")
            guard sides.count == 2, let hash = sides[1].firstIndex(of: "#") else { continue }
            var digits = String(sides[1][sides[1].index(after: hash)...])
            if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
            guard let value = Int(digits, radix: 16) else { continue }
            let name = sides[0].drop { $0 != "-" }.dropFirst(2)
            colours[String(name)] = [16, 8, 0].map { Double(value >> $0 & 255) / 255 }
        }
        return colours
    }

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    private func luminance(_ colour: [Double]) -> Double {
        let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return zip(linear, [0.2126, 0.7152, 0.0722]).map { $0 * $1 }.reduce(0, +)
    }

    @Test(arguments: [0, 1])
    func `Text has the contrast of WCAG AA in the light and in the dark scheme`(scheme: Int) throws {
        let colours = colours(scheme)
        var pairs: [(String, String)] = []
        for text in ["ink", "muted", "link"] {
            for ground in ["paper", "panel", "read", "target"] { pairs.append((text, ground)) }
        }
        for verdict in ["holds", "contradicted", "undecided"] { pairs.append((verdict, "\(verdict)-ground")) }
        pairs += [("ink", "undecided-ground"), ("link", "undecided-ground")]
        pairs += [("contradicted", "panel"), ("contradicted", "read"), ("contradicted", "target")]
        for (text, ground) in pairs {
            let light = luminance(try #require(colours[text], "\(text)"))
            let dark = luminance(try #require(colours[ground], "\(ground)"))
            let contrast = (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
            #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
        }
    }
}
