import Diagnostics
import Incidents

/// Finds figures that are computed from themselves, in the Swift sources of the author's.
///
/// A figure is a computed property of an `EvidenceSet`, without parameters and without state: one that reads
/// itself, directly or by way of others, has no value whatever the evidence shows, and evaluating it would use
/// up the stack. The compiler warns of a property that names itself and of nothing else.
struct CircularFigures {
    private var properties: [String: [SwiftProperties.Property]] = [:]
    private var evidenceTypes: Set<String> = []

    /// Reads the properties that sources declare.
    init(in files: [SourceFile]) {
        for file in files {
            let found = SwiftProperties(in: file)
            evidenceTypes.formUnion(found.conforming(to: "EvidenceSet"))
            for property in found.properties { properties[property.type, default: []].append(property) }
        }
    }

    /// A finding for each circle, at the property that stands first in it.
    var findings: [Diagnostic] {
        evidenceTypes.sorted().flatMap { type in
            Circles(among: properties[type] ?? []).found.map(finding)
        }
    }

    private func finding(_ circle: [SwiftProperties.Property]) -> Diagnostic {
        let names = (circle + circle.prefix(1)).map { "`\($0.name)`" }
        return Diagnostic(
            .figure(.circular),
            "The figure \(names[0]) is computed from itself: \(names.joined(separator: " from "))",
            at: circle[0].span,
            expected: "a way from each figure to the captures that it was read from",
            help: "Bind one of them to a capture, or to figures that do not need it.",
            notes: circle.dropFirst().map { Diagnostic.Note("`\($0.name)` is here", at: Place($0.span)) }
        )
    }
}

/// The circles in which properties of one type name each other, each from the one that is declared first.
private struct Circles {
    private(set) var found: [[SwiftProperties.Property]] = []

    private let byName: [String: SwiftProperties.Property]
    private var finished: Set<String> = []
    private var path: [String] = []

    init(among properties: [SwiftProperties.Property]) {
        byName = Dictionary(properties.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for property in properties { follow(property.name) }
    }

    private mutating func follow(_ name: String) {
        guard let property = byName[name], !finished.contains(name) else { return }
        if let start = path.firstIndex(of: name) {
            found.append(path[start...].compactMap { byName[$0] })
            return
        }
        path.append(name)
        for other in property.names.sorted() { follow(other) }
        path.removeLast()
        finished.insert(name)
    }
}

extension Project {
    /// The figures of incidents that are computed from themselves, as far as the sources beside their
    /// declarations show it; to be told before any of them is evaluated.
    func circularFigures(of incidents: [any Incident]) -> [Diagnostic] {
        let declaring = incidents.reduce(into: Set<String>()) { $0.formUnion($1.declaringFiles) }
        let files = swiftFiles(beside: declaring).sorted().compactMap(sources.file)
        return CircularFigures(in: files).findings
    }

    /// Throws what ``circularFigures(of:)`` finds.
    func refuseCircularFigures(of incidents: [any Incident]) throws(Diagnostics) {
        let errors = circularFigures(of: incidents)
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }
}
