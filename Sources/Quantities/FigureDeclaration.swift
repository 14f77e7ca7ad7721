/// What an incident says of a figure where it is computed: its name, its meaning and its usual format.
///
/// It travels with the quantity, as far as that is the same figure: a quantity computed from it has none.
public final class FigureDeclaration: Sendable {
    /// The symbol that the mathematics uses for it, such as `λ`.
    public let symbol: String?
    /// The name of the format that it is usually written in; nil for the usual one of its unit.
    public let format: String?
    /// The file in which it is declared, as the compiler saw it.
    public let file: StaticString
    public let line: UInt
    /// What it is, as the text type of whoever declares it.
    public let meaning: @Sendable () -> any Sendable

    private let givenName: String?
    private let property: StaticString

    /// Declares a figure; without a name it has that of its property.
    ///
    /// - Parameters:
    ///   - name: The name: lower-case letters, digits and `-`.
    ///   - property: The property that computes it, whose name is spelt with hyphens: `refusedShare` is
    ///     `refused-share`.
    public init(
        name: String?, property: StaticString, format: String?, symbol: String?, file: StaticString,
        line: UInt, meaning: @escaping @Sendable () -> any Sendable
    ) {
        givenName = name
        self.property = property
        self.format = format
        self.symbol = symbol
        self.file = file
        self.line = line
        self.meaning = meaning
    }

    /// Whether its name is that of the property that computes it: it is then made anew at each evaluation.
    public var isNamedByProperty: Bool { givenName == nil }

    /// The name by which documents ask for it.
    public var name: String {
        if let givenName { return givenName }
        return property.withUTF8Buffer { bytes in
            var name: [UInt8] = []
            for byte in bytes {
                let isCapital = (0x41...0x5A).contains(byte)
                if isCapital, !name.isEmpty { name.append(UInt8(ascii: "-")) }
                name.append(isCapital ? byte | 0x20 : byte)
            }
            return String(decoding: name, as: UTF8.self)
        }
    }
}

extension Quantity {
    /// The same quantity as a figure with a name.
    public func declared(as declaration: FigureDeclaration) -> Quantity {
        var figure = self
        figure.declaration = declaration
        return figure
    }
}
