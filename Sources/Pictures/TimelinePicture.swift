/// The course of an incident: its phases as bands on a time axis, and its events as labelled marks.
public struct TimelinePicture: Picture, Hashable {
    /// A stretch of the incident: before, detection, response, recovery.
    public struct Phase: Sendable, Hashable {
        /// The name in the band.
        public var name: String
        /// The beginning, in seconds on the picture's time axis.
        public var start: Double
        /// The end, in the same seconds.
        public var end: Double
        /// What the band stands for; neighbours are told apart by their names and edges in any case.
        public var tone: Tone

        public init(_ name: String, from start: Double, to end: Double, tone: Tone = .muted) {
            self.name = name
            self.start = start
            self.end = end
            self.tone = tone
        }
    }

    /// Something that happened at a point in time.
    public struct Event: Sendable, Hashable {
        /// When, in seconds on the picture's time axis.
        public var time: Double
        /// When, as it is printed: `16:15:02.126`.
        public var clock: String
        /// What happened.
        public var label: String
        /// What the mark stands for; each tone has a shape of its own.
        public var tone: Tone

        public init(at time: Double, clock: String, _ label: String, tone: Tone = .primary) {
            self.time = time
            self.clock = clock
            self.label = label
            self.tone = tone
        }
    }

    /// How time becomes length.
    public enum Spacing: String, Sendable, Hashable, CaseIterable {
        /// Equal lengths are equal times.
        case proportional
        /// Each phase is as long as every other and has a scale of its own, which the picture says.
        case equalPhases
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The bands, which should follow each other.
    public var phases: [Phase]
    /// The marks, in any order.
    public var events: [Event]
    /// How points in time are named.
    public var labels: TimeLabels
    /// How time becomes length.
    public var spacing: Spacing

    /// Describes a timeline.
    public init(
        title: String, summary: String, phases: [Phase], events: [Event], labels: TimeLabels = .clock(),
        spacing: Spacing = .proportional
    ) {
        self.title = title
        self.summary = summary
        self.phases = phases
        self.events = events
        self.labels = labels
        self.spacing = spacing
    }

    /// Draws the timeline: along the page where it is wide, down the page where it is narrow.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("timeline", id: id, layout: layout)
        let bands = phases.filter { isDrawable($0) }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        let marks = events.filter { TimeMapping.isDrawable($0.time) }
            .enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        drawing.omitted = phases.count - bands.count + events.count - marks.count
        guard !(bands.isEmpty && marks.isEmpty) else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let height =
            switch layout {
            case .wide: drawAlong(bands, marks, in: &drawing)
            case .narrow: drawDown(bands, marks, in: &drawing)
            }
        return drawing.document(height: height, of: self)
    }

    private func isDrawable(_ phase: Phase) -> Bool {
        TimeMapping.isDrawable(phase.start) && TimeMapping.isDrawable(phase.end) && phase.start <= phase.end
    }

    // MARK: Along the page

    private func drawAlong(_ bands: [Phase], _ marks: [Event], in drawing: inout Drawing) -> Double {
        let course = Course(bands, marks, spacing, labels, from: 4, to: drawing.width - 4)
        let bandHeight = 24.0
        let tight = bands.filter { !fits($0, course) }
        let names = tight.map {
            HangingLabel(
                at: course.position(middle($0, course)), width: TextStyle.small.width(of: $0.name) + 8,
                within: drawing.width)
        }
        let rows = staircaseRows(names)
        let top = Double((rows.max() ?? -1) + 1) * 18 + 2
        for (name, (phase, row)) in zip(names, zip(tight, rows)) {
            let base = top - 6 - Double(row) * 18
            drawing.line(name.x, base - 9, name.x, top, "leader")
            let isTurned = name.isLeftOfLeader
            drawing.text(
                phase.name, isTurned ? name.right - 5 : name.left + 5, base, .small,
                anchor: isTurned ? .end : .start, classes: "halo")
        }
        for phase in bands {
            let (left, right) = (course.position(phase.start), course.position(phase.end))
            drawing.rectangle(Box(left, top, right - left, bandHeight), "band \(phase.tone.rawValue)")
            drawing.line(left, top, left, top + bandHeight, "edge")
            if fits(phase, course) {
                drawing.text(phase.name, (left + right) / 2, top + 16.5, .strong, anchor: .middle)
            }
        }
        let plot = Box(4, top, drawing.width - 8, bandHeight)
        return drawMarks(marks, course, band: plot, in: &drawing)
    }

    private func fits(_ phase: Phase, _ course: Course) -> Bool {
        TextStyle.strong.width(of: phase.name) + 8 <= course.position(phase.end)
            - course.position(phase.start)
    }

    private func middle(_ phase: Phase, _ course: Course) -> Double { (phase.start + phase.end) / 2 }

