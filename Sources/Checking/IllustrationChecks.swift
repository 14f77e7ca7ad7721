import Diagnostics
import Incidents
import Pictures

extension IncidentChecker {
    /// Pictures that say nothing to a reader who cannot see them.
    func illustrationFindings() -> [Diagnostic] {
        incident.illustrations.flatMap { picture in
            [
                ("caption", picture.caption.plainText, "a sentence that says what to see in it"),
                ("title", picture.drawing.title, "the title that a screen reader announces"),
                ("summary", picture.drawing.summary, "what it shows, for those who do not see it"),
            ].compactMap { name, text, expected in
                guard text.isBlank else { return nil }
                return Diagnostic(
                    .picture(.noText), "The picture “\(picture.name)” has no \(name)",
                    at: sources.place(picture.site, holding: "\"\(picture.name)\""), expected: expected,
                    help: "Write it; a print and a screen reader have nothing else.")
            }
        }
    }
}
