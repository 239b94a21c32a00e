/// Draws marks inside a panel's axes.
struct MarkDrawing {
    let x: Scale
    let y: Scale
    let plot: Frame

    func draw(_ mark: Mark, on canvas: inout Canvas) {
        switch mark {
        case .heatMap(let values, let columns, let rows, let map, let stated):
            let limits = stated ?? MarkDrawing.limits(values, map)
            canvas.clipped(to: plot) { drawCells(values, columns, rows, map, limits, on: &$0) }
            drawColorBar(map, limits, on: &canvas)
        case .horizontalRule(let value, let label):
            let place = y(value)
            canvas.line(plot.x, place, plot.x + plot.width, place, color: "#555", dashes: "3 3")
            canvas.text(
                label, x: plot.x + plot.width - 3, y: place - 4, size: 10, anchor: .end, color: "#555")
        case .verticalRule(let value, let label):
            let place = x(value)
            canvas.line(place, plot.y, place, plot.y + plot.height, color: "#555", dashes: "3 3")
            canvas.text(label, x: place + 4, y: plot.y + 10, size: 10, anchor: .start, color: "#555")
        default:
            canvas.clipped(to: plot) { drawSeries(mark, on: &$0) }
        }
    }

    private func drawSeries(_ mark: Mark, on canvas: inout Canvas) {
        switch mark {
        case .points(let xs, let ys, let role, _, let radius, let opacity):
            let dots = zip(xs, ys).map { (x($0), y($1)) }.filter { $0.isFinite && $1.isFinite }
            let data = dots.map { "M\(place($0))h0" }.joined()
            canvas.path(data, stroke: role.color, width: 2 * radius, opacity: opacity, isRound: true)
        case .line(let xs, let ys, let role, _):
            canvas.path(polyline(xs, ys), stroke: role.color, width: 1.6, dashes: role.dashes)
        case .histogram(let edges, let counts, let role, _):
            for (index, count) in counts.enumerated() where count > 0 {
                let (left, right, top) = (x(edges[index]), x(edges[index + 1]), y(count))
                canvas.rectangle(
                    Frame(x: left, y: top, width: right - left, height: plot.y + plot.height - top),
                    fill: role.color, opacity: 0.75)
            }
        case .bars(let names, let values, let deviations, let role, _):
            drawBars(names.count, values, deviations, role, on: &canvas)
        default: break
        }
    }

    private func drawBars(
        _ count: Int, _ values: [Double], _ deviations: [Double]?, _ role: Role, on canvas: inout Canvas
    ) {
        let thickness = min(18, 0.7 * plot.height / Double(max(count, 1)))
        let base = x.kind == .linear ? x(max(0, x.domain.lowerBound)) : plot.x
        for (index, value) in values.enumerated() where value.isFinite {
            let center = y(Double(count - 1 - index))
            let (start, end) = (min(base, x(value)), max(base, x(value)))
            canvas.rectangle(
                Frame(x: start, y: center - thickness / 2, width: end - start, height: thickness),
                fill: role.color, opacity: 0.8)
            if let deviation = deviations?[index], deviation > 0 {
                canvas.line(
                    x(value - deviation), center, x(value + deviation), center, color: "#222", width: 1.2)
            }
        }
    }

    private func drawCells(
        _ values: [[Double]], _ columns: ClosedRange<Double>, _ rows: ClosedRange<Double>, _ map: ColorMap,
        _ limits: ClosedRange<Double>, on canvas: inout Canvas
    ) {
        for (row, line) in values.enumerated() {
            for (column, value) in line.enumerated() {
                let edges = (0...1).map { step in
                    (
                        x(
                            columns.lowerBound + MarkDrawing.length(columns) * Double(column + step)
                                / Double(line.count)),
                        y(
                            rows.lowerBound + MarkDrawing.length(rows) * Double(row + step)
                                / Double(values.count))
                    )
                }
                // A little overlap hides the seams that renderers leave between neighbors.
                canvas.rectangle(
                    Frame(
                        x: edges[0].0, y: edges[1].1, width: edges[1].0 - edges[0].0 + 0.4,
                        height: edges[0].1 - edges[1].1 + 0.4),
                    fill: map.color(MarkDrawing.share(value, limits, map)))
            }
        }
    }

    private func drawColorBar(_ map: ColorMap, _ limits: ClosedRange<Double>, on canvas: inout Canvas) {
        let left = plot.x + plot.width + 10
        let scale = Scale(Axis("", domain: limits), values: [], start: plot.y + plot.height, end: plot.y)
        let steps = 48
        for step in 0..<steps {
            let low = limits.lowerBound + MarkDrawing.length(limits) * Double(step) / Double(steps)
            let height = plot.height / Double(steps)
            canvas.rectangle(
                Frame(x: left, y: scale(low) - height, width: 9, height: height + 0.4),
                fill: map.color(MarkDrawing.share(low, limits, map)))
        }
        for tick in scale.ticks(labelWidth: { _ in 14 }) {
            canvas.text(tick.label, x: left + 13, y: scale(tick.value) + 3.5, size: 9, anchor: .start)
        }
    }

    private static func limits(_ values: [[Double]], _ map: ColorMap) -> ClosedRange<Double> {
        let finite = values.joined().filter(\.isFinite)
        let high = finite.max() ?? 1
        let low = finite.min() ?? 0
        if map == .diverging {
            let size = max(abs(high), abs(low), 1e-300)
            return -size...size
        }
        return min(low, 0)...max(high, min(low, 0) + 1e-300)
    }

    private static func share(_ value: Double, _ limits: ClosedRange<Double>, _ map: ColorMap) -> Double {
        map == .diverging ? value / limits.upperBound : (value - limits.lowerBound) / length(limits)
    }

    private static func length(_ range: ClosedRange<Double>) -> Double { range.upperBound - range.lowerBound }

    private func place(_ point: (Double, Double)) -> String {
        "\(NumberText.coordinate(point.0)) \(NumberText.coordinate(point.1))"
    }

    private func polyline(_ xs: [Double], _ ys: [Double]) -> String {
        var data = ""
        var isBroken = true
        for point in zip(xs, ys).map({ (x($0), y($1)) }) {
            guard point.0.isFinite && point.1.isFinite else {
                isBroken = true
                continue
            }
            data += (isBroken ? "M" : "L") + place(point)
            isBroken = false
        }
        return data
    }
}
