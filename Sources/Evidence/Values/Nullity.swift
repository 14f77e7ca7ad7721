/// Whether a cell holds a value or a null, as far as the capture tells.
public enum Nullity: String, Sendable, Hashable, CaseIterable {
    /// A value, which may be the empty text.
    case value
    case null
    /// A null or the empty text: psql prints both as nothing, unless `\pset null` gives nulls a mark.
    case ambiguous
}
