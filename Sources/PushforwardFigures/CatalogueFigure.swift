import Pushforward
package import PushforwardGraphics

/// A small picture of every distribution of the catalogue.
package enum CatalogueFigure {
    private static let points = 1_500

    /// Clouds of shapes, the first and last coordinate of those in space, and the densities of one coordinate.
    package static func figure() throws -> Figure {
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
        let reach = 1.1 * (sample.doubles(0) + sample.doubles(last)).reduce(0) { max($0, abs($1)) }
        return Panel(
            entry.form, x: Axis("", domain: -reach...reach), y: Axis("", domain: -reach...reach),
            hasEqualUnits: true, marks: [PointCloud.smallMark(sample, x: 0, y: last, role: .target)])
    }

    private static func density(_ sample: Matrix, _ entry: CatalogueEntry) -> Panel {
        let values = sample.doubles(0)
        let range = RobustRange.range(of: values, outside: 0.03, margin: 0)
        return Panel(
            entry.form, x: Axis("", domain: range), y: Axis(""),
            marks: [.histogram(of: values, over: range, bars: 40, height: .density, role: .target)])
    }
}
