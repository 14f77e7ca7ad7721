import Diagnostics
import Incidents

/// A sentence of the author's, and the part of the incident that it belongs to.
struct AuthorText: Sendable {
    /// The parts of an incident that hold sentences.
    enum Part: Sendable {
        case notice, summary, ask, detection, timeline, impact, factor, recovery, lesson, action, glossary
        case correction, figure, claim, exhibit, hypothesis, limit, capture, illustration, document
    }

    let prose: EvaluatedProse
    let part: Part
    /// Where it was declared; nil for sentences that stand in a list of their own.
    let site: DeclarationSite?
    /// The sentence as bytes, and what of them is the author's.
    let own: OwnWords
}

/// A sentence as bytes in which only the author's own words can be read: code, quotations and texts of
/// captures are gaps, and so is each figure.
struct OwnWords: Sendable {
    let bytes: [UInt8]
    /// The words as they were written, and where they stand in the bytes.
    let pieces: [(words: String, range: Range<Int>)]
    /// The figures by the offset of their gap.
    let figures: [Int: FigureUse]
    /// The numbers that somebody typed.
    let numbers: [Range<Int>]
    /// The words of each sentence.
    let sentences: [[ProseToken]]

    /// All words, in order, in lower case.
    var words: [String] { sentences.flatMap { $0 }.compactMap(\.word) }

    init(_ prose: EvaluatedProse) {
        var text: [UInt8] = []
        var pieces: [(words: String, range: Range<Int>)] = []
        var figures: [Int: FigureUse] = [:]
        var quoted: [Range<Int>] = []
        for fragment in prose.fragments {
            switch fragment {
            case .text(let words), .asWritten(let words):
                let range = text.count..<text.count + words.utf8.count
                if case .asWritten = fragment { quoted.append(range) }
                pieces.append((words, range))
                text += words.utf8
            case .figure(let use):
                figures[text.count] = use
                text.append(HandTypedNumbers.gap)
            case .code, .reading: text.append(HandTypedNumbers.gap)
            }
        }
        let scan = HandTypedNumbers.scan(text, pieces: pieces.map(\.range))
        bytes = scan.ownWords
        numbers = scan.numbers.filter { number in !quoted.contains { $0.contains(number) } }
        sentences = ProseTokens.sentences(in: bytes)
        self.pieces = pieces
        self.figures = figures
    }

