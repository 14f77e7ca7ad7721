import Casebook

extension ConnectionSpike.Evidence {
    /// The fitted law from one session to the most of the sweep; empty where there is none.
    private func fittedLaw(_ value: (_ sessions: Double, _ throughput: Double) -> Double) -> [XYChart.Value] {
        guard let fit = sweepLaw?.fit, let most = sweepSteps("before").sessions.max.value else { return [] }
        return stride(from: 1.0, through: most, by: 0.25).compactMap { sessions in
            do throws(QueueingError) {
                return XYChart.Value(sessions, value(sessions, try fit.throughput(of: sessions)))
            } catch {
                return nil
            }
        }
    }

    private func measuredSteps(_ value: (TableRow<SweepStep>) -> Double?) -> XYChart.Curve {
        XYChart.Curve(
            "measured", .points,
            values: sweepSteps("before").rows.map {
                XYChart.Value($0.sessions.value ?? .nan, value($0) ?? .nan)
            })
    }

    var sweepPicture: any Picture {
        XYChart(
            title: "Throughput by concurrency, without the index",
            summary: """
                The measured throughput and the law fitted to it stay flat and far below the rate of arrival, \
                whatever the number of sessions.
                """, x: Axis("Sessions at once", scale: .logarithmic), y: Axis("Checks finished per second"),
            curves: [
                XYChart.Curve("fitted law", tone: .secondary, values: fittedLaw { $1 }),
                measuredSteps { $0.throughput.value },
            ],
            yReferences: [
                Reference(
                    offeredRate.value ?? .nan,
                    "arrivals in the spike: \(Format<Rate>.perSecond.label(offeredRate))")
            ])
    }

    var sweepLatencyPicture: any Picture {
        XYChart(
            title: "Time of a check by concurrency, without the index",
            summary: "The time of a check grows in proportion to the sessions; the fitted law says the same.",
            x: Axis("Sessions at once", scale: .logarithmic),
            y: Axis("Mean time of a check, ms", scale: .logarithmic),
            curves: [
                XYChart.Curve("fitted law", tone: .secondary, values: fittedLaw { $0 / $1 * 1000 }),
                measuredSteps { $0.latency.value },
            ])
    }

    /// How much longer a check takes than alone, by utilisation: without a limit (M/M/c), and with the slots
    /// that were free (M/M/c/K), where a steady state exists at any utilisation because the rest is refused.
    var utilisationPicture: any Picture {
        let servers = Int(exactly: (cores.value ?? 1).rounded(.down)) ?? 1
        let places = max(servers, Int(exactly: (slotsFreeAtSpike.value ?? 1).rounded(.down)) ?? 1)
        func points(to most: Double, _ time: (Double) throws(QueueingError) -> Double) -> [XYChart.Value] {
            stride(from: 0.02, through: most, by: 0.02).compactMap { utilisation in
                do throws(QueueingError) { return XYChart.Value(utilisation, try time(utilisation)) } catch {
                    return nil
                }
            }
        }
        func unlimited(_ utilisation: Double) throws(QueueingError) -> Double {
            try OpenQueue(arrivalRate: utilisation * Double(servers), serviceTime: 1, servers: servers)
                .meanResponseTime
        }
        func limited(_ utilisation: Double) throws(QueueingError) -> Double {
            try BoundedQueue(
                arrivalRate: utilisation * Double(servers), serviceTime: 1, servers: servers, places: places
            ).meanResponseTime
        }
        let after = utilisationAfter.value ?? .nan
        // Room above the higher point for its name.
        let top = (max(20, responseStretch.value ?? 0) * 1.15 / 5).rounded(.up) * 5
        return XYChart(
            title: "What utilisation does to the time of a check",
            summary: """
                Without a limit the time grows without bound as utilisation nears one. With slots it ends on a \
                plateau, because the rest is refused: there lies the spike before the index.
                """, x: Axis("Utilisation ρ", range: 0...2.5),
            y: Axis("Time of a check, times that alone", range: 0...top),
            curves: [
                XYChart.Curve(
                    "no limit, M/M/\(servers)", tone: .secondary, values: points(to: 0.98, unlimited)),
                XYChart.Curve("\(places) slots, M/M/\(servers)/\(places)", values: points(to: 2.5, limited)),
            ],
            points: [
                XYChart.OperatingPoint(
                    after, stretchAfter.value ?? .nan,
                    "after: ρ′ = \(Format<Ratio>.factor.label(utilisationAfter)), "
                        + Format<Ratio>.times.label(stretchAfter), tone: .tertiary),
                XYChart.OperatingPoint(
                    utilisation.value ?? .nan, responseStretch.value ?? .nan,
                    "before: ρ = \(Format<Ratio>.factor.label(utilisation)), "
                        + Format<Ratio>.times.label(responseStretch), tone: .bad),
            ], xReferences: [Reference(1, "all cores busy")])
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
                            user.incomplete.value ?? .nan, label: Format<Rows>.count.label(user.incomplete))
                    ])
            }, axis: Axis("Unfinished reports"))
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
                    [BarChart.Bar(user.worst.value ?? .nan, label: Format<Ratio>.times.label(user.worst))])
            }, axis: Axis("The user's reports by those of the user's largest key", tickSuffix: "×"))
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
                    [BarChart.Bar(age.count.value ?? .nan, label: Format<Count>.count.label(age.count))])
            }, axis: Axis("Unfinished reports", scale: .logarithmic))
    }

    var hoursPicture: any Picture {
        Histogram(
            title: "Reports by hour of the day",
            summary: "Every hour is alike but the one in which the job runs.",
            bins: hours.rows.map { row in
                let hour = row.hour.value ?? .nan
                return Histogram.Bin(from: hour, to: hour + 1, count: row.reports.value ?? .nan)
            }, values: Axis("Hour of the day, UTC", range: 0...24), counts: "Reports in thirty days",
            references: [Reference(16.25, "16:15")])
    }
}
