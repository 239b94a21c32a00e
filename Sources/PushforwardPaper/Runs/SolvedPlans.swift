import Pushforward

/// The paper's three maps with plans that succeed: the architectures of Tables 1 to 3, gradient descent with
/// momentum, squared MMD as the objective.
///
/// What made the difference: no penalty; minimizing the MMD, not its square, whose gradient fades as it succeeds;
/// a kernel with weight at all scales; batches that fill the source evenly; initial weights large enough to bend;
/// a learning rate that ends at zero, and averaged weights.
public enum SolvedPlans {
    /// f1, repetition 0, 1, ...
    public static func f1(_ settings: PaperSettings, repetition: Int = 0) -> TrainingPlan {
        var plan = base(
            "f1-solved", "normal:2", "uniform:2",
            NetworkShape(widths: [2, 125, 125, 2], hidden: .sigmoid, output: .sigmoid),
            Initializer(.glorot, gains: [6, 4, 4], biasScale: 1, centresLaterLayers: true), settings,
            repetition)
        plan.loss = .spectral(
            kernel: .reflectedMatern(power: 0.65, scale: 1), period: 2, frequencies: 32, targetPoints: 1 << 17
        )
        plan.data = .fresh(phases: [.init(batch: 610, steps: 10_000 / settings.haste)], even: true)
        plan.learningRate = 0.3
        return plan
    }

    /// f2, repetition 0, 1, ...
    ///
    /// The input is scaled so that first-layer weights are small numbers that take large steps, and later weights
    /// start large, so that the first map is nearly linear: unfolded, and with room to bend.
    public static func f2(_ settings: PaperSettings, repetition: Int = 0) -> TrainingPlan {
        var plan = base(
            "f2-solved", "uniform:2", "normal:2",
            NetworkShape(
                widths: [2, 125, 125, 2], hidden: .sigmoid, inputOffset: 0.5,
                inputScale: 8 * 12.0.squareRoot()),
            Initializer(.glorot, gains: [0.25, 16, 16], centreRange: 14.4, centresLaterLayers: true),
            settings,
            repetition)
        plan.loss = .spectral(
            kernel: .matern(power: 0.75, scale: 0.05.squareRoot()), period: 16, frequencies: 20,
            targetPoints: 1 << 17)
        plan.slicedWeight = 0.2
        plan.data = .fresh(
            phases: [
                .init(batch: 610, steps: 9_000 / settings.haste),
                .init(batch: 2584, steps: 2_250 / settings.haste),
            ], even: true)
        plan.optimiser = .sgd(momentum: 0.99, nesterov: true)
        plan.learningRate = 0.02
        return plan
    }

    /// One coordinate of f3: U(0, 1) to N(0, 1).
    static func line(_ settings: PaperSettings, repetition: Int, coordinate: Int) -> TrainingPlan {
        var plan = base(
            "f3-coordinate-\(coordinate + 1)", "uniform:1", "normal:1",
            NetworkShape(
                widths: [1, 50, 50, 1], hidden: .tanh, inputOffset: 0.5, inputScale: 4 * 12.0.squareRoot()),
            Initializer(.glorot, gains: [1.5, 2, 2], centreRange: 7.2), settings, repetition)
        plan.seed += UInt64(1000 * (coordinate + 1))
        plan.loss = .spectral(
            kernel: .matern(power: 0.75, scale: 0.05.squareRoot()), period: 16, frequencies: 32,
            targetPoints: 1 << 17)
        plan.slicedWeight = 0.5
        plan.data = .fresh(
            phases: [
                .init(batch: 500, steps: 4_000 / settings.haste),
                .init(batch: 2000, steps: 3_000 / settings.haste),
            ], even: true)
        plan.optimiser = .sgd(momentum: 0.99, nesterov: true)
        plan.learningRate = 0.02
        return plan
    }

    /// Folds of the solved f3: the curve's strokes lie 2^-10 apart.
    static let folds = 10

    /// f3, repetition 0, 1, ...
    public static func f3(_ settings: PaperSettings, repetition: Int = 0) -> PaperRun {
        PaperRun(
            name: "f3-solved-\(repetition + 1)",
            plans: (0..<2).map { line(settings, repetition: repetition, coordinate: $0) },
            composition: .unfolded(folds: folds), target: "normal:2")
    }

    private static func base(
        _ name: String, _ source: String, _ target: String, _ network: NetworkShape,
        _ initialiser: Initializer,
        _ settings: PaperSettings, _ repetition: Int
    ) -> TrainingPlan {
        var plan = TrainingPlan(
            name: "\(name)-\(repetition + 1)", source: source, target: target, network: network,
            initialiser: initialiser,
            loss: .pairs(kernel: .gaussian, bandwidth: .median, estimator: .unbiased),
            data: .fresh(phases: [.init(batch: 2, steps: 1)], even: true),
            optimiser: .sgd(momentum: 0.98, nesterov: true),
            learningRate: 0.1, seed: settings.seed + UInt64(repetition))
        plan.lossPower = 0.5
        plan.schedule = .cosine(warmUp: 0.02, final: 0)
        plan.averaging = 0.995
        plan.clipping = 1
        return plan
    }
}
