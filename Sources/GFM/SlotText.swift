/// Bytes of words in which slots stand.
enum SlotText {
    /// Calls a body with the offset and the slot of each slot character.
    static func eachSlot(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Int, Int) -> Void) {
        var offset = 0
        while offset + 3 < bytes.count {
            guard bytes[offset] == 0xF3,
                let index = Slot.index(bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3])
            else {
                offset += 1
                continue
            }
            body(offset, index)
            offset += 4
        }
    }

    /// Whether words may hold slots or characters that a page cannot.
    static func needsChange(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.contains { $0 == 0xF3 || isControl($0) }
    }

    /// Appends words as a page can hold them.
    ///
    /// HTML has no way to write most control characters (HTML, 13.1.4), and a slot character in a value
    /// would be a slot to a later reader; both show as the replacement character.
    static func append(_ words: some Collection<UInt8>, to bytes: inout [UInt8]) {
        var start = words.startIndex
        var index = start
        while index != words.endIndex {
            let byte = words[index]
            let next = words.index(after: index)
            let isSlot = byte == 0xF3 && next != words.endIndex && words[next] >= 0xB0
            guard isSlot || isControl(byte) else {
                index = next
                continue
            }
            bytes.append(contentsOf: words[start..<index])
            bytes.append(contentsOf: "\u{FFFD}".utf8)
            index =
                isSlot ? words.index(index, offsetBy: 4, limitedBy: words.endIndex) ?? words.endIndex : next
            start = index
        }
        bytes.append(contentsOf: words[start...])
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F
    }
}
