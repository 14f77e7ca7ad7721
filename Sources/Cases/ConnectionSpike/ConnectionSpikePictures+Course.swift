import Casebook

extension ConnectionSpike.Evidence {
    private func clock(_ instant: Quantity<Instant>) -> String {
        instant.value.map { Timestamp(secondsSinceEpoch: ($0 * 1000).rounded() / 1000).clockTextWithoutZone }
            ?? ""
    }

    private func event(
        _ instant: Quantity<Instant>, _ label: String, tone: Tone = .primary
    ) -> TimelinePicture.Event {
        TimelinePicture.Event(at: instant.value ?? .nan, clock: clock(instant), label, tone: tone)
    }

    private func phase(
        _ name: String, _ start: Quantity<Instant>, _ end: Quantity<Instant>, tone: Tone
    ) -> TimelinePicture.Phase {
        TimelinePicture.Phase(name, from: start.value ?? .nan, to: end.value ?? .nan, tone: tone)
    }

    /// The incident from the first sample to the end of the replay.
    var timelinePicture: any Picture {
        TimelinePicture(
            title: "The incident from calm to the proven fix",
            summary: """
                Calm until 16:15, refusals until the job runs out of checks, diagnosis, the index build, and a \
                replay without refusals.
                """,
            phases: [
                phase("Calm", sessions.at.min, spikeStart, tone: .muted),
                phase("Impact", spikeStart, lastCheckFinished, tone: .bad),
                phase("Diagnosis", lastCheckFinished, buildStart, tone: .secondary),
                phase("Fix", buildStart, buildEnd, tone: .tertiary),
                phase("Proof", buildEnd, replayEnd, tone: .primary),
            ],
            events: [
                event(spikeStart, "the job starts"),
                event(firstRefusal, "first connection refused", tone: .bad),
                event(firstFailedProbe, "first health check refused", tone: .bad),
                event(lastRefusal, "last connection refused", tone: .bad),
                event(lastCheckFinished, "backlog gone"),
                event(buildStart, "index build begins", tone: .tertiary),
                event(buildWaitStart, "build waits for an older transaction", tone: .tertiary),
                event(buildEnd, "index valid", tone: .tertiary),
                event(replayStart, "replay of the same load"),
                event(replayEnd, "replay ends, nothing refused"),
            ], spacing: .equalPhases)
    }

    private func samples<Unit: UnitOfMeasure>(
        _ table: Table<SessionSample>, _ value: (TableRow<SessionSample>) -> Quantity<Unit>
    ) -> [TimeChart.Sample] {
        table.rows.map { TimeChart.Sample($0.at.value ?? .nan, value($0).value) }
    }

    private func bySecond(_ value: (TableRow<Second>) -> Quantity<Count>) -> [TimeChart.Sample] {
        seconds.rows.map { TimeChart.Sample($0.at.value ?? .nan, value($0).value) }
    }

    private var slotsReference: Reference {
        Reference(usableSlots.value ?? .nan, "\(Format<Count>.count.label(usableSlots)) slots")
    }

    private func healthCheckSamples(succeeded: Bool) -> [TimeChart.Sample] {
        healthChecks.rows(where: \.succeeded, is: succeeded).rows.map {
            TimeChart.Sample($0.at.value ?? .nan, $0.took.value)
        }
    }

    /// One time axis: connections, checks, refusals, health checks.
    var sixteenFifteenPicture: any Picture {
        TimeChart(
            title: "What happened at 16:15",
            summary: """
                Connections reach the limit within seconds of the job's start; refusals and failed health \
                checks last until the job ends.
                """,
            tracks: [
                TimeChart.Track(
                    Axis("Client connections"),
                    [TimeChart.Series("", .area, samples: samples(sessions) { $0.backends })],
                    references: [slotsReference]),
                TimeChart.Track(
                    Axis("Checks in the server"),
                    [TimeChart.Series("", .line, tone: .secondary, samples: samples(sessions) { $0.checks })]),
                TimeChart.Track(
                    Axis("Refused connections per second"),
                    [TimeChart.Series("", .bars, tone: .bad, samples: bySecond { $0.refused })]),
                TimeChart.Track(
                    Axis("Health check, ms"),
                    [
                        TimeChart.Series(
                            "answered", .points, tone: .tertiary, samples: healthCheckSamples(succeeded: true)
                        ),
                        TimeChart.Series(
                            "refused", .points, tone: .bad, samples: healthCheckSamples(succeeded: false)),
                    ]),
            ], events: [TimeChart.Event(at: spikeStart.value ?? .nan, "16:15 the job starts")],
            spans: [
                TimeChart.Span(
                    from: firstRefusal.value ?? .nan, to: lastRefusal.value ?? .nan, "connections refused")
            ])
    }

