/// Steps in phases that follow each other, such as right now, today, this week and long-term.
public struct FlowDiagram: Picture, Hashable {
    public struct Step: Sendable, Hashable {
        /// What to do or to read.
        public var title: String
        /// For whom, or how long it takes; empty for nothing.
        public var detail: String

        public init(_ title: String, detail: String = "") {
            self.title = title
            self.detail = detail
        }
    }

    /// Steps of one time.
    public struct Phase: Sendable, Hashable {
        /// When: `Right now`.
        public var name: String
        /// What the phase is for; empty for nothing.
        public var detail: String
        /// The steps, from top to bottom.
        public var steps: [Step]

        public init(_ name: String, detail: String = "", _ steps: [Step]) {
            self.name = name
            self.detail = detail
            self.steps = steps
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The phases, from first to last.
    public var phases: [Phase]

    /// Describes a flow.
    public init(title: String, summary: String, phases: [Phase]) {
        self.title = title
        self.summary = summary
        self.phases = phases
    }

    /// Draws the phases from left to right, or from top to bottom where the page is narrow or there are many.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("flow", id: id, layout: layout)
        guard !phases.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let perRow = drawing.isNarrow ? 1 : min(phases.count, 4)
        let gap = 26.0
        let width = (drawing.width - gap * Double(perRow - 1) - 2) / Double(perRow)
        var top = 1.0
        var start = 0
        while start < phases.count {
            let row = phases[start..<min(start + perRow, phases.count)]
            let heads = row.map { headLines(of: $0, width) }
            let headHeight = heads.map(\.height).max() ?? 0
            let height = headHeight + (row.map { stepsHeight($0, width) }.max() ?? 0)
            for (column, (phase, head)) in zip(row, heads).enumerated() {
                let box = Box(1 + Double(column) * (width + gap), top, width, height)
                draw(phase, head, headHeight, number: start + column + 1, in: box, &drawing)
                if start + column + 1 < phases.count {
                    drawArrow(after: box, isLastInRow: column + 1 == perRow, headHeight, gap, &drawing)
                }
            }
            top += height + gap
            start += perRow
        }
        return drawing.document(height: top - gap + 2, of: self)
    }

    private struct Head {
        let name: [String]
        let detail: [String]
        var height: Double {
            Double(name.count) * TextStyle.heading.lineHeight + Double(detail.count)
                * TextStyle.small.lineHeight + 14
        }
    }

    private struct StepLines {
        let title: [String]
        let detail: [String]
        var height: Double {
            Double(title.count) * TextStyle.label.lineHeight + Double(detail.count)
                * TextStyle.small.lineHeight + 13
        }
    }

    private func headLines(of phase: Phase, _ width: Double) -> Head {
        Head(
            name: TextStyle.heading.wrapped(phase.name, to: width - 24, lines: 2),
            detail: phase.detail.isEmpty
                ? [] : TextStyle.small.wrapped(phase.detail, to: width - 24, lines: 3))
    }

    private func lines(of step: Step, _ width: Double) -> StepLines {
        StepLines(
            title: TextStyle.label.wrapped(step.title, to: width - 40, lines: 4),
            detail: step.detail.isEmpty ? [] : TextStyle.small.wrapped(step.detail, to: width - 40, lines: 3))
    }

    private func stepsHeight(_ phase: Phase, _ width: Double) -> Double {
        phase.steps.reduce(8) { $0 + lines(of: $1, width).height + 8 }
    }

    private func draw(
        _ phase: Phase, _ head: Head, _ headHeight: Double, number: Int, in box: Box, _ drawing: inout Drawing
    ) {
        drawing.rectangle(box, "panel", radius: 6)
        drawing.line(box.x, box.y + headHeight, box.right, box.y + headHeight, "panel-edge")
        let base = drawing.lines(head.name, box.x + 12, box.y + 20, .heading, whole: phase.name)
        drawing.lines(head.detail, box.x + 12, base - 2, .small, classes: "quiet", whole: phase.detail)
        var top = box.y + headHeight + 8
        for step in phase.steps {
            let text = lines(of: step, box.width)
            drawing.rectangle(Box(box.x + 8, top, box.width - 16, text.height), "box", radius: 4)
            let base = drawing.lines(text.title, box.x + 18, top + 18, .label, whole: step.title)
            drawing.lines(text.detail, box.x + 18, base - 1, .small, classes: "quiet", whole: step.detail)
            top += text.height + 8
        }
    }

    private func drawArrow(
        after box: Box, isLastInRow: Bool, _ headHeight: Double, _ gap: Double, _ drawing: inout Drawing
    ) {
        if isLastInRow {
            let x = drawing.isNarrow ? box.x + box.width / 2 : drawing.width / 2
            let end = box.bottom + gap - 4
            drawing.path(
                "M\(coordinate(x)) \(coordinate(box.bottom + 4))V\(coordinate(end))m-5 -6l5 6l5 -6", "arrow")
        } else {
            let y = box.y + headHeight / 2
            let end = box.right + gap - 4
            drawing.path(
                "M\(coordinate(box.right + 4)) \(coordinate(y))H\(coordinate(end))m-6 -5l6 5l-6 5", "arrow")
        }
    }
}
