import Diagnostics
import TestSupport
import Testing

@testable import Pictures

/// Holds the site's stylesheet to what the drawings assume and to what readers need.
@Suite struct StylesheetTests {
    private let css: String

    init() throws {
        let file = try fixture("Sources/Site/Assets/pictures.css")
        css = file.text(0..<file.bytes.count)
    }

    /// The variables of the first block after a mark, over those of the light page.
    private func variables(after mark: String) throws -> [String: String] {
        let marker = try #require(css.range(of: mark))
        let block = css[marker.upperBound...].prefix { $0 != "}" }
        var found: [String: String] = [:]
        for line in block.split(separator: ";") {
            let parts = line.split(separator: ":").map { $0.filter { !$0.isWhitespace && $0 != "{" } }
            if parts.count == 2, let start = parts[0].range(of: "--picture-") {
                found[String(parts[0][start.upperBound...])] = parts[1]
            }
        }
        return found
    }

    /// The contrast ratio of WCAG 2.2 between two colours written `#rrggbb`.
    private func contrast(_ first: String, _ second: String) throws -> Double {
        let pair = try [luminance(first), luminance(second)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    private func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16), "\(colour)")
        let channels = [value >> 16, value >> 8 & 255, value & 255].map { byte -> Double in
            let share = Double(byte) / 255
            return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    /// The value to the power 2.4, by Newton's method on its fifth root.
    private func power(_ value: Double) -> Double {
        var root = 1.0
        for _ in 0..<60 {
            root -= (root * root * root * root * root - value) / (5 * root * root * root * root)
        }
        return value * value * root * root
    }

    @Test(arguments: [".picture", "(prefers-color-scheme: dark)", "@media print"])
    func textAndMarksStandOut(_ page: String) throws {
        let colours = try variables(after: page)
        let colour = { (name: String) in try #require(colours[name], "\(page): \(name)") }
        for ground in ["paper", "panel", "box", "span"] {
            #expect(try contrast(colour("ink"), colour(ground)) >= 7, "\(page): ink on \(ground)")
            #expect(try contrast(colour("quiet"), colour(ground)) >= 4.5, "\(page): quiet on \(ground)")
        }
        for tone in Tone.allCases {
            #expect(try contrast(colour(tone.rawValue), colour("paper")) >= 4.5, "\(page): \(tone)")
            #expect(try contrast(colour(tone.rawValue), colour("box")) >= 4.5, "\(page): \(tone) on box")
            #expect(try contrast(colour("ink"), colour("band-\(tone.rawValue)")) >= 4.5, "\(page): \(tone)")
        }
        #expect(try contrast(colour("axis"), colour("paper")) >= 3, "\(page): axis")
        for step in 1...HeatMap.stepCount {
            let ink = try colour(step <= 4 ? "heat-ink-low" : "heat-ink-high")
            #expect(try contrast(ink, colour("heat-\(step)")) >= 4, "\(page): heat \(step)")
        }
    }

    @Test func everyClassIsStyled() throws {
        let selectors = css.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
            .flatMap { $0.split(separator: ".").map(String.init) }
        let known = Set(selectors)
        let structural: Set<String> = ["picture", "same"]
        for (name, picture) in Samples().all {
            for layout in PictureLayout.allCases {
                let root = try expectSound(picture, layout)
                let used = Set(root.children.flatMap(\.everything).flatMap(\.classes)).subtracting(structural)
                #expect(used.subtracting(known).isEmpty, "\(name): \(used.subtracting(known).sorted())")
            }
        }
    }

    @Test(arguments: [TextStyle.label, .small, .strong, .heading])
    func sizesAreThoseOfTheLayout(_ style: TextStyle) throws {
        let rule = try #require(css.range(of: ".picture text.\(style.rawValue) { font-size: "))
        let size = css[rule.upperBound...].prefix { $0.isNumber || $0 == "." }
        #expect(Double(size) == style.size)
        #expect(style.size >= 12, "readable on a telephone, where a narrow drawing is shown at its size")
    }
}

extension StringProtocol {
    /// The first place of a text, without Foundation.
    fileprivate func range(of wanted: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(wanted) {
                return index..<self.index(index, offsetBy: wanted.count)
            }
            index = self.index(after: index)
        }
        return nil
    }
}
