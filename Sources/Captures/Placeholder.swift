public import Diagnostics
import Quantities
public final class EvidenceReader: Sendable {
    @TaskLocal public static var current: EvidenceReader?
    public var diagnostics: [Diagnostic] { [] }
    public var filesRead: [SourceFile] { [] }
    public init() {}
}
public struct TextReading: Sendable { public let text: String; public let span: SourceSpan?; public var problems: [Diagnostic] { [] } }