    private func drawMarks(_ marks: [Event], _ course: Course, band: Box, in drawing: inout Drawing) -> Double
    {
        let (axis, top) = (band.bottom, band.bottom + Course.axisHeight + 8)
        let blocks = marks.map { mark in
            // Near the right edge a narrower label can still stand to the right of its mark, like the others.
            let rest = drawing.width - course.position(mark.time) - 10
            return TextStyle.label.wrapped(mark.label, to: rest >= 120 ? min(214, rest) : 214, lines: 4)
        }
        let hanging = zip(marks, blocks).map { mark, lines in
            let widest = lines.map { TextStyle.label.width(of: $0) }.max() ?? 0
            return HangingLabel(
                at: course.position(mark.time),
                width: max(TextStyle.strong.width(of: mark.clock), widest) + 8, within: drawing.width)
        }
        let rows = staircaseRows(hanging)
        let rowCount = (rows.max() ?? -1) + 1
        var rowTops = [Double](repeating: top, count: rowCount + 1)
        for row in 0..<rowCount {
            let tallest = zip(rows, blocks).filter { $0.0 == row }.map { $0.1.count }.max() ?? 0
            rowTops[row + 1] = rowTops[row] + 17 * Double(tallest + 1) + 8
        }
        for (label, row) in zip(hanging, rows) {
            drawing.line(label.x, axis, label.x, rowTops[row] + 15, "leader")
        }
        course.draw(in: band, &drawing)
        for (index, mark) in marks.enumerated() {
            let label = hanging[index]
            let isTurned = label.isLeftOfLeader
            let x = isTurned ? label.right - 6 : label.left + 6
            let base = rowTops[rows[index]] + 12
            let anchor = isTurned ? Drawing.Anchor.end : .start
            drawing.text(mark.clock, x, base, .strong, anchor: anchor, classes: "halo")
            drawing.lines(
                blocks[index], x, base + 17, .label, anchor: anchor, classes: "halo", whole: mark.label)
            drawing.marker(label.x, axis, mark.tone)
        }
        return rowTops[rowCount] + 2
    }

    // MARK: Down the page

    /// A heading or an event in the list beside the axis.
    private struct Item {
        let time: Double
        let height: Double
        let heading: String?
        let event: Event?
        let lines: [String]
        var top = 0.0

        init(_ phase: Phase) {
            (time, height, heading, event, lines) = (phase.start, 26, phase.name, nil, [])
        }

        init(_ event: Event, room: Double) {
            lines = TextStyle.label.wrapped(event.label, to: room, lines: 4)
            (time, height, heading) = (event.time, 17 * Double(lines.count + 1) + 9, nil)
            self.event = event
        }
    }

    private func drawDown(_ bands: [Phase], _ marks: [Event], in drawing: inout Drawing) -> Double {
        let ends = Course(bands, marks, spacing, labels, from: 0, to: 400)
        let column = max(60, drawing.margin(for: ends.ticks(spacing: 40)) + 6)
        let textLeft = column + 42
        let room = drawing.width - textLeft
        // The sort keeps the order of equals by their index: a phase's heading stands before its first event.
        var items = (bands.map { Item($0) } + marks.map { Item($0, room: room) })
            .enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        let total = max(160, items.reduce(0) { $0 + $1.height })
        let course = Course(bands, marks, spacing, labels, from: 10, to: total - 4)
        place(&items, course: course, total: total)
        drawColumn(bands, course, left: column, in: &drawing)
        for item in items {
            if let heading = item.heading {
                drawing.text(
                    heading, textLeft, item.top + 16, .small, classes: "quiet capitals", limit: room * 0.8)
            }
            guard let event = item.event else { continue }
            let y = course.position(event.time)
            let elbow =
                "M\(coordinate(column + 16)) \(coordinate(y))h8L\(coordinate(textLeft - 8)) \(coordinate(item.top + 8))H\(coordinate(textLeft - 3))"
            drawing.path(elbow, "leader")
            drawing.marker(column + 8, y, event.tone)
            drawing.text(event.clock, textLeft, item.top + 12, .strong, limit: room)
            drawing.lines(item.lines, textLeft, item.top + 29, .label, whole: event.label)
        }
        drawing.text(course.caption, 0, total + 16, .small, classes: "quiet", limit: drawing.width)
        return total + 22
    }

    /// Puts each item as near to its time as the ones before and after it leave room for.
    private func place(_ items: inout [Item], course: Course, total: Double) {
        var top = 0.0
        var after = items.reduce(0) { $0 + $1.height }
        for index in items.indices {
            let wanted = course.position(items[index].time) - 8
            items[index].top = max(top, min(wanted, total - after))
            top = items[index].top + items[index].height
            after -= items[index].height
        }
    }

    private func drawColumn(_ bands: [Phase], _ course: Course, left: Double, in drawing: inout Drawing) {
        for phase in bands {
            let (top, bottom) = (course.position(phase.start), course.position(phase.end))
            drawing.rectangle(Box(left, top, 16, bottom - top), "band \(phase.tone.rawValue)")
            drawing.line(left, top, left + 16, top, "edge")
        }
        drawing.line(left + 8, course.start, left + 8, course.end, "axis")
        var free = -Double.infinity
        for tick in course.ticks(spacing: 40) {
            let y = course.position(tick.value)
            drawing.line(left - 4, y, left, y, "axis")
            guard y > free else { continue }
            free = y + 15
            drawing.text(tick.label, left - 7, y + 4, .small, anchor: .end, classes: "quiet")
        }
    }
}
