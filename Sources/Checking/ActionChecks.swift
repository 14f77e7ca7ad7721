package import Diagnostics
import Incidents
package import Quantities

extension IncidentChecker {
    /// Actions that nobody answers for, that have no day, or of which nobody could tell whether they are done.
    func actionFindings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for action in incident.actions {
            let place = sources.place(action.site)
            if action.owner.isBlank {
                findings.append(
                    Diagnostic(
                        .action(.noOwner), "An action has no owner", at: place,
                        help: "Name the role that answers for it."))
            }
            if !isDay(action.due) {
                findings.append(notADay(action.due, "An action's due date", at: place))
            }
            if let done = action.done, !isDay(done) {
                findings.append(notADay(done, "The day on which an action was done,", at: place))
            }
            if action.doneWhen.plainText.isBlank { findings.append(noTest("An action", at: place)) }
        }
        for artifact in incident.artifacts {
            for item in artifact.checklist where item.doneWhen.plainText.isBlank {
                findings.append(
                    noTest(
                        "“\(item.task.plainText)” in a checklist",
                        at: sources.place(artifact.site, holding: item.task.plainText)))
            }
        }
        return findings
    }

    private func notADay(_ text: String, _ what: String, at place: Place) -> Diagnostic {
        Diagnostic(.action(.noDueDate), "\(what) “\(text)” is not a date", at: place, expected: "YYYY-MM-DD")
    }

    private func noTest(_ what: String, at place: Place) -> Diagnostic {
        Diagnostic(
            .action(.noDoneTest), "\(what) has no test of being done", at: place,
            expected: "doneWhen: what somebody else would see once it is done",
            help: "Say what shows that it is done; without that it stays open, or is closed by mood.")
    }

    /// The open actions whose day has passed.
    ///
    /// The day is a parameter, for a build asks no clock: the same inputs give the same site on every day.
    ///
    /// - Parameter today: The day to compare with.
    package func overdueActions(today: CalendarDate) -> [Diagnostic] {
        incident.actions.compactMap { action in
            guard action.done == nil, let due = CalendarDate(action.due), due < today else { return nil }
            return Diagnostic(
                .action(.overdue), "An open action was due on \(due); today is \(today)",
                at: sources.place(action.site, holding: "\"\(action.due)\""),
                expected: "done: \"YYYY-MM-DD\", or a day that has not passed",
                help: "Record the day on which it was done, or agree with \(action.owner) on another.")
        }
    }
}

private func isDay(_ text: String) -> Bool { CalendarDate(text) != nil }

extension String {
    /// Whether nothing stands in it but white space.
    var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}
