/// A word, name, text or sign of SQL, or a command of psql, as psql tells them apart.
struct SQLToken: Sendable {
    /// What it is.
    enum Kind: Sendable, Hashable {
        /// A key word, or a name without quotes.
        case word
        /// A name in double quotes.
        case quotedName
        /// A text: `'…'`, `E'…'`, `$tag$…$tag$`, and a string of bits.
        case text
        case number
        /// `:'name'` or `:"name"`, in whose place psql puts a variable's value in the quotes that it has here.
        case variable(quote: UInt8)
        /// One byte of an operator or of punctuation.
        case sign(UInt8)
        /// `::`, which is no variable's beginning, or `:=`.
        case doubleSign
        /// A backslash with what follows it on its line.
        case command
    }

    let kind: Kind
    /// The bytes in the file.
    let range: Range<Int>
    /// The name as the server looks it up: of a word in small letters, of a quoted name without its quotes,
    /// of a variable or a command by itself; empty for others.
    let name: String

    /// Whether it is one of these key words, which quotes would make a name.
    func isWord(_ words: String...) -> Bool { kind == .word && words.contains(name) }

    /// Whether it is this byte.
    func isSign(_ sign: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: sign)) }
}
