import GFM

/// A generator of the same numbers on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

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
