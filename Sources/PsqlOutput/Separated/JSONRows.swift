internal import Diagnostics
internal import Evidence

extension PsqlTextScan {
    /// Reads a file that is an array of objects, as `json_agg` makes it, or objects one under the other, as
    /// `row_to_json` does: their keys are the columns.
    ///
    /// A plan and a server log are JSON too, and are left to their readers.
    mutating func jsonRows() {
        // What is no JSON, or other JSON, is not damaged rows: it is of another format.
        guard let reader = JSONRowReader(file) else { return }
        tables.append(reader.table())
    }
}

/// Reads objects whose members are cells, each with its place.
private struct JSONRowReader {
    private struct Member {
        let key: CellText
        let value: CellText
        let isNull: Bool
    }

    private let file: SourceFile
    private var objects: [[Member]] = []

    /// Reads the objects of the file; nil where it holds anything else.
    init?(_ file: SourceFile) {
        self.file = file
        do throws(JSONFailure) {
            guard try readObjects() else { return nil }
        } catch {
            return nil
        }
    }

    private mutating func readObjects() throws(JSONFailure) -> Bool {
        var cursor = MarkupCursor(file, at: file.contentStart)
        cursor.skipSpace()
        let json = try JSONText(file, from: cursor.index)
        if json.kind(0) == .array {
            cursor.index = json.end
            cursor.skipSpace()
            guard cursor.isAtEnd else { return false }
            for item in json.items(0) {
                guard append(item, of: json) else { return false }
            }
            return true
        }
        guard append(0, of: json) else { return false }
        cursor.index = json.end
        cursor.skipSpace()
        while !cursor.isAtEnd {
            let json = try JSONText(file, from: cursor.index)
            guard append(0, of: json) else { return false }
            cursor.index = json.end
            cursor.skipSpace()
        }
        // One object over several lines is a document, not a row.
        return file.endsWithNewline && objects.count == file.lineCount
    }

    /// Adds an object to the rows; false where it is no row.
    private mutating func append(_ index: Int, of json: JSONText) -> Bool {
        guard json.kind(index) == .object else { return false }
        let row = json.members(index).map { key, value in
            Member(key: cell(key, of: json), value: cell(value, of: json), isNull: json.kind(value) == .null)
        }
        if objects.isEmpty {
            guard !row.isEmpty else { return false }
            for member in row {
                let name = member.key.text(in: file)
                if name == "Plan" || name == "error_severity" { return false }
            }
        }
        objects.append(row)
        return true
    }

    /// A string without its quotes, a null as nothing, anything else as it is written.
    private func cell(_ index: Int, of json: JSONText) -> CellText {
        let range = json.range(index)
        switch json.kind(index) {
        case .null: return CellText(at: range.lowerBound)
        case .string where json.values[index].isEscaped:
            var text = CellText(at: range.lowerBound)
            file.forEachJSONStretch(in: range) { stretch, escaped in
                if let escaped { text.put(Array(escaped.utf8), for: stretch) } else { text.keep(stretch) }
            }
            return text
        default: return CellText(range)
        }
    }

    /// The result that objects are the rows of; a column that an object does not have is null in it.
    func table() -> ResultTable {
        var columns: [CellText] = objects.first.map { $0.map(\.key) } ?? []
        var names = columns.map { $0.text(in: file) }
        let isUniform = objects.allSatisfy { $0.map { $0.key.text(in: file) } == names }
        if !isUniform {
            columns = []
            names = []
            var known: Set<String> = []
            for member in objects.joined() where known.insert(member.key.text(in: file)).inserted {
                columns.append(member.key)
                names.append(member.key.text(in: file))
            }
        }
        var builder = ResultBuilder(file, columns: columns.map { $0.column(in: file) })
        for object in objects {
            for (position, name) in names.enumerated() {
                let member =
                    isUniform ? object[position] : object.last { $0.key.text(in: file) == name }
                if member?.isNull != false { builder.markNull() }
                let end = object.last?.value.range(in: file).upperBound ?? 0
                builder.add(member?.value ?? CellText(at: end))
            }
        }
        return builder.table(.json, lines: 1...max(1, file.lineCount), stated: nil)
    }
}
