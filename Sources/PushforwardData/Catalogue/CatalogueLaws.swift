extension Catalogue {
    /// Laws of one number, taken for each coordinate, and the normal distribution.
    static let laws: [CatalogueEntry] = [
        CatalogueEntry(
            name: "normal", summary: "normal, with mean and deviation or covariance",
            parameters: [
                .init("mean", 0, .vector), .init("deviation", 1, .vector), .init("covariance", nil, .matrix),
            ], dimension: .any(1), make: normal),
        CatalogueEntry(
            name: "uniform", summary: "uniform on a box",
            parameters: [.init("low", 0, .vector), .init("high", 1, .vector)], dimension: .any(1),
            make: uniform),
        independent("exponential", "density rate exp(-rate x)", [.init("rate", 1)]) {
            .exponential(rate: $0["rate"])
        },
        independent("laplace", "two-sided exponential", [.init("mean", 0, .number), .init("scale", 1)]) {
            .laplace(mean: $0["mean"], scale: $0["scale"])
        },
        independent("student-t", "Student's t: heavy tails", [.init("freedom", 5)]) {
            .studentT(degreesOfFreedom: $0["freedom"])
        },
        independent(
            "cauchy", "tails so heavy that it has no mean",
            [.init("median", 0, .number), .init("scale", 1)]
        ) { .cauchy(median: $0["median"], scale: $0["scale"]) },
        independent("beta", "on (0, 1)", [.init("alpha", 2), .init("beta", 2)]) {
            .beta(alpha: $0["alpha"], beta: $0["beta"])
        },
        independent(
            "gamma", "density proportional to x^(shape - 1) exp(-x / scale)",
            [.init("shape", 2), .init("scale", 1)]
        ) {
            .gamma(shape: $0["shape"], scale: $0["scale"])
        },
        independent(
            "log-normal", "exp of a normal number", [.init("mean", 0, .number), .init("deviation", 1)]
        ) {
            .logNormal(mean: $0["mean"], standardDeviation: $0["deviation"])
        },
        independent(
            "von-mises", "angles around a mean",
            [.init("mean", 0, .number), .init("concentration", 1, .notNegative)]
        ) { .vonMises(mean: $0["mean"], concentration: $0["concentration"]) },
    ]

    private static func independent(
        _ name: String, _ summary: String, _ parameters: [CatalogueEntry.Parameter],
        law: @escaping @Sendable (CatalogueEntry.Arguments) -> UnivariateDistribution
    ) -> CatalogueEntry {
        CatalogueEntry(name: name, summary: summary, parameters: parameters, dimension: .any(1)) {
            IndependentCoordinates(law($0), dimension: $0.dimension, name: $0.name)
        }
    }

    @Sendable
    private static func normal(_ given: CatalogueEntry.Arguments) throws -> any Distribution {
        let (d, mean, deviation) = (given.dimension, given.vector("mean"), given.vector("deviation"))
        var covariance = given.values["covariance"]!
        if covariance.isEmpty {
            if mean.allSatisfy({ $0 == 0 }) && deviation.allSatisfy({ $0 == 1 }) {
                return StandardNormal(dimension: d)
            }
            guard deviation.allSatisfy({ $0 > 0 }) else {
                throw given.refusal("'deviation' must be positive")
            }
            covariance = (0..<d * d).map { $0 / d == $0 % d ? deviation[$0 / d] * deviation[$0 / d] : 0 }
        }
        guard let normal = GeneralNormal(name: given.name, mean: mean, covariance: covariance) else {
            throw given.refusal("'covariance' must be symmetric and positive definite")
        }
        return normal
    }

    @Sendable
    private static func uniform(_ given: CatalogueEntry.Arguments) throws -> any Distribution {
        let (low, high) = (given.vector("low"), given.vector("high"))
        guard zip(low, high).allSatisfy({ $0 < $1 }) else {
            throw given.refusal("'low' must be below 'high'")
        }
        if low.allSatisfy({ $0 == 0 }) && high.allSatisfy({ $0 == 1 }) {
            return UniformCube(dimension: given.dimension)
        }
        let d = given.dimension
        return FormulaDistribution(name: given.name, dimension: d, uniforms: d, normals: 0) { u, _, point in
            for c in 0..<d { point[c] = Float(low[c] + (high[c] - low[c]) * Double(u[c])) }
        }
    }
}
