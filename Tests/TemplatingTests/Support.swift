import Diagnostics
import GFM
import Templating
import Testing

/// A template in `a.md`.
func template(_ text: String, path: String = "a.md") throws(Diagnostics) -> Template {
    try Template(SourceFile(path: path, text: text))
}

/// The HTML of a template that is filled.
func html(_ text: String, _ facts: Record, partials: [String: String] = [:]) throws -> String {
    let document = try template(text).fill(with: facts, partials: library(partials)).document()
    return String(decoding: document.html(), as: UTF8.self)
}

/// The Markdown of a template that is filled, with its values as words.
func markdown(_ text: String, _ facts: Record, partials: [String: String] = [:]) throws -> String {
    let filled = try template(text).fill(with: facts, partials: library(partials))
    var result = ""
    for scalar in filled.markdown.unicodeScalars {
        let index = Int(scalar.value) - Int(Slot.firstScalar)
        guard filled.slots.indices.contains(index) else {
            result.unicodeScalars.append(scalar)
            continue
        }
        switch filled.slots[index] {
        case .text(let text): result += text
        case .inlines(let inlines): result += inlines.plainText
        case .block(let block): result += block.alternative
        case .table: result += "(table)"
        }
    }
    return result
}

/// A library of templates, each in the file of its name.
func library(_ templates: [String: String]) throws(Diagnostics) -> TemplateLibrary {
    var parsed: [String: Template] = [:]
    for (name, text) in templates { parsed[name] = try template(text, path: "\(name).md") }
    return try TemplateLibrary(parsed)
}

/// The messages of what is thrown, as they are printed.
func messages(_ body: () throws -> Void) throws -> String {
    do {
        try body()
        return ""
    } catch let error as Diagnostics {
        return error.all.map(\.text).joined(separator: "\n")
    }
}

/// A time with the formats `ms` and `s`.
func time(_ milliseconds: Int, default format: String? = nil, problem: Diagnostic? = nil) -> Value {
    .quantity(
        QuantityValue(
            kind: "time in milliseconds", formats: ["ms", "s"], defaultFormat: format, problem: problem
        ) { format in
            let text = format == "ms" ? "\(milliseconds) ms" : "\(milliseconds / 1000) s"
            return .link([.text(text)], url: "../plan.txt#L7", title: "plan.txt:7")
        })
}

/// A template and the whole of its messages.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    let template: String
    let message: String
    var testDescription: String { template }

    init(_ template: String, _ message: String) {
        self.template = template
        self.message = message
    }
}
