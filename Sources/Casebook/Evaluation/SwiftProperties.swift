import Diagnostics

/// The computed properties that a Swift source declares, with the names that each of them uses.
///
/// It reads tokens, not syntax: types, their extensions, `var name: Type { … }` directly in them, and in the
/// braces the names that stand alone or behind `self.`. A name that the property declares itself, as a
/// constant or as a parameter of a closure, is that and not the property of that name.
struct SwiftProperties {
    /// A computed property of an instance.
    struct Property {
        /// The type that has it, such as `ConnectionSpike.Evidence`.
        let type: String
        let name: String
        /// Where its name stands.
        let span: SourceSpan
        /// The names that its value may be computed from.
        let names: Set<String>
    }

    private(set) var properties: [Property] = []

    private let tokens: [SwiftToken]
    private let file: SourceFile
    /// The types that the source declares or extends, with what they conform to.
    private var inheritances: [(type: String, protocols: Set<String>)] = []

    /// Reads a source.
    init(in file: SourceFile) {
        self.file = file
        tokens = SwiftToken.tokens(of: file.bytes)
        read()
    }

    /// The types that the source says to conform to a protocol.
    func conforming(to name: String) -> [String] {
        inheritances.filter { $0.protocols.contains(name) }.map(\.type)
    }

    private mutating func read() {
        /// The open braces: a type's name, or nil for any other.
        var scopes: [String?] = []
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            switch token.text {
            case "{": scopes.append(nil)
            case "}": _ = scopes.popLast()
            case "struct", "class", "enum", "actor", "extension":
                if let (type, brace) = typeHead(after: index, within: scopes) {
                    scopes.append(type)
                    index = brace
                }
            case "var" where scopes.last.flatMap(\.self) != nil && !isOfType(index):
                if let type = scopes.last.flatMap(\.self), let body = getter(after: index) {
                    properties.append(
                        Property(
                            type: type,
                            name: tokens[index + 1].text,
                            span: file.span(tokens[index + 1].range),
                            names: names(in: body)
                        )
                    )
                    index = body.upperBound
                }
            default: break
            }
            index += 1
        }
    }

    /// The full name of a type and the brace that opens it.
    private mutating func typeHead(after keyword: Int, within scopes: [String?]) -> (String, Int)? {
        var index = keyword + 1
        guard index < tokens.count, tokens[index].isName,
            !["func", "var", "let"].contains(tokens[index].text)
        else { return nil }
        var name = tokens[index].text
        index += 1
        while index + 1 < tokens.count, tokens[index].text == ".", tokens[index + 1].isName {
            name += "." + tokens[index + 1].text
            index += 2
        }
        var protocols: Set<String> = []
        while index < tokens.count, tokens[index].text != "{" {
            if ["}", ";", "=", "func", "var", "let"].contains(tokens[index].text) { return nil }
            if tokens[index].isName { protocols.insert(tokens[index].text) }
            index += 1
        }
        guard index < tokens.count else { return nil }
        let type = (scopes.compactMap(\.self).last.map { [$0] } ?? []) + [name]
        inheritances.append((type.joined(separator: "."), protocols))
        return (type.joined(separator: "."), index)
    }

    private func isOfType(_ index: Int) -> Bool {
        tokens[max(0, index - 3)..<index].contains { $0.text == "static" || $0.text == "class" }
    }

    /// The tokens between the braces of `name: Type { … }`; nil where it is no computed property.
    private func getter(after keyword: Int) -> Range<Int>? {
        guard keyword + 3 < tokens.count, tokens[keyword + 1].isName, tokens[keyword + 2].text == ":" else {
            return nil
        }
        var index = keyword + 3
        while index < tokens.count, tokens[index].text != "{" {
            if ["=", "}", ";", "var", "let", "func"].contains(tokens[index].text) { return nil }
            index += 1
        }
        let start = index + 1
        guard start < tokens.count, !["willSet", "didSet"].contains(tokens[start].text) else { return nil }
        var depth = 1
        index = start
        while index < tokens.count {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return start..<index }
            index += 1
        }
        return nil
    }

    /// The names that stand for properties of the same instance.
    private func names(in body: Range<Int>) -> Set<String> {
        var used: Set<String> = []
        var own: Set<String> = []
        for index in body where tokens[index].isName {
            let before = index > body.lowerBound ? tokens[index - 1].text : ""
            let after = index + 1 < body.upperBound ? tokens[index + 1].text : ""
            if ["let", "var", "for", "func", "case"].contains(before) || after == "in" {
                own.insert(tokens[index].text)
            } else if before == "." {
                let isOfSelf = index >= body.lowerBound + 2 && tokens[index - 2].text == "self"
                if isOfSelf, after != "(" { used.insert(tokens[index].text) }
            } else if after != ":", after != "(" {
                used.insert(tokens[index].text)
            }
        }
        for index in body where tokens[index].text == "in" {
            own.formUnion(parameters(before: index, from: body.lowerBound))
        }
        return used.subtracting(own)
    }

    /// The names between the brace that opens a closure and its `in`.
    private func parameters(before keyword: Int, from start: Int) -> Set<String> {
        var names: Set<String> = []
        var index = keyword - 1
        while index >= start, tokens[index].text != "{" {
            if tokens[index].isName { names.insert(tokens[index].text) }
            index -= 1
        }
        return names
    }
}

/// A word or a mark of a Swift source; comments and texts of strings are none.
struct SwiftToken {
    let text: String
    let range: Range<Int>

    /// Whether it is a word that may be a name.
    var isName: Bool { text.utf8.first.map(Self.beginsName) ?? false }

    /// The tokens of a source, in order.
    static func tokens(of bytes: [UInt8]) -> [SwiftToken] {
        var tokens: [SwiftToken] = []
        var index = 0
        for skipped in SwiftComments.opaqueRanges(in: bytes) + [bytes.count..<bytes.count] {
            while index < skipped.lowerBound {
                let start = index
                if beginsName(bytes[index]) {
                    while index < skipped.lowerBound, continuesName(bytes[index]) { index += 1 }
                } else {
                    index += 1
                    guard bytes[start] > 0x20, bytes[start] != UInt8(ascii: "`") else { continue }
                }
                tokens.append(
                    SwiftToken(
                        text: String(decoding: bytes[start..<index], as: UTF8.self),
                        range: start..<index
                    )
                )
            }
            index = max(index, skipped.upperBound)
        }
        return tokens
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || (0x30...0x39).contains(byte)
    }
}
