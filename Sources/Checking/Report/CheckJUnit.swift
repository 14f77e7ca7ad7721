import Diagnostics

/// The checks that were made as test cases in JUnit's XML, for what shows test results.
///
/// A suite for each incident: a case for each claim, promise and hypothesis, and for each check of its
/// documents. What is as it should be is a case that passes; an accepted finding is one that was skipped.
struct CheckJUnit {
    /// A test case.
    private struct Case {
        let group: String
        let name: String
        var finding: JudgedFinding?

        var isSkipped: Bool { finding?.acceptance != nil }
        var isFailed: Bool { finding != nil && !isSkipped }
    }

    let report: CheckReport
    private let registry: CheckRegistry

    init(report: CheckReport, registry: CheckRegistry = .all) {
        self.report = report
        self.registry = registry
    }

    func bytes() -> [UInt8] {
        let suites = self.suites
        let cases = suites.flatMap(\.cases)
        var xml = XMLText()
        xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
        xml.attribute("name", "Casebook")
        counts(of: cases, &xml)
        xml.markup(">\n")
        for (name, cases) in suites {
            xml.markup("  <testsuite")
            xml.attribute("name", name)
            counts(of: cases, &xml)
            xml.markup(">\n")
            for one in cases { write(one, &xml) }
            xml.markup("  </testsuite>\n")
        }
        xml.markup("</testsuites>\n")
        return xml.bytes
    }

    // MARK: Cases

    private var suites: [(name: String, cases: [Case])] {
        let unusable = report.findings.filter(\.isOfUnusableInput)
        let input = unusable.map { Case(group: "input", name: name(of: $0), finding: $0) }
        let checked = report.incidents.map { ($0.id, cases(of: $0)) }
        guard report.isComplete || !checked.isEmpty else { return [("input", input)] }
        return (input.isEmpty ? [] : [("input", input)]) + checked + [("project", projectCases)]
    }

    private func cases(of incident: CheckedIncident) -> [Case] {
        var rest = report.findings.filter { $0.incident == incident.id && !$0.isOfUnusableInput }
        let proofs = incident.proofs.map { proof in
            let index = rest.firstIndex { proof.isSubject(of: $0.diagnostic) }
            return Case(
                group: "\(incident.id).\(proof.kind.rawValue)", name: proof.name,
                finding: index.map { rest.remove(at: $0) })
        }
        let others: [CheckFamily] = [.claims, .hypotheses, .acceptances]
        let checks = registry.entries.filter { entry in
            entry.isOfDocuments && !others.contains(entry.check.family)
        }
        return proofs + cases(rest, of: checks.map(\.check), in: "\(incident.id).checks")
    }

    /// What belongs to no incident: templates, and acceptances wherever they stand.
    private var projectCases: [Case] {
        let others = report.findings.filter { finding in
            !finding.isOfUnusableInput && !report.incidents.contains { $0.id == finding.incident }
        }
        return cases(
            others, of: [.prose(.numberWithoutSource)] + CheckFamily.acceptances.checks, in: "project.checks")
    }

    /// A case for each finding, and one for each check that found nothing.
    private func cases(_ findings: [JudgedFinding], of checks: [Check], in group: String) -> [Case] {
        let byCheck = Dictionary(grouping: findings, by: \.diagnostic.check)
        let others = Set(byCheck.keys).subtracting(checks).sorted { $0.id < $1.id }
        return (checks + others).flatMap { check in
            byCheck[check].map { found in
                found.map { Case(group: group, name: name(of: $0), finding: $0) }
            } ?? [Case(group: group, name: check.id)]
        }
    }

    private func name(of finding: JudgedFinding) -> String {
        let place = finding.diagnostic.place.map { " at \($0.position)" } ?? ""
        return finding.diagnostic.id + place
    }

    // MARK: XML

    private func counts(of cases: [Case], _ xml: inout XMLText) {
        let failed = cases.filter(\.isFailed)
        let errors = failed.count { $0.finding?.isOfUnusableInput == true }
        xml.attribute("tests", "\(cases.count)")
        xml.attribute("failures", "\(failed.count - errors)")
        xml.attribute("errors", "\(errors)")
        xml.attribute("skipped", "\(cases.count(where: \.isSkipped))")
    }

    private func write(_ one: Case, _ xml: inout XMLText) {
        xml.markup("    <testcase")
        xml.attribute("classname", one.group)
        xml.attribute("name", one.name)
        guard let finding = one.finding else { return xml.markup("/>\n") }
        if let place = finding.diagnostic.place {
            xml.attribute("file", place.path)
            if place.line > 0 { xml.attribute("line", "\(place.line)") }
        }
        xml.markup(">\n      ")
        if let acceptance = finding.acceptance {
            xml.markup("<skipped")
            xml.attribute("message", "accepted because \(acceptance.reason) (\(acceptance.place.position))")
            xml.markup("/>\n      <system-out>")
            xml.text(finding.diagnostic.text)
            xml.markup("</system-out>\n")
        } else {
            let element = finding.isOfUnusableInput ? "error" : "failure"
            xml.markup("<\(element)")
            xml.attribute("message", finding.diagnostic.summary)
            xml.attribute("type", finding.diagnostic.id)
            xml.markup(">")
            xml.text(finding.diagnostic.text)
            xml.markup("</\(element)>\n")
        }
        xml.markup("    </testcase>\n")
    }
}

/// XML 1.0 that grows as UTF-8 bytes.
struct XMLText {
    private(set) var bytes: [UInt8] = []

    /// Appends markup, which is ours.
    mutating func markup(_ text: String) { bytes += text.utf8 }

    /// Appends an attribute with its leading space and its quotes.
    mutating func attribute(_ name: String, _ value: String) {
        markup(" \(name)=\"")
        append(value, isAttribute: true)
        markup("\"")
    }

    /// Appends text between elements.
    mutating func text(_ text: String) { append(text, isAttribute: false) }

    /// Escapes what is markup; what no XML document may hold (XML 1.0, section 2.2) becomes U+FFFD.
    private mutating func append(_ text: String, isAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: markup("&amp;")
            case 0x3C: markup("&lt;")
            case 0x3E: markup("&gt;")
            case 0x22: markup("&quot;")
            // A reader would make blanks of them in an attribute, and a newline of a CR anywhere.
            case 0x0D: markup("&#13;")
            case 0x09 where isAttribute: markup("&#9;")
            case 0x0A where isAttribute: markup("&#10;")
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF:
                markup("\u{FFFD}")
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }
}
