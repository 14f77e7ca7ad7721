import Diagnostics
import GFM
import Templating

/// Whatever Markdown is parsed, nothing of it becomes a script, and the same bytes come out twice.
func markdown(_ bytes: [UInt8]) {
    // The first bytes fill a slot, as text that an outsider wrote; it goes where the template's author put it.
    let value = String(decoding: bytes.prefix(24), as: UTF8.self)
    var text: [UInt8] = Array("# Title\n\n".utf8)
    Slot.append(0, to: &text)
    text += bytes.dropFirst(24)
    do throws(GFMError) {
        let document = try MarkdownDocument(utf8: text, slots: [.inlines([.text(value)])])
        requireHarmless(document.html())
        require(document.html() == document.html(), "two renderings differ")
        _ = (document.plainText, document.wordCount, document.links, document.headings, document.images)
    } catch {
        require(!error.problems.isEmpty, "an error without a problem")
    }
}

/// A template either says what is wrong with it, or fills, and values stay text.
func templates(_ bytes: [UInt8]) {
    let hostile = "<script>alert(1)</script> [x](javascript:alert(1)) | `a` **b** {{ c }}"
    let item: Record = ["name": .text(hostile), "flag": .flag(true)]
    let facts: Record = [
        "name": .text(hostile),
        "flag": .flag(false),
        "items": .list([.record(item), .record(item)]),
        "empty": .list([]),
        "words": .list([.text("one"), .text(hostile)]),
        "record": .record(item),
        "link": .url("evidence/a.html#L1"),
        "missing": .missing(reason: "not measured"),
        "figure": .quantity(
            QuantityValue(kind: "time", formats: ["ms", "about"], defaultFormat: "ms") {
                format in
                .text(format == "ms" ? "1.5 ms" : "about 2 ms")
            }),
    ]
    do throws(Diagnostics) {
        let partial = try Template(
            SourceFile(path: "partial.md", text: "{{ name }} of {{ figure | about }}\n"))
        let template = try Template(SourceFile(path: "template.md", bytes: bytes))
        let library = try TemplateLibrary(["partial": partial, "itself": template])
        let document = try template.fill(with: facts, partials: library).document()
        requireHarmless(document.html())
    } catch {
        require(!error.all.isEmpty, "an error without a finding")
        for finding in error.all { _ = finding.text }
    }
}

/// No element that runs anything, and no link that does.
private func requireHarmless(_ html: [UInt8]) {
    let text = String(decoding: html, as: UTF8.self).lowercased()
    for element in [
        "<script", "<iframe", "<object", "<embed", "<style", "<img src=\"javascript:", "href=\"javascript:",
    ] {
        require(!text.utf8.contains(element.utf8), "\(element) in the page")
    }
}

extension Collection where Element: Equatable {
    fileprivate func contains(_ wanted: some Collection<Element>) -> Bool {
        guard let first = wanted.first else { return true }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first) {
            if self[found...].starts(with: wanted) { return true }
            start = index(after: found)
        }
        return false
    }
}
