package import Pushforward
package import PushforwardGraphics

/// The picture of two samples and of where they differ.
package enum ComparisonFigure {
    private static let barRows = 200_000
    private static let rangeRows = 20_000
    private static let cells = 72

    /// Most rows of a sample of some columns that are drawn, taken at equal steps: with as many the figure is that of the
    /// whole sample.
    package static func mostRows(columns: Int) -> Int {
        columns == 1 ? barRows : max(rangeRows, Witness.rows)
    }

    /// Both samples and the witness function: densities in one dimension, clouds and a map in two, and above two the
    /// clouds of the two columns that differ most.
    ///
    /// - Parameters:
    ///   - x: The first sample.
    ///   - y: The second sample.
    ///   - comparison: The comparison of these samples.
    ///   - labels: What the samples are called.
    package static func figure(
        _ x: Sample, _ y: Sample, _ comparison: SampleComparison, labels: (first: String, second: String)
    ) -> Figure {
        let title =
            "\(labels.first) and \(labels.second): p = \(NumberText.significant(comparison.outcome.pValue))"
        switch x.columns {
        case 1: return line(x, y, comparison, labels, title)
        case 2: return plane(x, y, comparison, labels, title)
        default: return columns(x, y, comparison, labels, title)
        }
    }

    private static func line(
        _ x: Sample, _ y: Sample, _ comparison: SampleComparison, _ labels: (first: String, second: String),
        _ title: String
    ) -> Figure {
        let name = comparison.columns[0].name
        let range = range(x, y, column: 0)
        let places = (0...240).map {
            range.lowerBound + Double($0) / 240 * (range.upperBound - range.lowerBound)
        }
        let witness = Witness(
            x, y, bandwidth: comparison.witnessBandwidth, scale: comparison.witnessScale)
        return Figure(
            title, columns: 1, panelSize: (640, 250),
            panels: [
                Panel(
                    "share of the rows per bar", x: Axis(name, domain: range), y: Axis("share"),
                    marks: [
                        histogram(x, range, role: .source, label: labels.first),
                        histogram(y, range, role: .result, label: labels.second),
                    ]),
                Panel(
                    witnessTitle(comparison), x: Axis(name, domain: range), y: Axis("witness"),
                    marks: [
                        .line(
                            x: places, y: witness.values(at: Sample(columns: 1, values: places)),
                            role: .highlight),
                        .horizontalRule(0, label: ""),
                    ]),
            ])
    }

    private static func plane(
        _ x: Sample, _ y: Sample, _ comparison: SampleComparison, _ labels: (first: String, second: String),
        _ title: String
    ) -> Figure {
        let (across, up) = (range(x, y, column: 0), range(x, y, column: 1))
        func axis(_ c: Int) -> Axis { Axis(comparison.columns[c].name, domain: c == 0 ? across : up) }
        func center(_ index: Int, _ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (Double(index) + 0.5) / Double(cells) * (range.upperBound - range.lowerBound)
        }
        let grid = (0..<cells).flatMap { row in (0..<cells).flatMap { [center($0, across), center(row, up)] }
        }
        let values = Witness(
            x, y, bandwidth: comparison.witnessBandwidth, scale: comparison.witnessScale
        )
        .values(at: Sample(columns: 2, values: grid))
        let rows = (0..<cells).map { Array(values[$0 * cells..<($0 + 1) * cells]) }
        let limit = values.map(abs).max()!
        return Figure(
            title, columns: 3, panelSize: (330, 310),
            panels: [
                Panel(
                    labels.first, x: axis(0), y: axis(1),
                    marks: [PointCloud.mark(x, x: 0, y: 1, role: .source)]),
                Panel(
                    labels.second, x: axis(0), y: axis(1),
                    marks: [PointCloud.mark(y, x: 0, y: 1, role: .result)]),
                Panel(
                    witnessTitle(comparison), x: axis(0), y: axis(1),
                    marks: [
                        .heatMap(
                            values: rows, x: across, y: up, map: .diverging,
                            limits: -max(limit, .leastNormalMagnitude)...max(limit, .leastNormalMagnitude))
                    ]),
            ])
    }

    private static func columns(
        _ x: Sample, _ y: Sample, _ comparison: SampleComparison, _ labels: (first: String, second: String),
        _ title: String
    ) -> Figure {
        let order = comparison.columns.indices.sorted {
            comparison.columns[$0].test.statistic > comparison.columns[$1].test.statistic
        }
        let (a, b) = (min(order[0], order[1]), max(order[0], order[1]))
        let axes = [a, b].map { Axis(comparison.columns[$0].name, domain: range(x, y, column: $0)) }
        return Figure(
            title, columns: 3, panelSize: (330, 310),
            panels: [
                Panel(
                    labels.first, x: axes[0], y: axes[1],
                    marks: [PointCloud.mark(x, x: a, y: b, role: .source)]),
                Panel(
                    labels.second, x: axes[0], y: axes[1],
                    marks: [PointCloud.mark(y, x: a, y: b, role: .result)]),
                Panel(
                    "distance of each column", x: Axis("Kolmogorov-Smirnov distance"), y: Axis(""),
                    marks: [
                        .bars(
                            names: order.prefix(12).map { comparison.columns[$0].name },
                            values: order.prefix(12).map { comparison.columns[$0].test.statistic },
                            role: .highlight)
                    ]),
            ])
    }

    private static func witnessTitle(_ comparison: SampleComparison) -> String {
        "witness function, r = \(NumberText.significant(comparison.witnessBandwidth))"
    }

    private static func histogram(
        _ sample: Sample, _ range: ClosedRange<Double>, role: Role, label: String
    ) -> Mark {
        .histogram(
            of: sample.thinned(to: barRows).column(0), over: range, bars: 48, role: role, label: label)
    }

    private static func range(_ x: Sample, _ y: Sample, column: Int) -> ClosedRange<Double> {
        RobustRange.range(
            of: [x, y].flatMap { $0.thinned(to: rangeRows).column(column) }, outside: 0.001)
    }
}
