import Diagnostics
import Incidents

extension EvaluatedIncident {
    /// What is wrong with the captures as pages: two that would have one address, and references to
    /// captures that are not there, whose links would lead nowhere.
    func captureErrors(known: [String], in folder: String, sources: SourceLookup) -> [Diagnostic] {
        addressCollisions(of: known, in: folder) + unknownCaptures(known: known, sources: sources)
    }

    private func addressCollisions(of paths: [String], in folder: String) -> [Diagnostic] {
        var first: [String: String] = [:]
        return paths.compactMap { path in
            let address = Addresses.capture(path)
            guard let other = first[address] else {
                first[address] = path
                return nil
            }
            return Diagnostic(
                .capture(.addressCollision),
                "The captures \(other) and \(path) would both be the page \(address)",
                at: Place(path: "\(folder)/\(path)"),
                expected: "names that differ in a letter or a digit; case and other characters do not count",
                help: "Rename one of them, and its path in the incident.")
        }
    }

    private func unknownCaptures(known: [String], sources: SourceLookup) -> [Diagnostic] {
        var references = captures.compactMap { record in record.site.map { (record.path, $0) } }
        for entry in timeline {
            if case .capture(let path) = entry.source { references.append((path, entry.site)) }
        }
        references += exhibits.flatMap { exhibit in exhibit.captures.map { ($0, exhibit.site) } }
        references += illustrations.flatMap { picture in picture.captures.map { ($0, picture.site) } }
        let paths = Set(known)
        return references.filter { !paths.contains($0.0) }.map { path, site in
            Diagnostic(
                .incident(.unknownCapture), "There is no capture “\(path)”",
                at: sources.place(site, holding: "\"\(path)\""),
                expected: nearestName(to: path, among: known).map { "did you mean “\($0)”?" }
                    ?? "a file of that name in the incident's evidence folder",
                help: "Save the capture there, or correct its path.")
        }
    }
}
