import Diagnostics
import Documents
import Evidence
import Incidents
import Quantities

/// The difference of two states as one line of JSON.
enum DifferenceJSON {
    /// Writes `{"base", "head", "changed", "changedSources", "incidents": […]}` and a newline.
    ///
    /// Keys are always there, null where there is nothing to say; numbers are in the unit's own scale.
    static func write(_ difference: ProjectDifference, to json: inout JSONBuffer) {
        json.object { json in
            json.key("base")
            write(difference.base, to: &json)
            json.key("head")
            write(difference.head, to: &json)
            json.key("changed")
            json.value(difference.changedAnything)
            json.key("changedSources")
            json.list { json in for path in difference.changedSources { json.value(path) } }
            json.key("incidents")
            json.list { json in for incident in difference.incidents { write(incident, to: &json) } }
        }
        json.newline()
    }

    private static func write(_ state: ProjectState, to json: inout JSONBuffer) {
        json.object { json in
            json.key("name")
            json.value(state.name)
            json.nullable("commit", state.commit)
        }
    }

    private static func write(_ incident: IncidentDifference, to json: inout JSONBuffer) {
        json.object { json in
            json.key("incident")
            json.value(incident.id)
            json.key("title")
            json.value(incident.title)
            json.key("figures")
            json.list { json in for change in incident.figures { write(change, to: &json) } }
            json.key("verdicts")
            json.list { json in for change in incident.verdicts { write(change, to: &json) } }
            json.key("documents")
            json.list { json in for change in incident.documents { write(change, to: &json) } }
            json.key("captures")
            json.list { json in for change in incident.captures { write(change, to: &json) } }
            json.key("problems")
            json.object { json in
                json.key("base")
                write(incident.oldProblems, to: &json)
                json.key("head")
                write(incident.newProblems, to: &json)
            }
        }
    }

    private static func write(_ change: FigureChange, to json: inout JSONBuffer) {
        json.object { json in
            json.key("change")
            json.value(change.kind.rawValue)
            json.nullable("name", change.name)
            json.key("unit")
            json.value(change.new.quantity.unitName)
            json.key("old")
            write(change.old, to: &json)
            json.key("new")
            write(change.new, to: &json)
            json.nullable("difference", change.difference)
            json.nullable("relativeDifference", change.relativeDifference)
            json.key("documents")
            json.list { json in for document in change.documents { json.value(document.title) } }
        }
    }

    private static func write(_ use: FigureUse, to json: inout JSONBuffer) {
        json.object { json in
            json.nullable("value", use.quantity.value)
            json.nullable("text", use.quantity.text)
            json.nullable("lower", use.quantity.interval?.lower)
            json.nullable("upper", use.quantity.interval?.upper)
            json.key("derivation")
            json.value(use.quantity.derivationText)
        }
    }

    private static func write(_ change: VerdictChange, to json: inout JSONBuffer) {
        json.object { json in
            json.key("subject")
            json.value(change.subject.rawValue)
            json.nullable("id", change.id)
            json.key("statement")
            json.value(change.statement)
            json.key("recorded")
            json.value(change.recorded.rawValue)
            json.key("old")
            write(change.old, to: &json)
            json.key("new")
            write(change.new, to: &json)
        }
    }

    private static func write(_ outcome: Outcome, to json: inout JSONBuffer) {
        json.object { json in
            json.key("verdict")
            json.value(outcome.verdict.rawValue)
            json.key("tests")
            json.list { json in for comparison in outcome.comparisons { json.value(comparison.text) } }
            json.nullable("margin", outcome.marginText)
            json.nullable("marginDistance", outcome.margin?.distance)
            json.nullable("marginShare", outcome.margin?.share)
        }
    }

    private static func write(_ change: DocumentChange, to json: inout JSONBuffer) {
        json.object { json in
            json.key("template")
            json.value(change.template)
            json.key("title")
            json.value(change.title)
            json.key("path")
            json.value(change.path)
            json.key("compared")
            json.value(change.isCompared)
            json.key("sentences")
            json.list { json in for sentence in change.sentences { write(sentence, to: &json) } }
            json.key("problems")
            json.object { json in
                json.key("base")
                write(change.oldErrors, to: &json)
                json.key("head")
                write(change.newErrors, to: &json)
            }
        }
    }

    private static func write(_ sentence: DocumentChange.Sentence, to json: inout JSONBuffer) {
        json.object { json in
            json.key("heading")
            json.value(sentence.heading)
            json.nullable("old", sentence.old)
            json.nullable("new", sentence.new)
            json.key("figures")
            json.list { json in for figure in sentence.figures { json.value(figure) } }
            json.key("claims")
            json.list { json in for claim in sentence.claims { json.value(claim) } }
        }
    }

    private static func write(_ change: CaptureChange, to json: inout JSONBuffer) {
        json.object { json in
            json.key("change")
            json.value(change.kind.rawValue)
            json.key("path")
            json.value(change.path)
            json.nullable("oldHash", change.oldHash)
            json.nullable("newHash", change.newHash)
            json.key("firstLine")
            if let line = change.firstLine {
                json.object { json in
                    json.key("number")
                    json.value(line.number)
                    json.nullable("old", line.old)
                    json.nullable("new", line.new)
                }
            } else {
                json.null()
            }
        }
    }

    private static func write(_ problems: [Diagnostic], to json: inout JSONBuffer) {
        json.list { json in
            for problem in problems {
                json.object { json in
                    json.key("id")
                    json.value(problem.id)
                    json.key("summary")
                    json.value(problem.summary)
                    json.nullable("place", problem.place?.position)
                }
            }
        }
    }
}

extension JSONBuffer {
    /// Writes a member, null where there is no value.
    mutating func nullable(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }

    /// Writes a member, null where there is no value.
    mutating func nullable(_ name: StaticString, _ number: Double?) {
        key(name)
        if let number { value(number) } else { null() }
    }
}