    /// The words of a sentence without figures.
    init(_ words: String) { self.init(EvaluatedProse([.text(words)])) }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension SourceLookup {
    /// The place of words of a sentence: from its declaration on, or else in one of the author's files.
    func place(
        of range: Range<Int>, in own: OwnWords, at site: DeclarationSite?, among paths: [String]
    )
        -> Place?
    {
        guard let piece = own.pieces.first(where: { $0.range.contains(range.lowerBound) }) else {
            return place(ofGap: range, in: own, at: site, among: paths)
        }
        let start = piece.range.lowerBound
        let within = range.lowerBound - start..<min(range.upperBound, piece.range.upperBound) - start
        guard let site else { return place(ofWords: piece.words, range: within, in: paths) }
        return place(ofWords: piece.words, range: within, after: site) ?? place(site)
    }

    /// The place of a figure in a sentence: what stands in the source behind the words before it.
    private func place(
        ofGap range: Range<Int>, in own: OwnWords, at site: DeclarationSite?, among paths: [String]
    )
        -> Place?
    {
        let fallback = site.map { place($0) } ?? paths.first.map { Place(path: file($0)?.path ?? $0) }
        guard let before = own.pieces.last(where: { $0.range.upperBound <= range.lowerBound }) else {
            guard let behind = own.pieces.first(where: { $0.range.lowerBound >= range.upperBound }) else {
                return fallback
            }
            let first = behind.range.lowerBound..<behind.range.lowerBound + 1
            return place(of: first, in: own, at: site, among: paths)
        }
        let last = before.words.utf8.count - 1..<before.words.utf8.count
        let found =
            site.flatMap { place(ofWords: before.words, range: last, after: $0) }
            ?? (site == nil ? place(ofWords: before.words, range: last, in: paths) : nil)
        guard let found, found.column > 0 else { return fallback }
        let line = Array(found.lineText.utf8)
        let start = min(line.count, found.column)
        guard line[start...].starts(with: "\\(".utf8) else { return found }
        let end = line[start...].firstIndex(of: UInt8(ascii: ")")) ?? start
        return Place(
            path: found.path, line: found.line, column: start + 1, length: end + 1 - start,
            lineText: found.lineText)
    }

    /// Finds typed words again in the lines from a declaration on.
    private func place(ofWords words: String, range: Range<Int>, after site: DeclarationSite) -> Place? {
        guard let file = file(site.path) else { return nil }
        let bytes = Array(words.utf8)
        let from = file.line(site.line).lowerBound
        let until = file.line(min(file.lineCount, site.line + 80)).upperBound
        guard from < until else { return nil }
        let wide = max(0, range.lowerBound - 24)..<min(bytes.count, range.upperBound + 24)
        let left = max(0, range.lowerBound - 12)..<range.upperBound
        for snippet in [wide, left, range] {
            guard let found = file.bytes[from..<until].firstRange(of: bytes[snippet]) else { continue }
            let start = found.lowerBound + range.lowerBound - snippet.lowerBound
            return Place(file.span(start..<(start + range.count)))
        }
        return nil
    }
}

extension EvaluatedIncident {
    /// Every sentence of the author's; a promise's quotation is somebody else's and is not among them.
    var authorTexts: [AuthorText] {
        var all: [AuthorText] = []
        func add(_ part: AuthorText.Part, _ site: DeclarationSite?, _ prose: EvaluatedProse?...) {
            for case let prose? in prose {
                all.append(AuthorText(prose: prose, part: part, site: site, own: OwnWords(prose)))
            }
        }
        add(.notice, nil, notice)
        for prose in summary { add(.summary, nil, prose) }
        for prose in asks { add(.ask, nil, prose) }
        for prose in detection { add(.detection, nil, prose) }
        for prose in limits { add(.limit, nil, prose) }
        for entry in timeline { add(.timeline, entry.site, entry.event) }
        for harm in impact { add(.impact, harm.site, harm.what) }
        for factor in contributingFactors { add(.factor, factor.site, factor.title, factor.explanation) }
        for step in recovery { add(.recovery, step.site, step.step, step.effect) }
        for lesson in lessons { add(.lesson, lesson.site, lesson.text) }
        for action in actions { add(.action, action.site, action.action, action.doneWhen) }
        for term in glossary { add(.glossary, term.site, term.meaning) }
        for correction in corrections { add(.correction, correction.site, correction.text) }
        for figure in figures { add(.figure, figure.site, figure.meaning) }
        for claim in claims { add(.claim, claim.site, claim.statement, claim.refutedBy, claim.meaning) }
        for exhibit in exhibits { add(.exhibit, exhibit.site, exhibit.title, exhibit.explanation) }
        for hypothesis in hypotheses {
            add(.hypothesis, hypothesis.site, hypothesis.statement, hypothesis.finding)
        }
        for capture in captures where capture.site != nil { add(.capture, capture.site, capture.title) }
        for picture in illustrations { add(.illustration, picture.site, picture.caption) }
        for artifact in artifacts {
            add(.document, artifact.site, artifact.useWhen, artifact.purpose, artifact.oneLine)
            for step in artifact.steps { add(.document, artifact.site, step) }
            for item in artifact.checklist { add(.document, artifact.site, item.task, item.doneWhen) }
            add(.document, artifact.site, artifact.expectedOutcome)
        }
        return all
    }

    /// The author's files, sorted.
    var authorPaths: [String] {
        let sites =
            [times.site] + timeline.map(\.site) + impact.map(\.site) + contributingFactors.map(\.site)
            + recovery.map(\.site) + lessons.map(\.site) + actions.map(\.site) + glossary.map(\.site)
            + corrections.map(\.site) + figures.map(\.site) + claims.map(\.site) + exhibits.map(\.site)
            + hypotheses.map(\.site) + captures.compactMap(\.site) + illustrations.map(\.site)
            + tables.map(\.site) + artifacts.map(\.site)
        return Set(sites.map(\.path)).sorted()
    }

    /// Every figure that the incident itself uses: in sentences, tests, impact and tables.
    func figuresUsed(in texts: [AuthorText]) -> [FigureUse] {
        var all = texts.filter { $0.part != .figure }.flatMap(\.prose.figures)
        all += timeline.compactMap(\.moment.figure)
        all += impact.flatMap { [$0.number, $0.whole, $0.share].compactMap(\.self) }
        all += claims.flatMap(\.proof.comparisons).flatMap { [$0.observed] + $0.bounds }
        all += hypotheses.flatMap(\.proof.comparisons).flatMap { [$0.observed] + $0.bounds }
        all += tables.flatMap(\.rows).flatMap { $0 }.flatMap(\.figures)
        return all
    }
}
