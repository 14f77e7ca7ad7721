import Capturing
import Diagnostics
import Evidence

/// Statements follow one another, and each by itself is allowed what it is allowed in its file.
func queries(_ bytes: [UInt8]) {
    let file = SourceFile(path: "query.sql", bytes: bytes)
    do throws(Diagnostics) {
        let query = try QueryFile(file, name: "query")
        require(query.writes.isEmpty == (query.access == .readOnly), "an access without its reason")
        var end = 0
        for statement in query.statements {
            require(statement.span.range.lowerBound >= end, "statements overlap")
            require(!statement.span.range.isEmpty, "a statement without a word")
            end = statement.span.range.upperBound
            guard query.variables.isEmpty else { continue }
            requireSameAlone(statement)
        }
    } catch {
        requirePlaces(error.all, in: file)
    }
}

private func requireSameAlone(_ statement: SQLStatement) {
    do throws(Diagnostics) {
        let alone = try QueryFile(SourceFile(path: "one.sql", text: statement.text), name: "one")
        require(alone.statements.map(\.text) == [statement.text], "a statement is another one by itself")
        require(alone.access == statement.access, "a statement is allowed something else by itself")
    } catch {
        require(false, "a statement is refused by itself: \(error.all.map(\.text))")
    }
}
