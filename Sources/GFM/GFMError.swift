public import Diagnostics

/// Why a text cannot be made into a document; it lists everything that was found.
public struct GFMError: Error, Sendable, Hashable {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        public let check: Check.Markdown
        /// Its stable name, such as `markdown.nesting`.
        public var id: String { check.rawValue }
        /// What is wrong, in one sentence.
        public let summary: String
        public let help: String?
        /// The line of the Markdown, from 1.
        public let line: Int?
        /// The slot that is meant.
        public let slot: Int?

        init(
            _ check: Check.Markdown, _ summary: String, help: String? = nil, line: Int? = nil,
            slot: Int? = nil
        ) {
            self.check = check
            self.summary = summary
            self.help = help
            self.line = line
            self.slot = slot
        }
    }

    /// What is wrong, in the order of the text.
    public let problems: [Problem]
}
