extension XYChart {
    /// Draws everything inside the axes; returns the bottom of the axes.
    func draw(_ axes: Axes, nameRoom: Double, in drawing: inout Drawing) -> Double {
        drawing.valueAxis(axes.upward, in: axes.plot)
        let bottom = drawing.bottomAxis(axes.across, caption: x.caption, in: axes.plot, withGrid: false)
        drawing.line(axes.plot.x, axes.plot.bottom, axes.plot.right, axes.plot.bottom, "axis")
        var placement = LabelPlacement(
            within: Box(axes.plot.x, axes.plot.y - 4, drawing.width - axes.plot.x, axes.plot.height))
        drawReferences(axes, &placement, in: &drawing)
        let clip = drawing.clip(
            to: Box(axes.plot.x - 1, axes.plot.y - 1, axes.plot.width + 2, axes.plot.height + 2), name: "plot"
        )
        for curve in curves { draw(curve, axes, clip: clip, &placement, in: &drawing) }
        if !drawing.isNarrow { drawNames(axes, nameRoom: nameRoom, &placement, in: &drawing) }
        for point in points { placement.avoid(marker: axes.point(point.value)) }
        for point in points { draw(point, axes, &placement, in: &drawing) }
        return bottom
    }

    private func drawReferences(_ axes: Axes, _ placement: inout LabelPlacement, in drawing: inout Drawing) {
        let marks = xReferences.filter { Mapping.isDrawable($0.value, on: x.scale) }
        drawing.omitted += xReferences.count - marks.count
        for (mark, (label, row)) in zip(marks, zip(axes.xLabels, axes.xRows)) {
            drawing.reference(mark, label, base: axes.plot.y - 6 - Double(row) * 18, to: axes.plot.bottom)
            placement.avoid(curve: [Point(label.x, axes.plot.y), Point(label.x, axes.plot.bottom)])
        }
        for mark in yReferences {
            guard let y = axes.upward.position(mark.value), y >= axes.plot.y - 1, y <= axes.plot.bottom + 1
            else {
                drawing.omitted += 1
                continue
            }
            drawing.line(axes.plot.x, y, axes.plot.right, y, "reference")
            let width = TextStyle.small.width(of: mark.label)
            let base = y - 5 < axes.plot.y + 8 ? y + 14 : y - 5
            drawing.text(mark.label, axes.plot.x + 6, base, .small, classes: "halo", limit: axes.plot.width)
            placement.avoid(Box(axes.plot.x + 6, base - 11, width, 14))
        }
    }

    private func draw(
        _ curve: Curve, _ axes: Axes, clip: String, _ placement: inout LabelPlacement,
        in drawing: inout Drawing
    ) {
        var runs: [[Point]] = [[]]
        for value in curve.values {
            if let point = axes.point(value) {
                runs[runs.count - 1].append(point)
            } else {
                drawing.omitted += 1
                runs.append([])
            }
        }
        for run in runs where !run.isEmpty {
            if curve.mark != .points {
                drawing.path(lineData(thinned(run)), curve.tone.lineClasses, clip: clip)
                placement.avoid(curve: run)
            }
            guard curve.mark != .line || run.count == 1 else { continue }
            for point in run {
                if axes.shows(point) {
                    drawing.marker(point.x, point.y, curve.tone, radius: 3.5)
                    placement.avoid(marker: point)
                } else if curve.mark == .points {
                    drawing.omitted += 1
                }
            }
        }
    }

    /// The names of the curves at their right ends, moved apart where ends meet.
    private func drawNames(
        _ axes: Axes, nameRoom: Double, _ placement: inout LabelPlacement, in drawing: inout Drawing
    ) {
        var names: [(end: Point, name: String, tone: Tone)] = []
        for curve in curves where !curve.name.isEmpty {
            let shown = curve.values.compactMap { axes.point($0) }.filter { axes.shows($0) }
            guard let end = shown.max(by: { $0.x < $1.x }) else { continue }
            if end.x > axes.plot.right - 40 {
                names.append((end, curve.name, curve.tone))
            } else {
                // The curve leaves the plot before its right edge, or ends there: its name stands beside it.
                let box = placement.place(width: nameWidth(curve.name), height: 15, near: end)
                drawing.text(
                    curve.name, box.x, box.y + 12, .small, classes: "ink \(curve.tone.rawValue) halo")
            }
        }
        names.sort { ($0.end.y, $0.name) < ($1.end.y, $1.name) }
        var bases = names.map { $0.end.y + 4 }
        for index in bases.indices.dropFirst() { bases[index] = max(bases[index], bases[index - 1] + 16) }
        let overflow = (bases.last ?? 0) - axes.plot.bottom
        if overflow > 0 {
            var limit = axes.plot.bottom
            for index in bases.indices.reversed() {
                bases[index] = min(bases[index], limit)
                limit = bases[index] - 16
            }
        }
        for (name, base) in zip(names, bases) {
            let x = axes.plot.right + 14
            let bend =
                "M\(coordinate(name.end.x + 5)) \(coordinate(name.end.y))L\(coordinate(x - 3)) \(coordinate(base - 4))"
            drawing.path(bend, "\(name.tone.lineClasses) thin")
            let limit = nameRoom - 14
            drawing.text(name.name, x, base, .small, classes: "ink \(name.tone.rawValue) halo", limit: limit)
            placement.avoid(Box(x, base - 11, limit, 14))
        }
    }

    private func draw(
        _ point: OperatingPoint, _ axes: Axes, _ placement: inout LabelPlacement, in drawing: inout Drawing
    ) {
        guard let at = axes.point(point.value), axes.shows(at) else {
            drawing.omitted += 1
            return
        }
        drawing.name(point, at: at, &placement)
    }
}
