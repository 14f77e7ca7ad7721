import Casebook

extension ConnectionSpike.Evidence {
    /// The slots as they filled, and as the models fill them: measured as an area and bars, models as lines.
    var cascadePicture: any Picture {
        let start = spikeStart.value ?? .nan
        let limit = usableSlots.value ?? .nan
        let free = slotsFreeAtSpike.value ?? .nan
        let full = start + (modelTimeToExhaustion.value ?? .nan) / 1000
        let end = spikeEnd.value ?? .nan
        let others = limit - free
        let window = sessions.rows(
            from: spikeStart.later(bySeconds: -2), to: spikeEnd.later(bySeconds: 2), by: \.at)
        func measured(_ value: (TableRow<SessionSample>) -> Quantity<Count>) -> [TimeChart.Sample] {
            window.rows.map { TimeChart.Sample($0.at.value ?? .nan, value($0).value) }
        }
        func fluid(_ value: (Double) -> Double) -> [TimeChart.Sample] {
            [(start - 2, 0), (start, 0), (full, free), (end, free)].map {
                TimeChart.Sample($0.0, value($0.1))
            }
        }
        func simulated(_ value: (Double) -> Double) -> [TimeChart.Sample] {
            (simulatedSpike?.inSystem ?? []).enumerated().compactMap { index, inside in
                let time = start + Double(index) * SimulatedSpike.step
                return time > end + 2 ? nil : TimeChart.Sample(time, value(inside))
            }
        }
        return TimeChart(
            title: "How the slots ran out",
            summary: """
                The measured connections reach the limit within seconds of the job's start, as both models say; \
                from then on arrivals are refused until the job ends.
                """,
            tracks: [
                TimeChart.Track(
                    Axis("Client connections"),
                    [
                        TimeChart.Series("measured", .area, samples: measured { $0.backends }),
                        TimeChart.Series("fluid", .line, tone: .secondary, samples: fluid { others + $0 }),
                        TimeChart.Series(
                            "simulated", .line, tone: .tertiary, samples: simulated { others + $0 }),
                    ],
                    references: [
                        Reference(
                            usableSlots.value ?? .nan, "\(Format<Count>.count.label(usableSlots)) slots")
                    ]),
                TimeChart.Track(
                    Axis("Free slots"),
                    [
                        TimeChart.Series("measured", .step, samples: measured { $0.slotsFree }),
                        TimeChart.Series("fluid", .line, tone: .secondary, samples: fluid { free - $0 }),
                        TimeChart.Series(
                            "simulated", .line, tone: .tertiary, samples: simulated { free - $0 }),
                    ]),
                TimeChart.Track(
                    Axis("Refusals per second"),
                    [
                        TimeChart.Series(
                            "measured", .bars, tone: .bad,
                            samples: seconds.rows.map {
                                TimeChart.Sample($0.at.value ?? .nan, $0.refused.value)
                            }),
                        TimeChart.Series(
                            "simulated", .line, tone: .tertiary,
                            samples: (simulatedSpike?.refusedBySecond ?? []).enumerated().map {
                                TimeChart.Sample(start + Double($0.offset) + 0.5, $0.element)
                            }),
                    ]),
            ],
            events: [
                TimeChart.Event(at: start, "job starts"),
                TimeChart.Event(at: firstSaturatedSample.value ?? .nan, "no free slot"),
                TimeChart.Event(at: end, "job ends"),
            ])
    }
}
