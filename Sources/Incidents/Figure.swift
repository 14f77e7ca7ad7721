public import Quantities

extension Vocabulary {
    /// A figure that documents may ask for by its name: `{{ figures.speed-up }}`.
    public struct Figure: Sendable {
        /// The name: lower-case letters, digits and `-`.
        public let name: String
        /// What it is, in words for a reader who doubts it.
        public let meaning: S.Text
        /// The symbol that the mathematics uses for it, such as `λ`.
        public let symbol: String?
        /// The value.
        public let number: S.Number
        /// Where it was declared.
        public let site: DeclarationSite

        init(name: String, meaning: S.Text, symbol: String?, number: S.Number, site: DeclarationSite) {
            self.name = name
            self.meaning = meaning
            self.symbol = symbol
            self.number = number
            self.site = site
        }
    }
}

extension Vocabulary.Figure {
    /// Names a figure of the evidence and says how it is usually written.
    public init<Evidence, Unit: UnitOfMeasure>(
        _ name: String,
        _ path: FigurePath<Evidence, Unit>,
        _ format: Format<Unit>? = nil,
        symbol: String? = nil,
        _ meaning: S.Text,
        file: StaticString = #filePath,
        line: UInt = #line
    ) where S == Written<Evidence> {
        self.init(
            name: name,
            meaning: meaning,
            symbol: symbol,
            number: FigureReference(path, format),
            site: DeclarationSite(file: file, line: line)
        )
    }

    /// Names a figure that is written in the usual format of its unit.
    public init<Evidence, Unit: UnitOfMeasure>(
        _ name: String,
        _ path: FigurePath<Evidence, Unit>,
        _ meaning: S.Text,
        file: StaticString = #filePath,
        line: UInt = #line
    ) where S == Written<Evidence> {
        self.init(name, path, nil, symbol: nil, meaning, file: file, line: line)
    }
}
