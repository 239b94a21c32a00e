package import Pushforward

/// A map without training that gives a measurement its meaning.
package struct Anchor: Sendable, Codable, Equatable {
    /// The paper's map that it is compared with.
    package let map: PaperMap
    /// What it does.
    package let name: String
    /// What it achieves.
    package let certificate: Certificate

    /// The anchors of a map: the best constant, an affine map with the right mean and deviation, the exact one.
    static func all(of map: PaperMap, certifier: Certifier, seed: UInt64) throws -> [Anchor] {
        let source = try Catalogue.distribution(
            named: map == .f1 ? "normal:2" : map == .f2 ? "uniform:2" : "uniform:1")
        return maps(map).map { name, function in
            Anchor(
                map: map, name: name,
                certificate: certifier.certify(source: source, seed: seed, map: function))
        }
    }

    /// The exact f3 with a number of folds.
    private static func exactUnfolding(_ numbers: Matrix, folds: Int) -> Matrix {
        apply(TentMap.square(numbers, folds: folds)) {
            NormalDistribution.quantile(min(max($0, 1e-9), 1 - 1e-9))
        }
    }

    private static func maps(_ map: PaperMap) -> [(String, (Matrix) -> Matrix)] {
        let deviation = (1.0 / 12).squareRoot()
        switch map {
        case .f1:
            return [
                ("constant map to the center", { apply($0) { _ in 0.5 } }),
                ("affine map with the target's mean and deviation", { apply($0) { 0.5 + deviation * $0 } }),
                ("exact map Phi", { apply($0, NormalDistribution.distribution) }),
            ]
        case .f2:
            return [
                ("constant map to the center", { apply($0) { _ in 0 } }),
                ("affine map with the target's mean and deviation", { apply($0) { ($0 - 0.5) / deviation } }),
                ("exact map Phi^-1", { apply($0, NormalDistribution.quantile) }),
            ]
        case .f3:
            return [
                ("constant map to the center", { Matrix(rows: $0.rows, columns: 2) }),
                ("no folds: (Phi^-1(u), Phi^-1(u))", { exactUnfolding($0, folds: 0) }),
                ("exact map of \(SolvedPlans.folds) folds", { exactUnfolding($0, folds: SolvedPlans.folds) }),
            ]
        }
    }

    private static func apply(_ points: Matrix, _ function: (Double) -> Double) -> Matrix {
        Matrix(
            rows: points.rows, columns: points.columns,
            values: points.values.map { Float(function(Double($0))) })
    }
}
