public import Diagnostics
import Quantities

extension EvaluatedIncident {
    /// What makes no sense whatever the evidence shows: unusable names, times that run backwards,
    /// references to nothing.
    func structuralErrors(sources: SourceLookup) -> [Diagnostic] {
        timeErrors(sources: sources)
            + duplicates(of: "figure", figures.map { ($0.name, $0.site) }, sources: sources)
            + duplicates(of: "claim", claims.map { ($0.id, $0.site) }, sources: sources)
            + duplicates(of: "picture", illustrations.map { ($0.name, $0.site) }, sources: sources)
            + duplicates(of: "table", tables.map { ($0.name, $0.site) }, sources: sources)
            + duplicates(of: "exhibit", exhibits.map { ("\($0.number)", $0.site) }, sources: sources)
            + duplicates(of: "document", artifacts.map { ($0.template, $0.site) }, sources: sources)
            + referenceErrors(sources: sources)
    }

    private func timeErrors(sources: SourceLookup) -> [Diagnostic] {
        let stages = [
            ("started", times.started), ("detected", times.detected), ("mitigated", times.mitigated),
            ("resolved", times.resolved),
        ]
        var errors = stages.filter { !$0.1.isValid }.map { name, time in
            invalidTime(time, "The incident's time \(name)", at: sources.place(times.site))
        }
        if errors.isEmpty {
            for (earlier, later) in zip(stages, stages.dropFirst()) where later.1 < earlier.1 {
                errors.append(
                    Diagnostic(
                        .incident(.timesRunBackwards),
                        "The incident was \(later.0) at \(later.1.text), before it was \(earlier.0) at \(earlier.1.text)",
                        at: sources.place(times.site), expected: "started ≤ detected ≤ mitigated ≤ resolved",
                        help: "Correct the time that is wrong; mind the zones."))
            }
        }
        for entry in timeline where entry.moment.figure == nil && !entry.moment.timestamp.isValid {
            errors.append(
                invalidTime(entry.moment.timestamp, "A timeline entry's time", at: sources.place(entry.site)))
        }
        for record in captures {
            guard let captured = record.captured, let site = record.site, !captured.isValid else { continue }
            errors.append(invalidTime(captured, "The time of a capture", at: sources.place(site)))
        }
        return errors
    }

    private func invalidTime(_ time: Timestamp, _ what: String, at place: Place) -> Diagnostic {
        Diagnostic(
            .incident(.invalidTime), "\(what), “\(time.written)”, is not a time with a zone", at: place,
            expected: "such as 2026-01-04T16:15Z or 2026-01-04T17:15:02+01:00")
    }

    private func duplicates(
        of what: String, _ declared: [(name: String, site: DeclarationSite)], sources: SourceLookup
    ) -> [Diagnostic] {
        var first: [String: DeclarationSite] = [:]
        return declared.compactMap { name, site in
            guard isSafeName(name) else {
                return Diagnostic(
                    .incident(.unsafeName), "The name “\(name)” of a \(what) cannot stand in an address",
                    at: sources.place(site), expected: "lower-case letters, digits and single hyphens")
            }
            guard let earlier = first.updateValue(site, forKey: name) else { return nil }
            return Diagnostic(
                .incident(.duplicateName), "There are two \(what)s with the name “\(name)”",
                at: sources.place(site), notes: [.init("the other one is here", at: sources.place(earlier))])
        }
    }

    private func referenceErrors(sources: SourceLookup) -> [Diagnostic] {
        let claimIDs = claims.map(\.id)
        let pictures = illustrations.map(\.name)
        let documents = artifacts.map(\.template)
        var errors: [Diagnostic] = []
        for exhibit in exhibits {
            for id in exhibit.claims where !claimIDs.contains(id) {
                errors.append(
                    unknown(.unknownClaim, "claim", id, among: claimIDs, at: sources.place(exhibit.site)))
            }
            if let name = exhibit.illustration, !pictures.contains(name) {
                errors.append(
                    unknown(
                        .unknownPicture, "picture", name, among: pictures, at: sources.place(exhibit.site)))
            }
        }
        let numbers = exhibits.map { "\($0.number)" }
        for hypothesis in hypotheses {
            for number in hypothesis.exhibits.keys.sorted() where !numbers.contains("\(number)") {
                errors.append(
                    unknown(
                        .unknownExhibit, "exhibit", "\(number)", among: numbers,
                        at: sources.place(hypothesis.site)))
            }
        }
        for claim in claims {
            for document in claim.documents where !documents.contains(document) {
                errors.append(
                    unknown(
                        .unknownDocument, "document", document, among: documents,
                        at: sources.place(claim.site)))
            }
        }
        return errors
    }

    private func unknown(
        _ check: Check.Incident, _ what: String, _ name: String, among known: [String], at place: Place
    ) -> Diagnostic {
        Diagnostic(
            .incident(check), "There is no \(what) “\(name)”", at: place,
            expected: nearestName(to: name, among: known).map { "did you mean “\($0)”?" }
                ?? (known.isEmpty
                    ? "no name, since the incident declares no \(what)"
                    : "one of: \(known.joined(separator: ", "))"))
    }
}

/// What is wrong with the incidents' ids: each names a folder of Content and of the site, so that an
/// unsafe one would lead out of it and two equal ones would overwrite each other.
public func unusableIDs(of incidents: [any Incident], sources: SourceLookup) -> [Diagnostic] {
    var seen: Set<String> = []
    return incidents.compactMap { incident in
        let place = sources.place(incident.times.site)
        guard isSafeName(incident.id) else {
            return Diagnostic(
                .incident(.unsafeID), "The incident's id “\(incident.id)” cannot be a folder of the site",
                at: place,
                expected:
                    "lower-case letters, digits and single hyphens, such as 2026-01-04-connection-spike",
                help: "Change the id, and rename its folder under Content to match.")
        }
        guard !seen.insert(incident.id).inserted else { return nil }
        return Diagnostic(
            .incident(.duplicateID), "Two incidents have the id “\(incident.id)”", at: place,
            help: "Give one of them another id, and its folder under Content the same name.")
    }
}

/// Whether a name can stand in an address and be a folder on every file system.
public func isSafeName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard !bytes.isEmpty, bytes.count <= 80, bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-")
    else { return false }
    return bytes.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    } && bytes.firstRange(of: Array("--".utf8)) == nil
}
