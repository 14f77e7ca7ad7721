import GFM

/// The character of a slot.
func slot(_ index: Int) -> String {
    var bytes: [UInt8] = []
    Slot.append(index, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// The HTML of a Markdown text.
func html(_ markdown: String, _ slots: [Slot] = []) throws -> String {
    String(decoding: try MarkdownDocument(markdown, slots: slots).html(), as: UTF8.self)
}

/// The problems of a Markdown text: id, line and slot.
func problems(_ markdown: String, _ slots: [Slot] = [], idPrefix: String = "") -> [String] {
    do throws(GFMError) {
        _ = try MarkdownDocument(markdown, slots: slots, idPrefix: idPrefix)
        return []
    } catch {
        return error.problems.map { problem in
            problem.id + (problem.line.map { " line \($0)" } ?? "")
                + (problem.slot.map { " slot \($0)" } ?? "")
        }
    }
}
