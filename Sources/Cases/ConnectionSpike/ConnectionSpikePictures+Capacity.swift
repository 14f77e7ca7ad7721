import Casebook

extension ConnectionSpike.Evidence {
    private static var forms: [(title: String, name: String, tone: Tone)] {
        [
            ("before", "before", .bad), ("index", "after_extract", .primary),
            ("index and rewrite", "after_rewrite", .tertiary),
        ]
    }

    private func curves(
        _ value: (TableRow<SweepStep>) -> Double?
    ) -> [XYChart.Curve] {
        Self.forms.map { form in
            XYChart.Curve(
                form.title,
                .lineAndPoints,
                tone: form.tone,
                values: sweepSteps(form.name).rows.map {
                    XYChart.Value($0.sessions.value ?? .nan, value($0) ?? .nan)
                }
            )
        }
    }

    var sweepPicture: any Picture {
        XYChart(
            title: "Throughput by concurrency",
            summary:
                "Without the index the throughput stays below the rate of arrival, whatever the concurrency.",
            x: Axis("Sessions at once", scale: .logarithmic),
            y: Axis("Checks finished per second", scale: .logarithmic),
            curves: curves { $0.throughput.value },
            yReferences: [
                Reference(
                    offeredRate.value ?? .nan,
                    "arrivals in the spike: \(Format<Rate>.perSecond.label(offeredRate))"
                )
            ]
        )
    }

    var sweepLatencyPicture: any Picture {
        XYChart(
            title: "Time of a check by concurrency",
            summary: "Without the index the time of a check grows in proportion to the sessions.",
            x: Axis("Sessions at once", scale: .logarithmic),
            y: Axis("Mean time of a check, ms", scale: .logarithmic),
            curves: curves { $0.latency.value }
        )
    }

    /// How much longer a check takes than alone, by utilisation: M/M/c with the machine's cores.
    ///
    /// The formula is Erlang's (`Queueing`, OpenQueue); the spike before the index has a utilisation above
    /// one, where no steady state exists, and is marked as such.
    var utilisationPicture: any Picture {
        let servers = Int(cores.value ?? 1)
        /// Nil where there is no steady state.
        func stretch(_ utilisation: Double) -> Double? {
            do throws(QueueingError) {
                return try OpenQueue(
                    arrivalRate: utilisation * Double(servers),
                    serviceTime: 1,
                    servers: servers
                ).meanResponseTime
            } catch {
                return nil
            }
        }
        let after = utilisationAfter.value ?? .nan
        return XYChart(
            title: "What utilisation does to the time of a check",
            summary:
                "The time grows without bound as utilisation nears one; the spike before the index lies beyond it.",
            x: Axis("Utilisation ρ", range: 0...3),
            y: Axis("Time of a check, times that alone", range: 0...12),
            curves: [
                XYChart.Curve(
                    "M/M/\(servers)",
                    values: stride(from: 0.0, through: 0.96, by: 0.01).compactMap { utilisation in
                        stretch(utilisation).map { XYChart.Value(utilisation, $0) }
                    }
                )
            ],
            points: [
                XYChart.OperatingPoint(
                    after,
                    stretch(after) ?? .nan,
                    "after: ρ′ = \(Format<Ratio>.factor.label(utilisationAfter))",
                    tone: .tertiary
                )
            ],
            xReferences: [
                Reference(1, "all cores busy"),
                Reference(
                    utilisation.value ?? .nan,
                    "before: ρ = \(Format<Ratio>.factor.label(utilisation)), no steady state"
                ),
            ]
        )
    }

    var topUsersPicture: any Picture {
        BarChart(
            title: "Users with most unfinished reports",
            summary: "One user stands out, and yet holds only a small part of all unfinished reports.",
            groups: powerUsers.rows.enumerated().map { index, user in
                BarChart.Group(
                    "User \(Self.pseudonym(index))",
                    [
                        BarChart.Bar(
                            user.incomplete.value ?? .nan,
                            label: Format<Rows>.count.label(user.incomplete)
                        )
                    ]
                )
            },
            axis: Axis("Unfinished reports")
        )
    }

    /// A letter for a user: documents for the business do not name people's accounts.
    static func pseudonym(_ index: Int) -> String {
        index == 0 ? "X" : String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index - 1)))
    }

    var ratiosPicture: any Picture {
        BarChart(
            title: "Rows saved for the twenty largest users",
            summary: "Most users lie between about forty and fifty-five; one lies at almost two hundred.",
            groups: ratios.rows.enumerated().map { index, user in
                BarChart.Group(
                    "User \(Self.pseudonym(index))",
                    [BarChart.Bar(user.worst.value ?? .nan, label: Format<Ratio>.times.label(user.worst))]
                )
            },
            axis: Axis("The user's reports by those of the user's largest key", tickSuffix: "×")
        )
    }

    var agesPicture: any Picture {
        let all = stuck.row(where: \.status, is: "")
        let ages: [(label: String, count: Quantity<Count>)] = [
            ("under an hour", all.underHour), ("an hour to a day", all.underDay),
            ("a day to a week", all.underWeek), ("a week to a month", all.underMonth),
            ("over a month", all.overMonth),
        ]
        return BarChart(
            title: "Unfinished reports by age",
            summary: "Most unfinished reports are older than a month; hardly any is younger than an hour.",
            groups: ages.map { age in
                BarChart.Group(
                    age.label,
                    [BarChart.Bar(age.count.value ?? .nan, label: Format<Count>.count.label(age.count))]
                )
            },
            axis: Axis("Unfinished reports", scale: .logarithmic)
        )
    }

    var hoursPicture: any Picture {
        Histogram(
            title: "Reports by hour of the day",
            summary: "Every hour is alike but the one in which the job runs.",
            bins: hours.rows.map { row in
                let hour = row.hour.value ?? .nan
                return Histogram.Bin(from: hour, to: hour + 1, count: row.reports.value ?? .nan)
            },
            values: Axis("Hour of the day, UTC", range: 0...24),
            counts: "Reports in thirty days",
            references: [Reference(16.25, "16:15")]
        )
    }
}
