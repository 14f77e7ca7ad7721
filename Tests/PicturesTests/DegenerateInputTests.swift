import Pictures
import Testing

@Suite struct DegenerateInputTests {
    private static let numbers: [Double] = [
        .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        .leastNonzeroMagnitude,
        -0.0, 0, -1, 1e-300, 1e300, 1e18, -1e18, 1, 0.1, 57, 1e9,
    ]

    @Test(arguments: numbers)
    func oneNumberForAll(_ number: Double) throws {
        for (_, picture) in Samples(number: { _ in number }).all {
            for layout in PictureLayout.allCases { try expectSound(picture, layout) }
        }
    }

    @Test(arguments: 1...200)
    func anyMixtureOfNumbers(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        var mixture: [Double] = []
        for _ in 0..<97 {
            let isOdd = Int.random(in: 0..<3, using: &generator) == 0
            let magnitude = Double.random(in: -1e4...1e4, using: &generator)
            mixture.append(isOdd ? Self.numbers.randomElement(using: &generator) ?? 0 : magnitude)
        }
        var index = 0
        let samples = Samples(number: { _ in
            index += 1
            return mixture[index % mixture.count]
        })
        for (_, picture) in samples.all { try expectSound(picture, seed % 2 == 0 ? .wide : .narrow) }
    }

    @Test func nothingSaysSo() throws {
        let axis = Axis("x", scale: .logarithmic)
        let pictures: [any Picture] = [
            TimelinePicture(title: "t", summary: "s", phases: [], events: []),
            BarChart(title: "t", summary: "s", groups: [], axis: axis),
            Histogram(title: "t", summary: "s", bins: [], values: axis, counts: ""),
            TimeChart(title: "t", summary: "s", tracks: []),
            PhaseStrip(title: "t", summary: "s", phases: []),
            XYChart(title: "t", summary: "s", x: axis, y: axis, curves: []),
            LorenzCurve(title: "t", summary: "s", values: [], holders: "", holdings: ""),
            HeatMap(title: "t", summary: "s", rows: [], columns: [], cells: [], axis: axis),
            FlowDiagram(title: "t", summary: "s", phases: []),
        ]
        for picture in pictures {
            for layout in PictureLayout.allCases {
                let root = try expectSound(picture, layout)
                #expect(root.everything.contains { $0.text.hasPrefix("Nothing to show") })
            }
        }
    }

    @Test func emptyTextsDrawNoEmptyElements() throws {
        for (name, picture) in Samples(text: { _ in "" }).all {
            let root = try expectSound(picture, .wide)
            #expect(root.everything.allSatisfy { $0.name != "text" || !$0.text.isEmpty }, "\(name)")
        }
    }

    @Test func whatIsNotDrawnIsCounted() throws {
        let chart = BarChart(
            title: "t", summary: "Shown.",
            groups: [
                .init("zero", [.init(0, label: "0")]), .init("negative", [.init(-5, label: "−5")]),
                .init("ten", [.init(10, label: "10")]),
            ], axis: Axis("n", scale: .logarithmic))
        let root = try expectSound(chart, .wide)
        let note = "2 values are not drawn: they are not on the scale."
        #expect(root.everything.contains { $0.name == "text" && $0.text == note })
        #expect(root.children[1].text == "Shown. \(note)")
        #expect(root.everything.filter { $0.classes.contains("fill") }.count == 1)
        #expect(root.everything.contains { $0.text == "−5" }, "the value is still printed")
    }

    @Test func gapInSamplesIsNoOmission() throws {
        let gap = TimeChart(
            title: "t", summary: "s",
            tracks: [
                .init(
                    Axis("n"),
                    [.init("", .line, samples: [.init(0, 1), .init(1, nil), .init(2, 2), .init(3, 3)])])
            ])
        let root = try expectSound(gap, .wide)
        #expect(!root.everything.contains { $0.text.contains("not drawn") })
        #expect(root.everything.filter { $0.classes.contains("curve") }.count == 1)
        #expect(root.everything.filter { $0.classes.contains("marker") }.count == 1, "a lone sample is a dot")
    }

    @Test func deepAndBroadPlansStayDrawable() throws {
        var chain = PlanBox("Nested Loop")
        for _ in 0..<1000 { chain = PlanBox("Nested Loop", children: [chain]) }
        let broad = PlanBox(
            "Append", children: (0..<2000).map { PlanBox("Seq Scan", subtitle: "part_\($0)") })
        for layout in PictureLayout.allCases {
            let picture = PlanTreePicture(
                title: "t", summary: "s", plan: .init("deep", chain), other: .init("broad", broad))
            let root = try expectSound(picture, layout)
            #expect(root.children[1].text.contains("2202 values are not drawn"))
        }
    }
}
