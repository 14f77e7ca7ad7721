import Casebook

extension ConnectionSpike {
    var smokingGunEvidence: Artifact {
        Artifact(
            "smoking-gun-evidence", "Smoking gun evidence: the complete chain",
            for: [.seniorEngineers, .management], .today, .reading(minutes: 5),
            useWhen: "Somebody asks whether this is really the cause",
            purpose: "Prove which query it was, and say openly what is not proven.",
            oneLine: "The chain of evidence against the query",
            steps: [
                "Read it; there is nothing to run.",
                "Use it before senior engineers, in the report, and when the cause is challenged.",
                "Go to exhibit #1 for the history, #4 for the spike at 16:15, #6 for the projection.",
                "Answer a challenge with the counterfactual, exhibit #8: the same load, with the index only.",
            ],
            checklist: [
                ChecklistItem(
                    "Read this document.",
                    doneWhen:
                        "You can name the exhibit that would have refuted the cause, and why it did not.")
            ], expectedOutcome: "Confidence in the analysis, and an answer for sceptics that they can check.")
    }

    var postIncidentReport: Artifact {
        Artifact(
            "post-incident-report", "Post-incident report: connection spike of 2026-01-04",
            for: [.leadership, .developers], .thisWeek, .reading(minutes: 15),
            useWhen: "Telling stakeholders what happened",
            purpose: "Be the official record: harm, course, causes, recovery, lessons and actions.",
            oneLine: "The record for stakeholders",
            steps: [
                "First day: check the times, add the links to your own graphs, adapt it to your house.",
                """
                Second day: send it to the database, platform and development teams, and hold a review of half \
                an hour: timeline, causes, solution, prevention.
                """,
                "Third day: put it into the archive, with its labels.",
            ],
            checklist: [
                ChecklistItem(
                    "Adapt the report to your company.",
                    doneWhen: "Its times agree with your own captures, and its form with that of your house."),
                ChecklistItem(
                    "Share it with the database team.",
                    doneWhen: "Somebody who was not there has read it and had no question on the course."),
                ChecklistItem(
                    "Present to the development team: the query has to be rewritten.",
                    doneWhen: "The rewrite has an owner and a date in the list of actions."),
                ChecklistItem(
                    "Put it into the wiki, with its labels.",
                    doneWhen: "A search for `incident-2026-01-04` finds it, with links to every artifact."),
                ChecklistItem(
                    "Agree on a follow-up for monitoring and alerts.",
                    doneWhen: "A date stands in the calendar of the database and the platform team."),
            ], expectedOutcome: "A record of the investigation that a stranger can check, line by line.")
    }

    var concurrencyMath: Artifact {
        Artifact(
            "concurrency-math", "Concurrency analysis: before and after", for: [.engineers], .thisWeek,
            .reading(minutes: 10), useWhen: "Explaining why it broke",
            purpose: "Explain the outage as a question of capacity: arrivals, service, slots.",
            oneLine: "Why slow queries became an outage",
            steps: [
                "Show the table of before and after first, then the arithmetic.",
                "Show how a hundred slow checks become an outage: the compounding effect.",
                "Compare the model with what was measured, also where it is off.",
                "Let the listeners do the exercise.",
            ],
            checklist: [
                ChecklistItem(
                    "Use it to train the team.",
                    doneWhen: "Each participant has solved the exercise with the numbers of another service."),
                ChecklistItem(
                    "Put the thresholds into the runbook.",
                    doneWhen:
                        "The runbook's alert names the free slots and the utilisation that this page gives."),
                ChecklistItem(
                    "Make a dashboard and alerts for incidents like this one.",
                    doneWhen:
                        "The dashboard shows slots, arrivals and utilisation, and a test load trips the alert."
                ),
            ], expectedOutcome: "The team sees that it was not just a slow query: it was a lack of capacity.")
    }

    var businessContext: Artifact {
        Artifact(
            "business-context", "Business context analysis", for: [.product, .business], .longTerm,
            .reading(minutes: 20), useWhen: "Understanding what users felt, and what the job is for",
            purpose: "Say what the query does for the business, and which choices are the business's.",
            oneLine: "From the technical fix to what it is worth",
            steps: [
                "Run the first query: which reports are made.",
                "Run the fourth: whether this is a scheduled job.",
                "Run the fifth: how well duplicates are found.",
                "Run the sixth: which reports get stuck.",
                """
                Discuss: does every type need the check? Should its results be cached? Should the making of \
                reports be separated from the API?
                """,
            ],
            checklist: [
                ChecklistItem(
                    "Discuss it with the product team.",
                    doneWhen: "Each option of this document has somebody who decides, and a day."),
                ChecklistItem(
                    "Plan the improvements of the architecture.",
                    doneWhen:
                        "The chosen options stand in the plan of a team, with what shows that they are done."),
                ChecklistItem(
                    "Add what you learnt to the notes for your performance review.",
                    doneWhen:
                        "Situation, action and result stand there with links, and who shares the credit."),
            ],
            expectedOutcome:
                "Technical decisions that know what they mean for users, and not technical fixes alone.")
    }
}
