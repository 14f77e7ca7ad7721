import Pictures

/// One small picture of each kind, with every text and number given by the caller.
struct Samples {
    /// Turns a plain text into the one to draw.
    var text: (String) -> String = { $0 }
    /// Turns a plain number into the one to draw.
    var number: (Double) -> Double = { $0 }

    var all: [(name: String, picture: any Picture)] {
        [
            ("timeline", timeline(.proportional)), ("timeline-phases", timeline(.equalPhases)),
            ("bars", bars(.linear)), ("bars-pairs", pairs), ("histogram", histogram), ("plan", plan),
            ("plan-pair", planPair), ("time", timeChart), ("phases", phaseStrip), ("curves", curves(.linear)),
            ("curves-logarithmic", curves(.logarithmic)), ("lorenz", lorenz), ("heat", heat), ("flow", flow),
        ]
    }

    private func head(_ name: String) -> (title: String, summary: String) {
        (text(name), text("\(name) in one sentence."))
    }

    /// 2026-01-04T16:15:00Z.
    static let job = 1_767_543_300.0

    func timeline(_ spacing: TimelinePicture.Spacing) -> TimelinePicture {
        let at = { (seconds: Double) in number(Self.job + seconds) }
        return TimelinePicture(
            title: head("Timeline").title, summary: head("Timeline").summary,
            phases: [
                .init(text("Before"), from: at(-15), to: at(0)),
                .init(text("Spike"), from: at(0), to: at(20), tone: .bad),
                .init(text("Recovery"), from: at(20), to: at(66.2), tone: .tertiary),
            ],
            events: [
                .init(
                    at: at(2.126), clock: text("16:15:02.126"), text("First connection refused"), tone: .bad),
                .init(at: at(0), clock: text("16:15:00"), text("Scheduled job starts 549 status requests")),
                .init(at: at(63), clock: text("16:16:03"), text("Index build begins"), tone: .secondary),
                .init(at: at(66.2), clock: text("16:16:06.2"), text("Index valid"), tone: .tertiary),
            ], spacing: spacing)
    }

    func bars(_ scale: Axis.Scale) -> BarChart {
        BarChart(
            title: head("Bars").title, summary: head("Bars").summary,
            groups: [
                .init(text("existing idx_reports_user_id"), [.init(number(24_000), label: text("24,000"))]),
                .init(text("incomplete only"), [.init(number(12_000), label: text("12,000"))]),
                .init(text("proposed index"), [.init(number(127), label: text("127"))]),
            ], axis: Axis(text("Rows to read"), scale: scale))
    }

    var pairs: BarChart {
        BarChart(
            title: head("Pairs").title, summary: head("Pairs").summary,
            groups: [
                .init(
                    text("Execution time"),
                    [
                        .init(number(101.8), label: text("101.8 ms"), range: ordered(93.3, 183.8)),
                        .init(number(0.178), label: text("0.178 ms"), range: ordered(0.15, 3.5), series: 1),
                    ])
            ], series: [.init(text("before"), tone: .secondary), .init(text("after"), tone: .primary)],
            axis: Axis(text("Milliseconds"), scale: .logarithmic))
    }

    private func ordered(_ low: Double, _ high: Double) -> ClosedRange<Double>? {
        let (first, last) = (number(low), number(high))
        return first <= last ? first...last : nil
    }

    var histogram: Histogram {
        Histogram(
            title: head("Histogram").title, summary: head("Histogram").summary,
            bins: [
                .init(from: number(0), to: number(100), count: number(22), label: text("22")),
                .init(from: number(100), to: number(200), count: number(5), label: text("5")),
                .init(from: number(200), to: number(300), count: number(0), label: text("0")),
            ], values: Axis(text("Duration, ms")), counts: text("Checks"),
            references: [.init(number(88), text("median 88 ms"))])
    }

    private var before: PlanBox {
        PlanBox(
            text("Limit"), facts: [text("1 row × 1 loop")], share: number(0.0001),
            shareLabel: text("0.005 ms"),
            children: [
                PlanBox(
                    text("Sort"), share: number(0.0005), shareLabel: text("0.046 ms"), change: .removed,
                    children: [
                        PlanBox(
                            text("Parallel Index Scan"),
                            subtitle: text("idx_reports_completed_at on reports"),
                            facts: [text("0 rows × 3 loops"), text("151,472 rows removed by filter")],
                            share: number(0.85), shareLabel: text("85.1 ms, 85 %"), change: .changed,
                            pairing: "reports")
                    ])
            ])
    }

    var plan: PlanTreePicture {
        PlanTreePicture(
            title: head("Plan").title, summary: head("Plan").summary,
            plan: .init(text("Before: 100.6 ms"), before))
    }

