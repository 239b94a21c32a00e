import Pushforward
import PushforwardGraphics

/// A small picture of every distribution of the catalogue.
public enum CatalogueFigure {
    private static let points = 1_500

    /// Clouds of shapes, the first and last coordinate of those in space, and the densities of one coordinate.
    public static func figure() throws -> Figure {
        let panels = try Catalogue.entries.map { entry in
            let distribution = try Catalogue.distribution(named: entry.name)
            var random = RandomStream(seed: 1, purpose: "catalogue picture")
            let sample = distribution.sample(
                distribution.dimension == 1 ? 40_000 : points, using: &random)
            return distribution.dimension == 1 ? density(sample, entry) : cloud(sample, entry)
        }
        return Figure("distributions", columns: 5, panelSize: (210, 200), panels: panels)
    }

    private static func cloud(_ sample: Matrix, _ entry: CatalogueEntry) -> Panel {
        let last = sample.columns - 1
        let (x, y) = (sample.doubles(0), sample.doubles(last))
        let reach = 1.1 * (x + y).reduce(0) { max($0, abs($1)) }
        return Panel(
            entry.form, x: Axis("", domain: -reach...reach), y: Axis("", domain: -reach...reach),
            hasEqualUnits: true, marks: [.points(x: x, y: y, role: .target, radius: 1, opacity: 0.4)])
    }

    private static func density(_ sample: Matrix, _ entry: CatalogueEntry) -> Panel {
        let sorted = sample.doubles(0).sorted()
        let (low, high) = (
            Statistics.quantile(ofSorted: sorted, 0.03), Statistics.quantile(ofSorted: sorted, 0.97)
        )
        let bars = 40
        var counts = [Double](repeating: 0, count: bars)
        let width = (high - low) / Double(bars)
        for value in sorted where value >= low && value < high {
            counts[min(bars - 1, Int((value - low) / width))] += 1 / (Double(sample.rows) * width)
        }
        return Panel(
            entry.form, x: Axis("", domain: low...high), y: Axis(""),
            marks: [
                .histogram(edges: (0...bars).map { low + Double($0) * width }, counts: counts, role: .target)
            ])
    }
}
