import Pushforward
import PushforwardGraphics

/// Panels that several figures share.
enum FigureParts {
    /// Points of a map's output on fresh source points.
    static func output(_ finished: FinishedRun, points: Int) -> Matrix {
        let run = finished.record.run
        return run.map(finished.models)(sample(run.source, points: points))
    }

    /// Points of a distribution of the catalogue; always the same.
    static func sample(_ name: String, points: Int) -> Matrix {
        guard let distribution = try? Catalogue.distribution(named: name) else {
            preconditionFailure("the report's runs name distributions of the catalogue, not '\(name)'")
        }
        var random = RandomStream(seed: 7, purpose: "points of figures")
        return distribution.sample(points, using: &random)
    }

    /// The range of both axes on which a target is shown.
    static func domain(of target: String) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
        switch target {
        case "uniform:2": (-0.1...1.1, -0.1...1.1)
        case "two-moons": (-1.5...2.5, -1.5...2.5)
        default: (-4...4, -4...4)
        }
    }

    /// A cloud of points, on the axes of a target or on its own.
    static func cloud(_ title: String, _ points: Matrix, on target: String?, role: Role, radius: Double = 1.5)
        -> Panel
    {
        let domain = target.map(domain(of:))
        return Panel(
            title, x: Axis("first coordinate", domain: domain?.x),
            y: Axis("second coordinate", domain: domain?.y),
            hasEqualUnits: target != nil,
            marks: [
                .points(
                    x: points.doubles(0), y: points.doubles(1), role: role, radius: radius,
                    opacity: points.rows > 2000 ? 0.3 : 0.55)
            ])
    }

    /// The density of a cloud as a heat map: counts in k x k cells divided by points and area.
    static func density(_ title: String, _ points: Matrix, on target: String, cells k: Int = 48) -> Panel {
        let domain = domain(of: target)
        var counts = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
        func cell(_ value: Float, _ range: ClosedRange<Double>) -> Int {
            let share = (Double(value) - range.lowerBound) / (range.upperBound - range.lowerBound)
            return share >= 0 && share < 1 ? Int(share * Double(k)) : -1
        }
        let unit =
            (domain.x.upperBound - domain.x.lowerBound) * (domain.y.upperBound - domain.y.lowerBound)
            / Double(k * k) * Double(points.rows)
        for i in 0..<points.rows {
            let (column, row) = (cell(points[i, 0], domain.x), cell(points[i, 1], domain.y))
            if column >= 0 && row >= 0 { counts[row][column] += 1 / unit }
        }
        return Panel(
            title, x: Axis("first coordinate", domain: domain.x),
            y: Axis("second coordinate", domain: domain.y),
            hasEqualUnits: true,
            marks: [
                .heatMap(
                    values: counts, x: domain.x, y: domain.y, limits: 0...(target == "uniform:2" ? 1.5 : 0.18)
                )
            ])
    }

    /// A histogram of weights.
    static func histogram(_ title: String, _ weights: [Float], role: Role, bins: Int = 41) -> Panel {
        let limit = max(Double(weights.map(abs).max() ?? 0), 1e-12)
        let histogram = Histogram(of: weights.lazy.map(Double.init), over: -limit...limit, bars: bins)
        return Panel(
            title, x: Axis("weight"), y: Axis("number"),
            marks: [
                .histogram(edges: histogram.edges, counts: histogram.counts.map(Double.init), role: role)
            ])
    }

    /// The three loss curves of a run on fixed sets.
    static func losses(_ title: String, _ history: History, extra: [Mark] = []) -> Panel {
        let places = history.place.map(Double.init)
        return Panel(
            title, x: Axis("epoch"), y: Axis("squared MMD"),
            marks: [
                .line(x: places, y: history.training, role: .training, label: "training (mean of batches)"),
                .line(x: places, y: history.validation, role: .validation, label: "validation"),
                .line(x: places, y: history.test, role: .test, label: "test"),
            ] + extra)
    }
}
