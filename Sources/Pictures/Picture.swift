/// A picture that is made of values alone: the same values give the same bytes of SVG.
///
/// A picture carries no colour and no font of its own. It names classes, which `pictures.css` resolves for
/// light, dark, printed and forced-colour pages, so that it may stand on a page whose
/// Content-Security-Policy forbids inline styles.
public protocol Picture: Sendable {
    /// The picture's name, as its caption and as a screen reader's first words.
    var title: String { get }
    /// One sentence that says what the picture shows, for those who read without it.
    var summary: String { get }
    /// Draws the picture; every identifier in it begins with `id`, which must be the page's only such prefix.
    func svg(id: String, layout: PictureLayout) -> String
}

/// How wide a picture is drawn, in units that are CSS pixels where the page leaves it that much room.
///
/// Scaling one drawing down to a telephone would make its text unreadable; each picture is laid out anew.
public enum PictureLayout: String, Sendable, Hashable, CaseIterable {
    /// 720 units: desktop pages, print, wikis.
    case wide
    /// 360 units: telephones and narrow columns.
    case narrow

    /// The width of the drawing.
    public var width: Double {
        switch self {
        case .wide: 720
        case .narrow: 360
        }
    }
}

extension Picture {
    /// The wide drawing.
    public func svg(id: String) -> String { svg(id: id, layout: .wide) }

    /// Both drawings in one block of HTML, of which `pictures.css` shows the one that fits its container.
    ///
    /// The other is `display: none` and so hidden from assistive technology too.
    public func responsiveSVG(id: String) -> String {
        """
        <div class="picture-pair">
        \(svg(id: id, layout: .wide))
        \(svg(id: id + "-narrow", layout: .narrow))
        </div>
        """
    }

    /// The wide drawing as a file of its own, with the stylesheet inside: for wikis, which take attachments.
    public func standaloneSVG(id: String, stylesheet: String) -> String {
        let drawn = svg(id: id, layout: .wide)
        guard let end = drawn.utf8.firstIndex(of: UInt8(ascii: ">")) else { return drawn }
        var style: [UInt8] = []
        appendEscaped(stylesheet, to: &style, keepingLines: true)
        return drawn[...end] + "\n<style>\(String(decoding: style, as: UTF8.self))</style>"
            + drawn[drawn.utf8.index(after: end)...]
    }
}

/// What a mark stands for; each tone has its own colour, and its own pattern, dash or marker beside it.
public enum Tone: String, Sendable, Hashable, CaseIterable {
    /// The main series: blue, solid, round markers.
    case primary
    /// What it is compared with: orange, hatched, dashed, square markers.
    case secondary
    /// A third series: teal, dotted, triangular markers.
    case tertiary
    /// What failed: red, cross-hatched, crossed markers.
    case bad
    /// Context that should stand back: grey, finely hatched, hollow markers.
    case muted
}
