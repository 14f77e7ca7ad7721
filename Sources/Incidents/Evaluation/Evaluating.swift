// What each word of the vocabulary is made of, evaluated.

extension Vocabulary.TimelineEntry {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.TimelineEntry
    where S == Written<E> {
        .init(
            at: evaluate(moment), phase, evaluate(event), source: source, file: site.file, line: site.number)
    }
}

extension Vocabulary.Impact {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Impact where S == Written<E> {
        .init(
            what: evaluate(what), number: evaluate(number), whole: whole.map { evaluate($0) },
            share: share.map { evaluate($0) }, site: site)
    }
}

extension Vocabulary.ContributingFactor {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.ContributingFactor
    where S == Written<E> {
        .init(evaluate(title), evaluate(explanation), file: site.file, line: site.number)
    }
}

extension Vocabulary.RecoveryStep {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.RecoveryStep where S == Written<E> {
        .init(evaluate(step), evaluate(effect), file: site.file, line: site.number)
    }
}

extension Vocabulary.Lesson {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Lesson where S == Written<E> {
        .init(kind, evaluate(text), file: site.file, line: site.number)
    }
}

extension Vocabulary.ActionItem {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.ActionItem where S == Written<E> {
        .init(
            evaluate(action), owner: owner, due: due, priority, kind, doneWhen: evaluate(doneWhen),
            done: done, file: site.file, line: site.number)
    }
}

extension Vocabulary.GlossaryTerm {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.GlossaryTerm where S == Written<E> {
        .init(term, evaluate(meaning), file: site.file, line: site.number)
    }
}

extension Vocabulary.Correction {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Correction where S == Written<E> {
        .init(on: date, evaluate(text), file: site.file, line: site.number)
    }
}

extension Vocabulary.Claim {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Claim where S == Written<E> {
        .init(
            id, evaluate(statement), origin: origin, test: evaluate(proof), verdict: recordedVerdict,
            refutedBy: refutedBy.map { evaluate($0) }, meaning: meaning.map { evaluate($0) },
            strength: strength, in: documents, site: site)
    }
}

extension Vocabulary.Exhibit {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Exhibit where S == Written<E> {
        .init(
            number, evaluate(title), evaluate(explanation), claims: claims, captures: captures,
            illustration: illustration, file: site.file, line: site.number)
    }
}

extension Vocabulary.Hypothesis {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Hypothesis where S == Written<E> {
        .init(
            evaluate(statement), evaluate(finding), test: evaluate(proof), verdict: recordedVerdict,
            exhibits: exhibits, file: site.file, line: site.number)
    }
}

extension Vocabulary.Illustration {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Illustration where S == Written<E> {
        .init(
            name, evaluate(caption), from: captures, file: site.file, line: site.number,
            drawing(evaluate.evidence))
    }
}

extension Vocabulary.DataTable {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.DataTable where S == Written<E> {
        .init(
            name, columns, file: site.file, line: site.number,
            rows(evaluate.evidence).map { row in row.map { evaluate($0) } })
    }
}

extension Vocabulary.Artifact {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Artifact where S == Written<E> {
        .init(
            template, title, for: audiences, phase, timeNeeded, useWhen: evaluate(useWhen),
            purpose: evaluate(purpose), oneLine: evaluate(oneLine), steps: evaluate(steps),
            checklist: checklist.map { .init(evaluate($0.task), doneWhen: evaluate($0.doneWhen)) },
            expectedOutcome: expectedOutcome.map { evaluate($0) }, file: site.file, line: site.number)
    }
}
