internal import Diagnostics

extension PsqlTextScan {
    /// Reads a file that is an array of objects, as `json_agg` makes it, or objects one under the other, as
    /// `row_to_json` does: their keys are the columns.
    ///
    /// A plan and a server log are JSON too, and are left to their readers.
    mutating func jsonRows() {
        var reader = JSONRowReader(file)
        guard let objects = reader.objects() else { return }
        let keys = Set((objects.first ?? []).map { $0.key.text(in: file) })
        if let first = objects.first, first.isEmpty { return }
        if keys.contains("Plan") || keys.contains("error_severity") { return }
        tables.append(reader.table(objects))
    }
}

/// Reads objects whose members are cells, each with its place.
private struct JSONRowReader {
    struct Member {
        let key: CellText
        let value: CellText
        let isNull: Bool
    }

    private let file: SourceFile
    private var cursor: MarkupCursor

    init(_ file: SourceFile) {
        self.file = file
        cursor = MarkupCursor(file, at: file.contentStart)
    }

    /// The objects of the file, or nil where it holds anything else.
    mutating func objects() -> [[Member]]? {
        var objects: [[Member]] = []
        cursor.skipSpace()
        let isArray = cursor.take("[")
        cursor.skipSpace()
        if isArray, cursor.take("]") { return isAtEnd ? [] : nil }
        while true {
            guard let object = object() else { return nil }
            objects.append(object)
            cursor.skipSpace()
            if isArray {
                if cursor.take("]") { return isAtEnd ? objects : nil }
                guard cursor.take(",") else { return nil }
                cursor.skipSpace()
            } else if cursor.isAtEnd {
                // One object over several lines is a document, not a row.
                return file.endsWithNewline && objects.count == file.lineCount ? objects : nil
            }
        }
    }

    private var isAtEnd: Bool {
        var rest = cursor
        rest.skipSpace()
        return rest.isAtEnd
    }

    /// The result that objects are the rows of; a column that an object does not have is null in it.
    func table(_ objects: [[Member]]) -> ResultTable {
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

    private mutating func object() -> [Member]? {
        guard cursor.take("{") else { return nil }
        var members: [Member] = []
        cursor.skipSpace()
        if cursor.take("}") { return members }
        while true {
            guard let key = string() else { return nil }
            cursor.skipSpace()
            guard cursor.take(":") else { return nil }
            cursor.skipSpace()
            guard let value = value() else { return nil }
            members.append(Member(key: key, value: value.text, isNull: value.isNull))
            cursor.skipSpace()
            if cursor.take("}") { return members }
            guard cursor.take(",") else { return nil }
            cursor.skipSpace()
        }
    }

    /// A value: a string without its quotes, a null as nothing, anything else as it is written.
    private mutating func value() -> (text: CellText, isNull: Bool)? {
        guard !cursor.isAtEnd else { return nil }
        let start = cursor.index
        switch file.bytes[start] {
        case UInt8(ascii: "\""): return string().map { ($0, false) }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard skipNested() else { return nil }
            return (CellText(start..<cursor.index), false)
        default:
            while !cursor.isAtEnd, !Self.ends.contains(file.bytes[cursor.index]) { cursor.index += 1 }
            let word = start..<cursor.index
            if file.bytes[word].elementsEqual("null".utf8) { return (CellText(at: start), true) }
            let isWord =
                file.bytes[word].elementsEqual("true".utf8) || file.bytes[word].elementsEqual("false".utf8)
            let isNumber = file.bytes.withUnsafeBufferPointer { wholeNumeral(in: $0, word) != nil }
            return isWord || isNumber ? (CellText(word), false) : nil
        }
    }

    private static let ends: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D]

    /// Goes past an object or an array inside of a row; whether its brackets are in order.
    private mutating func skipNested() -> Bool {
        var open: [UInt8] = []
        while !cursor.isAtEnd {
            let byte = file.bytes[cursor.index]
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                continue
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { return false }
            default: break
            }
            cursor.index += 1
            if open.isEmpty { return true }
        }
        return false
    }

    private mutating func string() -> CellText? {
        guard cursor.take("\"") else { return nil }
        var text = CellText(at: cursor.index)
        var start = cursor.index
        while !cursor.isAtEnd {
            let index = cursor.index
            switch file.bytes[index] {
            case UInt8(ascii: "\""):
                text.keep(start..<index)
                cursor.index += 1
                return text
            case UInt8(ascii: "\\"):
                text.keep(start..<index)
                guard let escaped = escape() else { return nil }
                text.put(escaped, for: index..<cursor.index)
                start = cursor.index
            case 0x00..<0x20: return nil
            default: cursor.index += 1
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        guard cursor.index + 1 < cursor.end else { return nil }
        let letter = file.bytes[cursor.index + 1]
        cursor.index += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            guard (0xD800...0xDBFF).contains(unit) else {
                return Unicode.Scalar(unit).map { Array(String($0).utf8) }
            }
            guard cursor.take("\\u"), let low = codeUnit(), (0xDC00...0xDFFF).contains(low) else {
                return nil
            }
            return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)).map {
                Array(String($0).utf8)
            }
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt32? {
        guard cursor.index + 4 <= cursor.end else { return nil }
        let digits = file.bytes[cursor.index..<cursor.index + 4]
        guard digits.allSatisfy({ digitValue($0) != nil || (0x41...0x46).contains($0 & 0xDF) }) else {
            return nil
        }
        cursor.index += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
