import Testing

@testable import Pictures

@Suite struct LayoutTests {
    /// Where a text stands, by the widths that the layout reckons with; nil for slanted text.
    private func box(of text: Element) -> Box? {
        guard text.attributes["transform"] == nil, let x = text.number("x"), let y = text.number("y"),
            let style = text.classes.first.flatMap(TextStyle.init)
        else { return nil }
        let width = style.width(of: text.text)
        let left =
            switch text.attributes["text-anchor"] {
            case "middle": x - width / 2
            case "end": x - width
            default: x
            }
        return Box(left, y - style.size * 0.75, width, style.size * 0.95)
    }

    private func texts(_ root: Element) -> [(text: String, box: Box)] {
        root.everything.filter { $0.name == "text" }.compactMap { element in
            box(of: element).map { (element.text, $0) }
        }
    }

    private func expectApart(
        _ root: Element, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let all = texts(root)
        for (index, first) in all.enumerated() {
            for second in all[(index + 1)...] where first.box.overlap(with: second.box) > 4 {
                Issue.record("\(name): \(first.text) covers \(second.text)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func textsLieInsideTheDrawingAndApart() throws {
        for (name, picture) in Samples().all {
            for layout in PictureLayout.allCases {
                let root = try expectSound(picture, layout)
                let height = try #require(root.number("height"))
                for (text, box) in texts(root) {
                    #expect(box.x >= -1 && box.right <= layout.width + 1, "\(name) \(layout): \(text)")
                    #expect(box.y >= -1 && box.bottom <= height + 1, "\(name) \(layout): \(text)")
                }
                expectApart(root, "\(name) \(layout)")
            }
        }
    }

    @Test(arguments: 1...100)
    func timelineLabelsNeverOverlap(seed: UInt64) throws {
        var generator = Generator(seed: seed)
        let words = ["connection", "refused", "job", "starts", "health check fails", "index", "drained"]
        let events = (0..<Int.random(in: 1...14, using: &generator)).map { index in
            let isClustered = Bool.random(using: &generator)
            let time = Double.random(in: isClustered ? 100...104 : 0...600, using: &generator)
            let label = (0...Int.random(in: 0...5, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            return TimelinePicture.Event(at: time, clock: "event \(index)", label.joined(separator: " "))
        }
        let picture = TimelinePicture(title: "t", summary: "s", phases: [], events: events)
        for layout in PictureLayout.allCases {
            let root = try expectSound(picture, layout)
            let labels = texts(root).filter { !$0.text.contains(":") }
            for (index, first) in labels.enumerated() {
                for second in labels[(index + 1)...] {
                    #expect(first.box.overlap(with: second.box) < 4, "\(first.text), \(second.text)")
                }
            }
            #expect(labels.count { $0.text.hasPrefix("event ") } == events.count)
        }
    }

    @Test func staircaseIsNotCrossedByLeaders() {
        let labels = [10.0, 12, 40, 90, 91].map { HangingLabel(at: $0, width: 60, within: 1000) }
        let rows = staircaseRows(labels)
        #expect(rows == [4, 3, 2, 1, 0])
        let apart = [10.0, 200, 215].map { HangingLabel(at: $0, width: 60, within: 1000) }
        #expect(staircaseRows(apart) == [0, 1, 0])
    }

    @Test(arguments: 1...100)
    func labelsToTheRightAreNeverCrossed(seed: UInt64) {
        var generator = Generator(seed: seed)
        let labels = (0..<12).map { _ in
            HangingLabel(
                at: Double.random(in: 0...400, using: &generator),
                width: Double.random(in: 20...200, using: &generator), within: 1000)
        }
        #expect(isUncrossed(labels, staircaseRows(labels)))
    }

    @Test func labelsTurnedAtTheEdgeHangBelowTheLeadersThatTheyCover() {
        let labels = [900.0, 940, 980].map { HangingLabel(at: $0, width: 130, within: 1000) }
        #expect(labels.allSatisfy { $0.isLeftOfLeader })
        #expect(staircaseRows(labels) == [0, 1, 2])
    }

    @Test func nameOfACurveStandsClearOfAReferenceLine() throws {
        let chart = XYChart(
            title: "t", summary: "s", x: Axis("x"), y: Axis("y"),
            curves: [.init("steep", values: (0...9).map { .init(Double($0) / 10, Double($0 * $0)) })],
            xReferences: [Reference(0.95, "bound"), Reference(3, "far")])
        let root = try expectSound(chart, .wide)
        let name = try #require(texts(root).first { $0.text == "steep" })
        let line = try #require(
            root.everything.first { $0.classes.contains("reference") }.flatMap { $0.number("x1") })
        #expect(!(name.box.x - 1...name.box.right + 1).contains(line), "\(name.box) is crossed at \(line)")
    }

    private func isUncrossed(_ labels: [HangingLabel], _ rows: [Int]) -> Bool {
        labels.indices.allSatisfy { covering in
            labels.indices.allSatisfy { other in
                !(labels[covering].left..<labels[covering].right).contains(labels[other].x)
                    || covering == other || rows[covering] > rows[other]
            }
        }
    }

    @Test func barsAreAsLongAsTheirValues() throws {
        let root = try expectSound(Samples().bars(.linear), .wide)
        let widths = root.everything.filter { $0.classes.contains("fill") }.compactMap { $0.number("width") }
        #expect(widths.count == 3)
        #expect(abs(widths[0] / widths[1] - 2) < 0.01)
        #expect(abs(widths[0] / widths[2] - 24_000 / 127) < 6)
    }

    @Test func logarithmicBarsAddEqualLengthsForEqualRatios() throws {
        let chart = BarChart(
            title: "t", summary: "s",
            groups: [1, 10, 100, 1000].map { .init("\($0)", [.init(Double($0), label: "\($0)")]) },
            axis: Axis("n", scale: .logarithmic))
        let root = try expectSound(chart, .wide)
        let widths = root.everything.filter { $0.classes.contains("fill") }.compactMap { $0.number("width") }
        let steps = zip(widths, widths.dropFirst()).map { $1 - $0 }
        #expect(widths[0] > 5, "the least value has a bar too")
        #expect(steps.allSatisfy { abs($0 - steps[0]) < 0.3 })
        #expect(root.everything.contains { $0.text == "n (logarithmic scale)" })
    }

    @Test func seriesDifferWithoutColour() throws {
        let root = try expectSound(Samples().pairs, .wide)
        let patterns = root.everything.filter { $0.name == "pattern" }.compactMap { $0.attributes["id"] }
        #expect(patterns == ["p-secondary"])
        #expect(root.everything.filter { $0.attributes["fill"] == "url(#p-secondary)" }.count == 2)
    }

    @Test func thinningKeepsPeaks() {
        var points = (0..<20_000).map { Point(Double($0) / 40, 50) }
        points[7777] = Point(7777 / 40, 3)
        points[9999] = Point(9999 / 40, 97)
        let kept = thinned(points)
        #expect(kept.count < 2500)
        #expect(kept.contains { $0.y == 3 } && kept.contains { $0.y == 97 })
        #expect(kept.first == points.first && kept.last == points.last)
    }

    @Test func pairedNodesOfTwoPlansStandBesideEachOther() throws {
        let before = PlanBox(
            "Limit", children: [PlanBox("Sort", children: [PlanBox("Seq Scan", pairing: "t")])])
        let after = PlanBox("Limit", children: [PlanBox("Index Scan", pairing: "t")])
        let picture = PlanTreePicture(
            title: "t", summary: "s", plan: .init("a", before), other: .init("b", after))
        let root = try expectSound(picture, .wide)
        let top = { (text: String) in root.everything.filter { $0.text == text }.compactMap { $0.number("y") }
        }
        #expect(Set(top("Limit")).count == 1 && top("Limit").count == 2)
        #expect(top("Seq Scan") == top("Index Scan"))
        #expect(top("Sort")[0] < top("Seq Scan")[0])
    }

    @Test func wrappedLinesKeepEveryWord() {
        for limit in [60.0, 90, 140, 200] {
            let text = "First connection refused for idx_reports_dedup_active_v1 at the limit"
            let lines = TextStyle.label.wrapped(text, to: limit, lines: 40)
            #expect(lines.joined().replacing(" ", with: "") == text.replacing(" ", with: ""))
            #expect(lines.allSatisfy { TextStyle.label.width(of: $0) <= limit })
        }
    }

    @Test func cutTextEndsInAnEllipsisAndFits() {
        let cut = TextStyle.label.fitted("CREATE INDEX CONCURRENTLY", to: 80)
        #expect(cut.hasSuffix("…") && TextStyle.label.width(of: cut) <= 80)
        #expect(TextStyle.label.wrapped("one two three four five six", to: 40, lines: 2).last?.last == "…")
    }
}
