// One line for each word of the vocabulary: what it is made of goes through the evaluator.

extension Vocabulary.Figure {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Figure where S == Written<E> {
        .init(
            name: name,
            meaning: evaluate(meaning),
            symbol: symbol,
            number: evaluate(number),
            site: site
        )
    }
}

extension Vocabulary.TimelineEntry {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.TimelineEntry
    where S == Written<E> {
        .init(moment: evaluate(moment), phase: phase, event: evaluate(event), source: source, site: site)
    }
}

extension Vocabulary.Impact {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Impact where S == Written<E> {
        .init(
            what: evaluate(what),
            number: evaluate(number),
            whole: whole.map { evaluate($0) },
            share: share.map { evaluate($0) },
            site: site
        )
    }
}

extension Vocabulary.ActionItem {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.ActionItem where S == Written<E> {
        .init(
            action: evaluate(action),
            owner: owner,
            due: due,
            priority: priority,
            kind: kind,
            doneWhen: evaluate(doneWhen),
            done: done,
            site: site
        )
    }
}

extension Vocabulary.Claim {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Claim where S == Written<E> {
        .init(
            id: id,
            statement: evaluate(statement),
            origin: origin,
            proof: evaluate(proof),
            recordedVerdict: recordedVerdict,
            refutedBy: refutedBy.map { evaluate($0) },
            meaning: meaning.map { evaluate($0) },
            strength: strength,
            documents: documents,
            site: site
        )
    }
}

extension Vocabulary.Exhibit {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Exhibit where S == Written<E> {
        .init(
            number: number,
            title: evaluate(title),
            explanation: evaluate(explanation),
            claims: claims,
            captures: captures,
            illustration: illustration,
            site: site
        )
    }
}

extension Vocabulary.Hypothesis {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Hypothesis where S == Written<E> {
        .init(
            statement: evaluate(statement),
            finding: evaluate(finding),
            proof: evaluate(proof),
            recordedVerdict: recordedVerdict,
            exhibits: exhibits,
            site: site
        )
    }
}

extension Vocabulary.Illustration {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Illustration
    where S == Written<E> {
        .init(
            name: name,
            caption: evaluate(caption),
            captures: captures,
            drawing: drawing(evaluate.evidence),
            site: site
        )
    }
}

extension Vocabulary.DataTable {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.DataTable where S == Written<E> {
        .init(
            name: name,
            columns: columns,
            rows: rows(evaluate.evidence).map { row in row.map { evaluate($0) } },
            site: site
        )
    }
}

extension Vocabulary.Artifact {
    func evaluated<E>(by evaluate: Evaluator<E>) -> Vocabulary<Evaluated>.Artifact where S == Written<E> {
        .init(
            template: template,
            title: title,
            audiences: audiences,
            phase: phase,
            timeNeeded: timeNeeded,
            useWhen: evaluate(useWhen),
            purpose: evaluate(purpose),
            oneLine: evaluate(oneLine),
            steps: evaluate(steps),
            checklist: checklist.map { .init(evaluate($0.task), doneWhen: evaluate($0.doneWhen)) },
            expectedOutcome: expectedOutcome.map { evaluate($0) },
            site: site
        )
    }
}
