import Pushforward
import PushforwardGraphics

/// The picture of a fit: target, map and losses.
public enum FitFigure {
    private static let points = 2_000

    /// Clouds of the target and of the map's output (densities of one coordinate), and the losses on a logarithmic scale.
    /// Above two coordinates the first two are drawn.
    public static func figure(_ result: Fit.Result, of fit: Fit) -> Figure {
        let ratio = NumberText.significant(result.certificate.floorRatio)
        let goal = fit.targetPoints(fit.isLine ? 20_000 : points)
        let images = result.model(fit.sourcePoints(goal.rows))
        let losses = losses(result.history)
        let title = "\(fit.plan.from) to \(fit.plan.to): floor ratio \(ratio)"
        if fit.isLine { return line(goal, images, losses, title) }
        let axes = (0..<2).map { Axis("coordinate \($0 + 1)", domain: range([goal, images], $0)) }
        func cloud(_ sample: Matrix, _ title: String, _ role: Role) -> Panel {
            Panel(
                title, x: axes[0], y: axes[1],
                marks: [
                    .points(
                        x: sample.doubles(0), y: sample.doubles(1), role: role, radius: 1.3, opacity: 0.45)
                ])
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
        _ sample: Matrix, _ domain: ClosedRange<Double>, _ role: Role, _ label: String
    ) -> Mark {
        let bars = 60
        let width = (domain.upperBound - domain.lowerBound) / Double(bars)
        var shares = [Double](repeating: 0, count: bars)
        for value in sample.doubles(0) where domain.contains(value) {
            shares[min(bars - 1, Int((value - domain.lowerBound) / width))] += 1 / Double(sample.rows)
        }
        return .histogram(
            edges: (0...bars).map { domain.lowerBound + Double($0) * width }, counts: shares, role: role,
            label: label)
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

    /// The range of one coordinate without its outermost 0.2 %, and a margin.
    private static func range(_ samples: [Matrix], _ column: Int) -> ClosedRange<Double> {
        let values = samples.flatMap { $0.doubles(column) }.sorted()
        let low = Statistics.quantile(ofSorted: values, 0.002)
        let high = Statistics.quantile(ofSorted: values, 0.998)
        let margin = high > low ? 0.08 * (high - low) : max(1e-9, 0.1 * abs(high))
        return low - margin...high + margin
    }
}

extension Fit {
    /// Whether the target has one coordinate.
    var isLine: Bool { dimensions.target == 1 }
}