    var planPair: PlanTreePicture {
        let scan = PlanBox(
            text("Index Scan"), subtitle: text("idx_reports_dedup_active_v1 on reports"),
            facts: [text("1 row × 1 loop")], share: number(0.96), shareLabel: text("0.070 ms, 96 %"),
            change: .changed, pairing: "reports")
        return PlanTreePicture(
            title: head("Plans").title, summary: head("Plans").summary,
            plan: .init(text("Before: 100.6 ms"), before),
            other: .init(text("After: 0.129 ms"), PlanBox(text("Limit"), change: .added, children: [scan])))
    }

    var timeChart: TimeChart {
        let samples = { (values: [Double?]) in
            values.enumerated().map { index, value in
                TimeChart.Sample(number(Self.job + Double(index) * 2), value.map(number))
            }
        }
        return TimeChart(
            title: head("Tracks").title, summary: head("Tracks").summary,
            tracks: [
                .init(
                    Axis(text("Backends")),
                    [
                        .init(text("measured"), .step, samples: samples([10, 25, 57, 57, nil, 56, 7])),
                        .init(text("model"), .line, tone: .secondary, samples: samples([8, 30, 57])),
                    ], references: [.init(number(57), text("57 slots"))]),
                .init(Axis(text("Free slots")), [.init("", .area, samples: samples([47, 32, 0, 0, 1, 9]))]),
                .init(
                    Axis(text("Refused")),
                    [.init("", .bars, tone: .bad, samples: samples([0, 0, 25, 31, 27, 0]))]),
                .init(
                    Axis(text("Health check, ms")),
                    [.init(text("failed"), .points, tone: .bad, samples: samples([18, 225, 731]))]),
            ], events: [.init(at: number(Self.job), text("16:15:00 scheduled job starts"))],
            spans: [.init(from: number(Self.job - 4), to: number(Self.job + 10), text("no deploy in window"))]
        )
    }

    var phaseStrip: PhaseStrip {
        PhaseStrip(
            title: head("Phases").title, summary: head("Phases").summary,
            phases: [
                .init(
                    text("building index: scanning table"), from: number(0), to: number(0.233),
                    durationLabel: text("233 ms")),
                .init(
                    text("waiting for old snapshots"), from: number(0.233), to: number(2.7),
                    durationLabel: text("2,464 ms"), isWaiting: true),
            ], labels: .elapsed(since: text("CREATE INDEX CONCURRENTLY")))
    }

    func curves(_ scale: Axis.Scale) -> XYChart {
        let values = { (pairs: [(Double, Double)]) in
            pairs.map { XYChart.Value(number($0.0), number($0.1)) }
        }
        return XYChart(
            title: head("Curves").title, summary: head("Curves").summary,
            x: Axis(text("Sessions"), scale: scale), y: Axis(text("Transactions per second"), scale: scale),
            curves: [
                .init(
                    text("before"), .lineAndPoints, tone: .secondary,
                    values: values([(1, 8.5), (8, 10), (48, 8.8)])),
                .init(text("after"), .line, values: values([(1, 5266), (2, 9153), (48, 8379)])),
            ], points: [.init(number(48), number(8.8), text("during the incident"), tone: .bad)],
            xReferences: [.init(number(8), text("8 cores"))],
            yReferences: [.init(number(27.5), text("offered 27.5 per second"))])
    }

    var lorenz: LorenzCurve {
        LorenzCurve(
            title: head("Lorenz").title, summary: head("Lorenz").summary,
            values: LorenzCurve.values(of: [6381, 10_149, 2650, 1923, 1627].map(number)),
            points: [.init(number(0.8), number(0.55), text("the largest holds 45 %"))],
            holders: text("Share of users"), holdings: text("Share of reports"))
    }

    var heat: HeatMap {
        HeatMap(
            title: head("Heat").title, summary: head("Heat").summary,
            rows: [text("findings"), text("inventory")], columns: [text("csv"), text("pdf"), text("json")],
            cells: [
                [
                    .init(number(1), label: text("1")), .init(number(24), label: text("24")),
                    .init(number(47), label: text("47")),
                ],
                [.init(number(38), label: text("38")), nil],
            ], axis: Axis(text("rows")))
    }

    var flow: FlowDiagram {
        FlowDiagram(
            title: head("Flow").title, summary: head("Flow").summary,
            phases: [
                .init(
                    text("Right now"), detail: text("Immediate action"),
                    [.init(text("Final index creation"), detail: text("DBA, 5 min"))]),
                .init(text("Today"), [.init(text("Data distribution")), .init(text("Evidence"))]),
                .init(text("This week"), []),
            ])
    }
}
