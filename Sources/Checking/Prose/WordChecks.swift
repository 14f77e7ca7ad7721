import Diagnostics
import Incidents

extension IncidentChecker {
    /// Words of blame, and what should never be published, in the author's sentences.
    func wordFindings() -> [Diagnostic] {
        texts.flatMap { text in
            let own = text.own
            let blame = blamingWords(in: own.sentences).map { found in
                found.diagnostic(at: sources.place(of: found.range, in: own, at: text.site, among: paths))
            }
            // A leak is one in a quotation and in code too.
            let whole = Array(text.prose.words.utf8)
            let leaks = Leak.all(in: whole).map { leak in
                leak.diagnostic(at: leakPlace(leak, in: text))
            }
            return blame + leaks
        }
    }

    private func leakPlace(_ leak: Leak, in text: AuthorText) -> Place? {
        let own = text.own
        let words = Array(text.prose.words.utf8)[leak.range]
        let pieces = own.pieces.filter { Array($0.words.utf8).firstRange(of: words) != nil }
        guard let piece = pieces.first, let found = Array(piece.words.utf8).firstRange(of: words) else {
            return text.site.map { sources.place($0) }
        }
        let start = piece.range.lowerBound
        return sources.place(
            of: found.lowerBound + start..<found.upperBound + start, in: own, at: text.site, among: paths)
    }

    /// The numbers that somebody typed into what is no sentence: titles, names of terms and roles.
    func titleFindings() -> [Diagnostic] {
        var titles = [(incident.title, incident.times.site), (incident.owner, incident.times.site)]
        titles += incident.artifacts.map { ($0.title, $0.site) }
        titles += incident.glossary.map { ($0.term, $0.site) }
        titles += incident.actions.map { ($0.owner, $0.site) }
        titles += incident.services.map { ($0, incident.times.site) }
        let own = titles.flatMap { text, site in
            let words = OwnWords(text)
            return HandTypedNumbers.ranges(in: text).map { range in
                handTypedNumber(
                    words.text(range),
                    at: site == incident.times.site
                        ? sources.place(ofWords: text, range: range, in: paths)
                        : sources.place(of: range, in: words, at: site, among: paths))
            }
        }
        let recorded = incident.captures.filter { $0.site == nil }.flatMap { record in
            (record.title?.plainText).map { title in
                HandTypedNumbers.ranges(in: title).map { range in
                    handTypedNumber(
                        String(decoding: Array(title.utf8)[range], as: UTF8.self),
                        at: Place(path: "Content/\(incident.id)/evidence/\(record.path).record.json"))
                }
            } ?? []
        }
        return own + recorded
    }
}

extension EvaluatedProse {
    /// What the author typed, code and all; a space stands for each figure.
    fileprivate var words: String {
        fragments.map { fragment in
            switch fragment {
            case .text(let words), .asWritten(let words), .code(let words): words
            case .figure, .reading: " "
            }
        }.joined()
    }
}

/// A word of blame.
struct BlamingWords {
    let words: String
    let range: Range<Int>

    func diagnostic(at place: Place?) -> Diagnostic {
        Diagnostic(
            .prose(.blame), "“\(words)” looks for somebody's fault", at: place,
            expected: "what the person saw and knew, and what made the step look right",
            help:
                "Say what in the system allowed it: people act on what they see, and the next one will see the same."
        )
    }
}

/// The words of blame in a text: some always, others only where a person is blamed by them.
func blamingWords(in sentences: [[ProseToken]]) -> [BlamingWords] {
    var found: [BlamingWords] = []
    for tokens in sentences {
        var index = 0
        while index < tokens.count {
            let phrase = tokens[index].word.flatMap { phrases[$0] }?.first {
                $0.blames(at: index, in: tokens)
            }
            let end = index + (phrase?.words.count ?? 1)
            if let phrase {
                found.append(
                    BlamingWords(
                        words: phrase.words.joined(separator: " "),
                        range: tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound))
            }
            index = end
        }
    }
    return found
}

private struct Phrase {
    let words: [String]
    /// Whether it blames only where a person is meant.
    let needsPerson: Bool
    /// Whether the person may stand behind it.
    let isObject: Bool

    init(_ words: String, person: Bool = false, object: Bool = false) {
        self.words = words.split(separator: " ").map(String.init)
        needsPerson = person
        isObject = object
    }

    /// Whether it stands here, is not denied, and is said of a person where it has to be.
    func blames(at index: Int, in tokens: [ProseToken]) -> Bool {
        let end = index + words.count
        guard end <= tokens.count, zip(words, tokens[index..<end]).allSatisfy({ $1.word == $0 }),
            !isDenied(tokens[..<index])
        else { return false }
        return !needsPerson || namesPerson(tokens, around: index..<end, after: isObject)
    }
}

private let phrases = Dictionary(
    grouping: [

        Phrase("human error"), Phrase("operator error"), Phrase("user error"), Phrase("careless"),
        Phrase("carelessly"),
        Phrase("carelessness"), Phrase("negligent"), Phrase("negligently"), Phrase("negligence"),
        Phrase("stupid"),
        Phrase("stupidity"), Phrase("stupidly"), Phrase("incompetent"), Phrase("incompetence"),
        Phrase("sloppy"),
        Phrase("sloppiness"), Phrase("idiotic"), Phrase("reckless"), Phrase("recklessly"),
        Phrase("inexcusable"),
        Phrase("should have", person: true), Phrase("should've", person: true),
        Phrase("ought to have", person: true),
        Phrase("failed to", person: true), Phrase("neglected to", person: true),
        Phrase("forgot", person: true),
        Phrase("forgotten", person: true), Phrase("to blame", person: true, object: true),
        Phrase("blamed", person: true, object: true), Phrase("blame", person: true, object: true),
        Phrase("fault of", person: true, object: true), Phrase("at fault", person: true),
    ], by: { $0.words[0] })

private let people: Set<String> = [
    "he", "she", "they", "we", "i", "you", "who", "person", "people", "somebody", "someone", "anybody",
    "anyone",
    "engineer", "engineers", "developer", "developers", "administrator", "administrators", "dba", "dbas",
    "operator",
    "operators", "colleague", "colleagues", "team", "teams", "manager", "managers", "author", "reviewer",
    "reviewers",
    "on-call", "staff", "contractor", "intern", "employee", "vendor", "him", "her", "us",
]

/// A person just before, as the subject; or, where the phrase takes one, just behind.
private func namesPerson(_ tokens: [ProseToken], around range: Range<Int>, after: Bool) -> Bool {
    let before = tokens[max(0, range.lowerBound - 4)..<range.lowerBound]
    let behind = after ? tokens[range.upperBound..<min(tokens.count, range.upperBound + 4)] : []
    return (before + behind).contains { $0.isWord(among: people) }
}

/// Whether the sentence says that it is not so.
private func isDenied(_ before: ArraySlice<ProseToken>) -> Bool {
    before.suffix(6).contains { token in
        token.isWord(among: [
            "no", "not", "nobody", "never", "without", "none", "neither", "nor", "rather", "instead",
        ])
            || token.word?.hasSuffix("n't") == true
    }
}
