package import Pushforward
package import PushforwardGraphics

/// The picture of a fit: target, map and losses.
package enum FitFigure {
    /// Clouds of the target and of the map's output (densities of one coordinate), and the losses on a logarithmic scale.
    /// Above two coordinates the first two are drawn.
    package static func figure(_ result: Fit.Result, of fit: Fit) -> Figure {
        let ratio = NumberText.significant(result.certificate.floorRatio)
        let goal = fit.targetPoints(fit.isLine ? 20_000 : PointCloud.points)
        let images = result.model(fit.sourcePoints(goal.rows))
        let losses = losses(result.history)
        let title = "\(fit.plan.from) to \(fit.plan.to): floor ratio \(ratio)"
        if fit.isLine { return line(goal, images, losses, title) }
        let axes = (0..<2).map { Axis("coordinate \($0 + 1)", domain: range([goal, images], $0)) }
        func cloud(_ sample: Matrix, _ title: String, _ role: Role) -> Panel {
            Panel(
                title, x: axes[0], y: axes[1], marks: [PointCloud.mark(sample, x: 0, y: 1, role: role)])
        }
        return Figure(
            title, columns: 3, panelSize: (330, 310),
            panels: [cloud(goal, "target", .target), cloud(images, "map", .result), losses])
    }

    private static func line(_ goal: Matrix, _ images: Matrix, _ losses: Panel, _ title: String) -> Figure {
        let domain = range([goal, images], 0)
        return Figure(
            title, columns: 2, panelSize: (420, 290),
            panels: [
                Panel(
                    "densities", x: Axis("coordinate 1", domain: domain),
                    y: Axis("share of the points per bar"),
                    marks: [
                        histogram(goal, domain, .target, "target"), histogram(images, domain, .result, "map"),
                    ]), losses,
            ])
    }

    private static func histogram(
        _ points: Matrix, _ range: ClosedRange<Double>, _ role: Role, _ label: String
    ) -> Mark {
        .histogram(of: points.doubles(0), over: range, bars: 60, role: role, label: label)
    }

    private static func losses(_ history: History) -> Panel {
        let places = history.place.map(Double.init)
        var marks: [Mark] = [
            .line(x: places, y: history.training.map { max($0, 1e-9) }, role: .result, label: "loss")
        ]
        if !history.validation.isEmpty {
            marks.append(.line(x: places, y: history.validation, role: .highlight, label: "validation"))
        }
        return Panel("losses", x: Axis("step"), y: Axis("", kind: .logarithmic), marks: marks)
    }

    private static func range(_ points: [Matrix], _ column: Int) -> ClosedRange<Double> {
        RobustRange.range(of: points.flatMap { $0.doubles(column) }, outside: 0.002)
    }
}

extension Fit {
    /// Whether the target has one coordinate.
    var isLine: Bool { dimensions.target == 1 }
}
