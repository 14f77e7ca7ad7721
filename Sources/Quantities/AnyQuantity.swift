public import Diagnostics

/// A quantity whose unit is known only at run time: what templates and pages handle.
public struct AnyQuantity: Sendable {
    /// The unit's name in messages.
    public let unitName: String
    /// The number, or nil where it is unknown.
    public let value: Double?
    /// The bounds, or nil where it is unknown.
    public let interval: Interval?
    /// Why it is unknown; empty where it is known.
    public let problems: [Diagnostic]
    /// How it came about.
    public let derivation: Derivation
    /// The derivation in one line.
    public let derivationText: String
    /// Every stretch of evidence that it rests on, each once.
    public let sources: [SourceSpan]
    /// The text in the default format, or nil where the quantity is unknown.
    public private(set) var text: String?
    /// What the incident says of it; nil unless it is a figure with a name.
    public let declaration: FigureDeclaration?
    /// The names of the formats of its unit, the default first.
    public private(set) var formatNames: [String]

    /// The name of the default format of its unit.
    public let unitFormat: String?

    /// How bounds and differences are written.
    let bareNumbers: BareNumbers

    private let write: @Sendable (String) -> String?

    /// Forgets the unit, but not how to write it; `format` becomes the default.
    public init<Unit: UnitOfMeasure>(_ quantity: Quantity<Unit>, format: Format<Unit>? = nil) {
        let formats = (format.map { [$0] } ?? []) + Unit.formats.filter { $0.name != format?.name }
        unitName = Unit.name
        bareNumbers = Unit.bareNumbers
        value = quantity.value
        interval = quantity.interval
        problems = quantity.problems
        derivation = quantity.derivation
        declaration = quantity.declaration
        derivationText = quantity.derivation.text
        sources = quantity.derivation.sources
        text = formats.first?.text(quantity)
        formatNames = formats.map(\.name)
        unitFormat = Unit.formats.first?.name
        write = { name in formats.first { $0.name == name }?.text(quantity) }
    }

    /// The same with another default format; a name that the unit does not have changes nothing.
    public func written(as format: String?) -> AnyQuantity {
        guard let format, format != formatNames.first, let text = write(format) else { return self }
        var other = self
        other.formatNames = [format] + formatNames.filter { $0 != format }
        other.text = text
        return other
    }

    /// The text in a named format, or nil where the unit has no such format or the quantity is unknown.
    public func text(format name: String) -> String? { write(name) }
}
