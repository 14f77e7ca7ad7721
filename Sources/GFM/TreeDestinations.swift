/// Where links lead.
extension TreeReader {
    /// Stores where a link leads; a slot at its beginning is a whole address, elsewhere a part of one.
    mutating func destination(_ text: UnsafePointer<CChar>?) -> Tree.TextRange {
        guard let text else { return Tree.TextRange() }
        let bytes = Parser.bytes(text)
        let begin = Int32(truncatingIfNeeded: tree.text.count)
        var start = 0
        var slot: Int?
        Self.eachSlot(bytes) { offset, index in
            tree.text.append(contentsOf: bytes[start..<offset])
            start = offset + 4
            guard slots.indices.contains(index) else { return }
            shown[index] = true
            slot = index
            let value = slots[index].plainText
            if offset == 0 {
                appendValue(value)
            } else {
                Destination.appendComponent(value, to: &tree.text)
            }
        }
        tree.text.append(contentsOf: bytes[start...])
        return checked(
            destination: Tree.TextRange(start: begin, end: Int32(truncatingIfNeeded: tree.text.count)),
            slot: slot
        )
    }

    mutating func checked(destination: Tree.TextRange, slot: Int? = nil) -> Tree.TextRange {
        if let scheme = Destination.refusedScheme(of: tree.text[destination.range]) {
            problem(
                "markdown.link-scheme",
                "A link leads to an address of the kind `\(scheme):`",
                help:
                    "Only \(Destination.schemes.joined(separator: ", ")) and addresses within the site are allowed.",
                slot: slot
            )
        }
        return destination
    }
}
