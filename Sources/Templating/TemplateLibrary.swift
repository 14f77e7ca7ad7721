public import Diagnostics

/// The templates that others can bring in, by name.
public struct TemplateLibrary: Sendable {
    private let templates: [String: Template]

    /// Collects templates, and checks that each one that they bring in exists and that none brings in itself.
    public init(_ templates: [String: Template] = [:]) throws(Diagnostics) {
        self.templates = templates
        var findings: [Diagnostic] = []
        for name in templates.keys.sorted() {
            guard let template = templates[name] else { continue }
            for tag in template.partials where templates[tag.name] == nil && !tag.isOptional {
                findings.append(unknown(tag, in: template))
            }
        }
        findings += cycles()
        guard findings.isEmpty else { throw Diagnostics(findings) }
    }

    /// A library without templates.
    public static var empty: TemplateLibrary { TemplateLibrary() }

    private init() { templates = [:] }

    public var names: [String] { templates.keys.sorted() }

    public subscript(name: String) -> Template? { templates[name] }

    func unknown(_ tag: PartialTag, in template: Template) -> Diagnostic {
        Diagnostic(
            .template(.unknownPartial), "There is no template named `\(tag.name)`",
            at: template.source.span(tag.range),
            help: nearestName(to: tag.name, among: templates.keys).map { "Did you mean `\($0)`?" }
                ?? "With {{> \(tag.name)? }} it need not exist.")
    }

    // MARK: Cycles

    private struct Step {
        let name: String
        let tag: PartialTag?
    }

    /// The chains of templates that lead back to where they began, each reported at the tag that closes it.
    private func cycles() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        var done: Set<String> = []
        for name in names {
            var chain: [Step] = []
            follow(Step(name: name, tag: nil), &chain, &done, &findings)
        }
        return findings
    }

    private func follow(
        _ step: Step, _ chain: inout [Step], _ done: inout Set<String>, _ findings: inout [Diagnostic]
    ) {
        if let start = chain.firstIndex(where: { $0.name == step.name }) {
            findings.append(cycle(Array(chain[start...]) + [step]))
            return
        }
        guard done.insert(step.name).inserted, let template = templates[step.name] else { return }
        if chain.count == Template.deepest, let tag = step.tag,
            let bringing = chain.last.flatMap({ templates[$0.name] })
        {
            findings.append(
                Diagnostic(
                    .template(.tooDeep), "Templates bring in others deeper than \(Template.deepest)",
                    at: bringing.source.span(tag.range), help: "Bring the template in from further outside."))
            return
        }
        chain.append(step)
        for tag in template.partials { follow(Step(name: tag.name, tag: tag), &chain, &done, &findings) }
        chain.removeLast()
    }

    private func cycle(_ steps: [Step]) -> Diagnostic {
        let chain = steps.map(\.name).joined(separator: " → ")
        let places = zip(steps, steps.dropFirst()).compactMap { from, to -> (String, Place)? in
            guard let tag = to.tag, let template = templates[from.name] else { return nil }
            return ("`\(from.name)` brings in `\(to.name)`", Place(template.source.span(tag.range)))
        }
        return Diagnostic(
            .template(.partialCycle), "The template `\(steps[0].name)` brings in itself: \(chain)",
            at: places.last?.1,
            help: "Take one of these tags out; a template can bring in others, but never itself.",
            notes: places.dropLast().map { Diagnostic.Note($0.0, at: $0.1) })
    }
}
