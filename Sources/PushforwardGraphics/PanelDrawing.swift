/// Draws one panel: axes first, then marks inside them.
struct PanelDrawing {
    private let panel: Panel
    private let frame: Frame
    private let plot: Frame
    private let x: Scale
    private let y: Scale
    private let names: [String]

    init(_ panel: Panel, in frame: Frame) {
        self.panel = panel
        self.frame = frame
        names =
            panel.marks.compactMap { mark in
                if case .bars(let names, _, _, _, _) = mark { names } else { nil }
            }.first ?? []
        let yValues = panel.marks.flatMap(\.yValues)
        let left = PanelDrawing.leftMargin(panel, names: names, values: yValues)
        var plot = Frame(
            x: frame.x + left, y: frame.y + 28, width: frame.width - left - (panel.hasHeatMap ? 62 : 14),
            height: frame.height - 28 - 42)
        if panel.hasEqualUnits, let xDomain = panel.x.domain, let yDomain = panel.y.domain {
            PanelDrawing.equalise(&plot, xDomain, yDomain)
        }
        self.plot = plot
        x = Scale(panel.x, values: panel.marks.flatMap(\.xValues), start: plot.x, end: plot.x + plot.width)
        let yAxis = names.isEmpty ? panel.y : Axis("", domain: -0.5...(Double(names.count) - 0.5))
        y = Scale(yAxis, values: yValues, start: plot.y + plot.height, end: plot.y)
    }

    func draw(on canvas: inout Canvas) {
        canvas.text(
            panel.title, x: plot.x + plot.width / 2, y: plot.y - 9, size: 12, weight: "500")
        drawXAxis(on: &canvas)
        drawYAxis(on: &canvas)
        let marks = MarkDrawing(x: x, y: y, plot: plot)
        for mark in panel.marks { marks.draw(mark, on: &canvas) }
    }

    private func drawXAxis(on canvas: inout Canvas) {
        let bottom = plot.y + plot.height
        for tick in x.ticks(labelWidth: { Canvas.textWidth($0, size: 10) }) {
            let place = x(tick.value)
            canvas.line(place, plot.y, place, bottom, color: "#e8e8e8")
            canvas.line(place, bottom, place, bottom + 4, color: "#666")
            canvas.text(tick.label, x: place, y: bottom + 16, size: 10)
        }
        canvas.line(plot.x, bottom, plot.x + plot.width, bottom, color: "#666")
        canvas.text(panel.x.label, x: plot.x + plot.width / 2, y: bottom + 33)
    }

    private func drawYAxis(on canvas: inout Canvas) {
        canvas.line(plot.x, plot.y, plot.x, plot.y + plot.height, color: "#666")
        guard names.isEmpty else {
            for (index, name) in names.enumerated() {
                canvas.text(
                    name, x: plot.x - 6, y: y(Double(names.count - 1 - index)) + 4, size: 10, anchor: .end)
            }
            return
        }
        let ticks = y.ticks { _ in 14 }
        for tick in ticks {
            let place = y(tick.value)
            canvas.line(plot.x, place, plot.x + plot.width, place, color: "#e8e8e8")
            canvas.line(plot.x - 4, place, plot.x, place, color: "#666")
            canvas.text(tick.label, x: plot.x - 7, y: place + 3.5, size: 10, anchor: .end)
        }
        let widest = ticks.map { Canvas.textWidth($0.label, size: 10) }.max() ?? 0
        canvas.text(
            panel.y.label, x: plot.x - widest - 15, y: plot.y + plot.height / 2, turned: true)
    }

    private static func leftMargin(_ panel: Panel, names: [String], values: [Double]) -> Double {
        if !names.isEmpty { return 14 + (names.map { Canvas.textWidth($0, size: 10) }.max() ?? 0) }
        let scale = Scale(panel.y, values: values, start: 200, end: 0)
        let widest = scale.ticks { _ in 14 }.map { Canvas.textWidth($0.label, size: 10) }.max() ?? 0
        return 32 + widest
    }

    /// Shrinks one side so that a unit is equally long on both axes, and keeps the plot centered.
    private static func equalise(_ plot: inout Frame, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>) {
        let xUnit = plot.width / (x.upperBound - x.lowerBound)
        let yUnit = plot.height / (y.upperBound - y.lowerBound)
        if xUnit > yUnit {
            let width = yUnit * (x.upperBound - x.lowerBound)
            plot.x += (plot.width - width) / 2
            plot.width = width
        } else {
            let height = xUnit * (y.upperBound - y.lowerBound)
            plot.y += (plot.height - height) / 2
            plot.height = height
        }
    }
}

extension Panel {
    /// Whether a color bar needs room.
    var hasHeatMap: Bool {
        marks.contains { if case .heatMap = $0 { true } else { false } }
    }
}
