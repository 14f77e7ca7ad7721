/// Why a text cannot be made into a document; it lists everything that was found.
public struct GFMError: Error, Sendable, Hashable {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        /// A stable name of the kind of problem, such as `markdown.nesting`.
        public let id: String
        /// What is wrong, in one sentence.
        public let summary: String
        /// What to do.
        public let help: String?
        /// The line of the Markdown, from 1.
        public let line: Int?
        /// The slot that is meant.
        public let slot: Int?

        init(_ id: String, _ summary: String, help: String? = nil, line: Int? = nil, slot: Int? = nil) {
            self.id = id
            self.summary = summary
            self.help = help
            self.line = line
            self.slot = slot
        }
    }

    /// What is wrong, in the order of the text.
    public let problems: [Problem]
}
