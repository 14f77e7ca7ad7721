extension TimeChart {
    /// Draws the tracks above each other, with one time axis below the last.
    public func svg(id: String, layout: PictureLayout) -> String {
        var drawing = Drawing("time", id: id, layout: layout)
        let lines = events.filter { TimeMapping.isDrawable($0.time) }
        let shades = spans.filter {
            TimeMapping.isDrawable($0.start) && TimeMapping.isDrawable($0.end) && $0.start <= $0.end
        }
        drawing.omitted = events.count - lines.count + spans.count - shades.count
        let samples = tracks.map { $0.series.map { sorted($0.samples, &drawing) } }
        let times =
            samples.joined().joined().map(\.time) + lines.map(\.time) + shades.flatMap { [$0.start, $0.end] }
        guard !tracks.isEmpty, !times.isEmpty else {
            drawing.nothingToShow(at: 40)
            return drawing.document(height: 64, of: self)
        }
        let trackHeight = drawing.isNarrow ? 84.0 : 96
        let left =
            zip(tracks, samples).map { track, values in
                drawing.margin(for: mapping(of: track, values, from: trackHeight, to: 0).ticks)
            }.max() ?? 40
        let time = TimeMapping(labels, fitting: times, from: left, to: drawing.width - 8)
        let (marks, plotTop) = hang(lines, shades, time, drawing.width)
        let body = trackTops(from: plotTop, height: trackHeight, drawing)
        let bottom = (body.last ?? plotTop) + trackHeight
        drawBehind(shades, marks, time, plotTop: plotTop, bottom: bottom, in: &drawing)
        for (index, track) in tracks.enumerated() {
            let plot = Box(left, body[index], drawing.width - 8 - left, trackHeight)
            let mapping = mapping(of: track, samples[index], from: plot.bottom, to: plot.y)
            draw(track, samples[index], number: index, time, mapping, in: plot, &drawing)
        }
        for mark in marks { drawLabel(mark, plotTop: plotTop, in: &drawing) }
        let plot = Box(left, plotTop, drawing.width - 8 - left, bottom - plotTop)
        let height = drawing.timeAxis(time, in: plot)
        return drawing.document(height: height, of: self)
    }

    private func sorted(_ samples: [Sample], _ drawing: inout Drawing) -> [Sample] {
        let placed = samples.filter { TimeMapping.isDrawable($0.time) }
        drawing.omitted += samples.count - placed.count
        return placed.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    private func mapping(
        of track: Track, _ samples: [[Sample]], from bottom: Double, to top: Double
    )
        -> Mapping
    {
        let values = samples.joined().compactMap(\.value) + track.references.map(\.value)
        return Mapping(track.axis, fitting: values, includesZero: true, from: bottom, to: top, tickCount: 3)
    }

    /// The top of each track's plot; above it stands the track's name, and its legend where it has one.
    private func trackTops(from top: Double, height: Double, _ drawing: Drawing) -> [Double] {
        var y = top
        return tracks.map { track in
            let plotTop = y + headingHeight(of: track, drawing.layout)
            y = plotTop + height + 12
            return plotTop
        }
    }

    private func headingHeight(of track: Track, _ layout: PictureLayout) -> Double {
        var sketch = Drawing("sketch", id: "sketch", layout: layout)
        return heading(of: track, top: 0, in: &sketch)
    }

    private func heading(of track: Track, top: Double, in drawing: inout Drawing) -> Double {
        let named = track.series.filter { !$0.name.isEmpty }
        let caption = track.axis.caption
        drawing.text(caption, 0, top + 17, .strong, classes: "halo", limit: drawing.width)
        guard !named.isEmpty else { return top + 28 }
        let items = named.map { LegendItem(label: $0.name, tone: $0.tone, mark: $0.mark.legendMark) }
        let beside = TextStyle.strong.width(of: caption) + 18
        let needed = items.reduce(0) { $0 + 44 + TextStyle.small.width(of: $1.label) }
        // The name of a line at the plot's top reaches up to where the legend's end would be.
        let names = track.references.map { TextStyle.small.width(of: $0.label) + 12 }
        let room = drawing.width - min(names.max() ?? 0, drawing.width / 2)
        if beside + needed < room {
            return drawing.legend(items, x: beside, y: top + 3.5, limit: room - beside) + 4
        }
        return drawing.legend(items, x: 0, y: top + 22, limit: room) + 4
    }

    // MARK: What runs through all tracks

    private struct HungMark {
        let label: HangingLabel
        let text: String
        let base: Double
        let isEvent: Bool
    }

    private func hang(
        _ lines: [Event], _ shades: [Span], _ time: TimeMapping, _ width: Double
    ) -> (marks: [HungMark], plotTop: Double) {
        let texts = lines.map { ($0.label, $0.time, true) } + shades.map { ($0.label, $0.start, false) }
        let labels = texts.map { text, seconds, _ in
            HangingLabel(
                at: time.clampedPosition(seconds) ?? time.start,
                width: min(width - 12, TextStyle.small.width(of: text)) + 8, within: width)
        }
        let rows = staircaseRows(labels)
        let top = Double((rows.max() ?? -1) + 1) * 18
        let marks = zip(texts, zip(labels, rows)).map { text, placed in
            HungMark(label: placed.0, text: text.0, base: top - 5 - Double(placed.1) * 18, isEvent: text.2)
        }
        return (marks, top + 2)
    }

    private func drawBehind(
        _ shades: [Span], _ marks: [HungMark], _ time: TimeMapping, plotTop: Double, bottom: Double,
        in drawing: inout Drawing
    ) {
        for span in shades {
            guard let left = time.clampedPosition(span.start), let right = time.clampedPosition(span.end)
            else { continue }
            drawing.rectangle(Box(left, plotTop, max(1, right - left), bottom - plotTop), "span")
            drawing.line(left, plotTop, left, bottom, "span-edge")
            drawing.line(right, plotTop, right, bottom, "span-edge")
        }
        for mark in marks {
            let end = mark.isEvent ? bottom : plotTop
            drawing.line(mark.label.x, mark.base - 9, mark.label.x, end, mark.isEvent ? "event" : "span-edge")
        }
    }

    private func drawLabel(_ mark: HungMark, plotTop: Double, in drawing: inout Drawing) {
        let isTurned = mark.label.isLeftOfLeader
        drawing.text(
            mark.text, isTurned ? mark.label.right - 5 : mark.label.left + 5, mark.base, .small,
            anchor: isTurned ? .end : .start, classes: "halo", limit: mark.label.right - mark.label.left)
    }

    // MARK: A track

    private func draw(
        _ track: Track, _ samples: [[Sample]], number: Int, _ time: TimeMapping, _ mapping: Mapping,
        in plot: Box, _ drawing: inout Drawing
    ) {
        let headingTop = plot.y - headingHeight(of: track, drawing.layout)
        _ = heading(of: track, top: headingTop, in: &drawing)
        drawing.valueAxis(mapping, in: plot)
        let clip = drawing.clip(
            to: Box(plot.x, plot.y - 2, plot.width, plot.height + 4), name: "track\(number + 1)")
        for (series, values) in zip(track.series, samples) {
            draw(series, values, time, mapping, clip: clip, in: plot, &drawing)
        }
        for reference in track.references {
            guard let y = mapping.position(reference.value), y >= plot.y - 1, y <= plot.bottom + 1 else {
                drawing.omitted += 1
                continue
            }
            drawing.line(plot.x, y, plot.right, y, "reference")
            let base = y - 5
            drawing.text(
                reference.label, plot.right - 2, base, .small, anchor: .end, classes: "halo",
                limit: plot.width)
        }
    }

    private func draw(
        _ series: Series, _ samples: [Sample], _ time: TimeMapping, _ mapping: Mapping, clip: String,
        in plot: Box, _ drawing: inout Drawing
    ) {
        var runs: [[Point]] = [[]]
        for sample in samples {
            if let value = sample.value, let x = time.position(sample.time), let y = mapping.position(value) {
                runs[runs.count - 1].append(Point(x, y))
            } else {
                if sample.value != nil { drawing.omitted += 1 }
                if !(runs.last ?? []).isEmpty { runs.append([]) }
            }
        }
        let drawn = runs.filter { !$0.isEmpty }
        switch series.mark {
        case .line:
            for run in drawn { drawLine(run, series.tone, clip, &drawing) }
        case .step:
            drawing.path(drawn.map { stepData($0) }.joined(), series.tone.lineClasses, clip: clip)
        case .area:
            for run in drawn { drawArea(run, series.tone, clip, mapping, &drawing) }
        case .bars:
            drawBars(drawn.flatMap(\.self), series.tone, mapping, plot, &drawing)
        case .points:
            for point in drawn.joined() where point.y >= plot.y - 1 && point.y <= plot.bottom + 1 {
                drawing.marker(point.x, point.y, series.tone, radius: 3)
            }
        }
    }

    private func drawLine(_ run: [Point], _ tone: Tone, _ clip: String, _ drawing: inout Drawing) {
        if let only = run.first, run.count == 1 {
            drawing.marker(only.x, only.y, tone, radius: 2)
        } else {
            drawing.path(lineData(thinned(run)), tone.lineClasses, clip: clip)
        }
    }

    private func drawArea(
        _ run: [Point], _ tone: Tone, _ clip: String, _ mapping: Mapping, _ drawing: inout Drawing
    ) {
        let points = thinned(run)
        guard let first = points.first, let last = points.last else { return }
        let base = coordinate(mapping.base)
        let outline = lineData(points)
        drawing.path(
            "\(outline)L\(coordinate(last.x)) \(base)L\(coordinate(first.x)) \(base)Z",
            "area \(tone.rawValue)", clip: clip)
        drawing.path(outline, "\(tone.lineClasses) solid", clip: clip)
    }

    private func drawBars(
        _ points: [Point], _ tone: Tone, _ mapping: Mapping, _ plot: Box, _ drawing: inout Drawing
    ) {
        let gaps = zip(points, points.dropFirst()).map { $1.x - $0.x }.filter { $0 > 0.01 }
        let width = max(1, min(30, (gaps.min() ?? 12) - 1))
        for point in points {
            let tip = max(plot.y, min(plot.bottom, point.y))
            let left = max(plot.x, point.x)
            let right = min(plot.right, point.x + width)
            guard right > left, tip != mapping.base else { continue }
            drawing.bar(Box(left, min(tip, mapping.base), right - left, abs(mapping.base - tip)), tone)
        }
    }
}

extension TimeChart.Mark {
    fileprivate var legendMark: LegendItem.Mark {
        switch self {
        case .line, .step: .line
        case .area: .area
        case .bars: .bar
        case .points: .point
        }
    }
}
