import Diagnostics
import Documents
import GFM
import Incidents

extension IncidentDocuments {
    /// Links of the documents that lead to no page of the incident, or to no place of a page.
    ///
    /// Addresses with a scheme leave the site and are not followed; nor are those of other incidents, which
    /// are not known here.
    var linkFindings: [Diagnostic] {
        var pages = KnownPages(self)
        var findings: [Diagnostic] = []
        for document in documents {
            var told: Set<String> = []
            for link in document.content.links {
                guard let fault = pages.fault(of: link.destination, from: document),
                    told.insert(link.destination).inserted
                else { continue }
                findings.append(fault.diagnostic(at: document.place(ofLine: link.line)))
            }
        }
        return findings
    }
}

/// What is wrong with a link.
private struct LinkFault {
    let destination: String
    let known: [String]
    /// The page, where only the place in it is missing.
    let page: String?

    func diagnostic(at place: Place) -> Diagnostic {
        let wanted = page == nil ? destination : String(destination.drop { $0 != "#" }.dropFirst())
        return Diagnostic(
            page == nil ? .document(.brokenLink) : .document(.brokenAnchor),
            page.map { "The link \(destination) leads to nothing on the page \($0)" }
                ?? "The link \(destination) leads to no page", at: place,
            expected: nearestName(to: wanted, among: known).map { "did you mean “\($0)”?" }
                ?? (page == nil
                    ? "the address of a page of the incident" : "the id of a heading of that page"),
            help: page == nil
                ? "Link a document with {{ documents.name }} and a capture with {{ evidence.name }}, "
                    + "which cannot break; or correct the address."
                : "Correct the part behind #, or the heading that it meant.")
    }
}

/// The pages of an incident with the places in them, which are looked up where a link asks for them.
private struct KnownPages {
    private let documents: [String: Document]
    private let captures: [String: CitedCapture]
    private let files: Set<String>
    private var ids: [String: Set<String>] = [:]
    private var lineCounts: [String: Int] = [:]

    init(_ made: IncidentDocuments) {
        documents = Dictionary(made.documents.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        captures = Dictionary(
            made.evidence.map { (Addresses.capture($0.path), $0) }, uniquingKeysWith: { first, _ in first })
        files = Set(made.evidence.map { "evidence/\($0.path)" })
    }

    mutating func fault(of destination: String, from document: Document) -> LinkFault? {
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        let anchor = parts.count > 1 ? String(parts[1]) : ""
        guard !leavesTheIncident(path) else { return nil }
        let page = path.isEmpty ? document.path : path
        if let capture = captures[page] {
            guard anchor.hasPrefix("L"), let line = Int(anchor.dropFirst()) else { return nil }
            let lines =
                lineCounts[page] ?? capture.text.count { $0 == 0x0A } + (capture.text.last == 0x0A ? 0 : 1)
            lineCounts[page] = lines
            return (1...max(1, lines)).contains(line)
                ? nil : LinkFault(destination: destination, known: [], page: page)
        }
        if files.contains(page) { return nil }
        guard let target = documents[page] else {
            return LinkFault(destination: destination, known: documents.keys.sorted(), page: nil)
        }
        guard !anchor.isEmpty, anchor != "main", !anchor.hasPrefix("sources-") else { return nil }
        let known = ids[page] ?? target.content.ids
        ids[page] = known
        return known.contains(anchor)
            ? nil : LinkFault(destination: destination, known: target.content.headings.map(\.id), page: page)
    }

    private func leavesTheIncident(_ path: String) -> Bool {
        path.hasPrefix("../") || path.hasPrefix("/")
            || path.prefix { $0 != "/" && $0 != "?" }.contains(":")
    }
}

extension MarkdownDocument {
    /// The ids of all elements of its page.
    fileprivate var ids: Set<String> {
        let page = html()
        let mark = Array(" id=\"".utf8)
        var ids: Set<String> = []
        var index = 0
        while let equals = page[index...].firstIndex(of: UInt8(ascii: "=")) {
            index = equals + 1
            let start = equals + 2
            guard equals >= 3, start < page.count, page[(equals - 3)..<start].elementsEqual(mark),
                let end = page[start...].firstIndex(of: UInt8(ascii: "\""))
            else { continue }
            ids.insert(String(decoding: page[start..<end], as: UTF8.self))
            index = end
        }
        return ids
    }
}
