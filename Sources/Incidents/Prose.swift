import Diagnostics
public import Evidence
public import Quantities

/// A sentence whose figures are key paths into the evidence: `"\(\.refused) of \(\.offered) checks failed"`.
///
/// A number cannot be interpolated, and digits typed into the words are found at each build; digits
/// that are a name or a quotation are marked with `\(asWritten: "p95")`. Words between back-ticks are
/// set as code.
public struct ProseOver<Evidence: EvidenceSet>: Sendable, ExpressibleByStringInterpolation {
    enum Segment: Sendable {
        case words(String)
        case asWritten(String)
        case code(String)
        case figure(FigureReference<Evidence>)
        case reading(@Sendable (Evidence) -> TextReading)
    }

    let segments: [Segment]

    /// A sentence without figures.
    public init(stringLiteral text: String) { segments = [.words(text)] }

    /// A sentence with figures.
    public init(stringInterpolation: Interpolation) { segments = stringInterpolation.segments }

    /// Collects the parts of a sentence.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var segments: [Segment] = []

        /// Makes room.
        public init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Takes words.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { segments.append(.words(text)) }
        }

        /// Takes a figure; without a format it is written in the usual one.
        public mutating func appendInterpolation<Unit: UnitOfMeasure>(
            _ figure: FigurePath<Evidence, Unit>, _ format: Format<Unit>? = nil
        ) {
            segments.append(.figure(FigureReference(figure, format)))
        }

        /// Takes a figure with its spread, for who wants to know how steady it is:
        /// `821× (min 693×, max 902×, n = 15)`.
        public mutating func appendInterpolation<Unit: UnitOfMeasure>(
            _ figure: FigurePath<Evidence, Unit>, _ format: Format<Unit>? = nil,
            min: FigurePath<Evidence, Unit>, max: FigurePath<Evidence, Unit>, n: FigurePath<Evidence, Count>
        ) {
            segments += [
                .figure(FigureReference(figure, format)),
                .words(" (min "), .figure(FigureReference(min, format)),
                .words(", max "), .figure(FigureReference(max, format)),
                .words(", n = "), .figure(FigureReference(n)), .words(")"),
            ]
        }

        /// Takes a text that stands in a capture.
        public mutating func appendInterpolation(_ reading: any KeyPath<Evidence, TextReading> & Sendable) {
            segments.append(.reading { $0[keyPath: reading] })
        }

        /// Takes digits that are a name, a version or a quotation, and no measurement.
        public mutating func appendInterpolation(asWritten text: String) {
            segments.append(.asWritten(text))
        }

        /// Takes a piece of code.
        public mutating func appendInterpolation(code text: String) { segments.append(.code(text)) }

        /// Refuses a bare number.
        @available(
            *, unavailable,
            message: "a bare number has no source: bind it to the evidence with a key path, \\(\\.name)"
        )
        public mutating func appendInterpolation(_ number: some Numeric) {}
    }
}

/// The way from the evidence to a figure.
public typealias FigurePath<Evidence, Unit: UnitOfMeasure> = any KeyPath<Evidence, Quantity<Unit>> & Sendable

/// A figure that an author refers to, with the format to write it in.
public struct FigureReference<Evidence: EvidenceSet>: Sendable {
    let path: (any AnyKeyPath & Sendable)?
    let format: String
    let evaluate: @Sendable (Evidence) -> AnyQuantity

    /// Refers to a figure of the evidence.
    public init<Unit: UnitOfMeasure>(_ path: FigurePath<Evidence, Unit>, _ format: Format<Unit>? = nil) {
        self.path = path
        self.format = format?.name ?? ""
        evaluate = { AnyQuantity($0[keyPath: path], format: format) }
    }

    /// Refers to something computed on the spot, which has no name.
    init(_ evaluate: @escaping @Sendable (Evidence) -> AnyQuantity) {
        path = nil
        format = ""
        self.evaluate = evaluate
    }
}

/// A sentence whose figures have their values.
public struct EvaluatedProse: Sendable {
    /// A part of it.
    public enum Fragment: Sendable {
        /// Words.
        case text(String)
        /// Digits that are a name, a version or a quotation, and no measurement.
        case asWritten(String)
        /// A piece of code.
        case code(String)
        case figure(FigureUse)
        /// A text read from a capture.
        case reading(TextReading)
    }

    /// The parts, in order.
    public let fragments: [Fragment]

    /// A sentence of parts.
    public init(_ fragments: [Fragment]) { self.fragments = fragments }

    /// The sentence as plain text.
    public var plainText: String {
        fragments.map { fragment in
            switch fragment {
            case .text(let words), .asWritten(let words), .code(let words): words
            case .figure(let use): use.text
            case .reading(let reading): reading.text
            }
        }.joined()
    }

    public var figures: [FigureUse] {
        fragments.compactMap { if case .figure(let use) = $0 { use } else { nil } }
    }

    /// Why figures and readings in it are unknown; empty where all are known.
    var problems: [Diagnostic] {
        fragments.flatMap { fragment -> [Diagnostic] in
            switch fragment {
            case .figure(let use): use.quantity.problems
            case .reading(let reading): reading.problems
            case .text, .asWritten, .code: []
            }
        }
    }
}

/// A figure as a document uses it: one object for each expression and format, from the evidence to the page.
public final class FigureUse: Sendable {
    /// The name under which documents ask for it; nil where it has none.
    public let name: String?
    public let quantity: AnyQuantity
    /// The expression that it is, the same in every evaluation; nil where it was computed on the spot.
    public let path: (any AnyKeyPath & Sendable)?
    /// What the incident says of it; nil where it has no name.
    let declaration: FigureDeclaration?

    /// The value as written; a dash where it is unknown, which fails the build.
    public var text: String { quantity.text ?? "—" }

    init(
        _ quantity: AnyQuantity, declaration: FigureDeclaration? = nil,
        path: (any AnyKeyPath & Sendable)? = nil
    ) {
        name = declaration?.name
        self.quantity = quantity
        self.declaration = declaration
        self.path = path
    }
}