    /// The phases of the build, in the order in which they first appear.
    var buildPhases: [(name: String, start: Quantity<Instant>, end: Quantity<Instant>)] {
        let names = build.phase.distinct
        let starts = names.map { build.rows(where: \.phase, is: $0).first.at }
        return names.indices.map { index in
            (names[index], starts[index], index + 1 < names.count ? starts[index + 1] : buildEnd)
        }
    }

    var indexBuildPicture: any Picture {
        PhaseStrip(
            title: "The index build by phase",
            summary: "The build itself takes about a second; then it waits for an older transaction.",
            phases: buildPhases.map { phase in
                PhaseStrip.Phase(
                    phase.name, from: phase.start.value ?? .nan, to: phase.end.value ?? .nan,
                    durationLabel: Format<Time>.about.label(phase.end.since(phase.start)),
                    isWaiting: phase.name.hasPrefix("waiting"))
            })
    }

    /// The harm as parts of a whole, before and after.
    var impactPicture: any Picture {
        func bar(_ share: Quantity<Share>, _ series: Int) -> BarChart.Bar {
            BarChart.Bar(
                (share.value ?? .nan) * 100, label: Format<Share>.percent.label(share), series: series)
        }
        func group(_ label: String, _ before: Quantity<Share>, _ after: Quantity<Share>) -> BarChart.Group {
            BarChart.Group(label, [bar(before, 0), bar(after, 1)])
        }
        return BarChart(
            title: "The harm before the index and after it",
            summary: "Most checks and about half of the health checks were refused; in the replay none was.",
            groups: [
                group("Checks refused", refusedShare, checksRefusedAfter.share(of: checksOfferedAfter)),
                group("Health checks failed", probesFailedShare, probesFailedAfter.share(of: probesAfter)),
                group(
                    "Slots in use at the peak", peakBackends.share(of: usableSlots),
                    peakBackendsAfter.share(of: usableSlots)),
                group(
                    "API calls failed", apiFailed.share(of: apiCalls), apiFailedAfter.share(of: apiCallsAfter)
                ),
            ],
            series: [
                BarChart.Series("before", tone: .bad), BarChart.Series("after the index", tone: .primary),
            ], axis: Axis("Part of all", range: 0...100, tickSuffix: " %"))
    }

    /// Which document when.
    static var usageFlow: any Picture {
        FlowDiagram(
            title: "Which document when",
            summary: "From the fix and its proof to communication, documentation and training.",
            phases: [
                FlowDiagram.Phase(
                    "Right now", detail: "half an hour",
                    [
                        FlowDiagram.Step("Final index creation", detail: "create, watch, verify"),
                        FlowDiagram.Step("EXPLAIN analysis", detail: "before, after, compare"),
                    ]),
                FlowDiagram.Phase(
                    "Today", detail: "two hours",
                    [
                        FlowDiagram.Step("Data distribution", detail: "run the queries, note the results"),
                        FlowDiagram.Step("Smoking gun evidence", detail: "read it, use it in discussions"),
                        FlowDiagram.Step("Executive summary", detail: "tell leadership"),
                    ]),
                FlowDiagram.Phase(
                    "This week", detail: "three days",
                    [
                        FlowDiagram.Step("Post-incident report", detail: "adapt, share, archive"),
                        FlowDiagram.Step("Concurrency analysis", detail: "present, teach"),
                    ]),
                FlowDiagram.Phase(
                    "Long-term", detail: "a month",
                    [
                        FlowDiagram.Step("Business context", detail: "decide with product, plan"),
                        FlowDiagram.Step("Concurrency analysis", detail: "train the team"),
                    ]),
            ])
    }
}
