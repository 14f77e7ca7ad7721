public import Diagnostics
import GFM
import Incidents
package import Templating

/// The templates of a project, read once and shared by all of its incidents.
public struct TemplateSet: Sendable {
    /// The folder of the templates, from the project's root.
    public static let folder = "Templates"

    private let templates: [String: Template]
    private let partials: [String: Template]

    /// The templates and partials, for checks of their words.
    package var texts: [Template] { Array(templates.values) + Array(partials.values) }

    /// Reads every template of a project, or throws everything that is wrong with them.
    public init(of files: ProjectFiles) throws(Diagnostics) {
        var errors: [Diagnostic] = []
        var templates: [String: Template] = [:]
        var partials: [String: Template] = [:]
        for path in files.paths(Self.folder) where path.hasSuffix(".md") {
            guard let bytes = files.bytes(path) else { continue }
            do throws(Diagnostics) {
                let template = try Template(SourceFile(path: path, bytes: bytes))
                let name = String(path.dropFirst(Self.folder.count + 1).dropLast(3))
                if name.hasPrefix("partials/") {
                    partials[String(name.dropFirst("partials/".count))] = template
                } else {
                    templates[name] = template
                }
            } catch {
                errors += error.all
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        self.templates = templates
        self.partials = partials
    }

    /// The template of a name, or the finding that there is none.
    func template(_ name: String, neededBy place: Place?) throws(Diagnostic) -> Template {
        if let template = templates[name] { return template }
        throw Diagnostic(
            .template(.missing), "There is no template \(Self.folder)/\(name).md", at: place,
            expected: nearestName(to: name, among: templates.keys).map { "did you mean “\($0)”?" }
                ?? "one of: \(templates.keys.sorted().joined(separator: ", "))",
            help: "Write the template, or name another one in the incident's artifacts.")
    }

    /// Fills a template that belongs to no incident.
    func fill(_ name: String, with facts: Record) throws(Diagnostics) -> MarkdownDocument {
        let found: Template
        do throws(Diagnostic) {
            found = try template(name, neededBy: nil)
        } catch {
            throw Diagnostics(error)
        }
        return try found.fill(with: facts, partials: TemplateLibrary(partials)).document()
    }

    func hasPartial(_ name: String) -> Bool { partials[name] != nil }

    func hasTemplate(_ name: String) -> Bool { templates[name] != nil }

    /// What a document's template can bring in: the incident's own prose first, then the shared partials.
    func library(for template: String, narrative: Narrative) throws(Diagnostics) -> TemplateLibrary {
        var all = partials
        all.merge(narrative.shared) { _, own in own }
        all.merge(narrative.byTemplate[template] ?? [:]) { _, own in own }
        return try TemplateLibrary(all)
    }
}

/// The prose of an incident that its templates bring in: `Content/<id>/narrative/**.md`.
struct Narrative: Sendable {
    /// Pieces that every template can bring in.
    private(set) var shared: [String: Template] = [:]
    /// Pieces of one template.
    private(set) var byTemplate: [String: [String: Template]] = [:]
    /// All pieces, for checks of their words.
    var texts: [Template] { Array(shared.values) + byTemplate.values.flatMap(\.values) }
    /// What keeps them from being read.
    private(set) var errors: [Diagnostic] = []

    /// Reads the prose of a folder.
    init(folder: String, files: ProjectFiles) {
        for path in files.paths(folder) where path.hasSuffix(".md") {
            guard let bytes = files.bytes(path) else { continue }
            do throws(Diagnostics) {
                let template = try Template(SourceFile(path: path, bytes: bytes))
                let name = path.dropFirst(folder.count + 1).dropLast(3)
                if let slash = name.firstIndex(of: "/") {
                    byTemplate[String(name[..<slash]), default: [:]][
                        String(name[name.index(after: slash)...])
                    ] =
                        template
                } else {
                    shared[String(name)] = template
                }
            } catch {
                errors += error.all
            }
        }
    }
}
