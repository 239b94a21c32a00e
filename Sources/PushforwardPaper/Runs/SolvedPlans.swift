import Pushforward

/// The paper's three maps with plans that succeed: the architectures of Tables 1 to 3, gradient descent with
/// momentum, squared MMD as the objective.
///
/// What made the difference: no penalty; minimizing the MMD, not its square, whose gradient fades as it succeeds;
/// a kernel with weight at all scales; batches that fill the source evenly; initial weights large enough to bend;
/// a learning rate that ends at zero, and averaged weights.
package enum SolvedPlans {
    /// f1, repetition 0, 1, ...
    package static func f1(_ settings: PaperSettings, repetition: Int = 0) -> PaperRun {
        var plan = base("normal:2", "uniform:2", hidden: [125, 125], .sigmoid, settings, repetition)
        plan.network.output = .sigmoid
        plan.network.gains = [6, 4, 4]
        plan.network.biasScale = 1
        plan.network.centersLaterLayers = true
        plan.loss.distance = fourier(power: 0.65, scale: 1, period: 2, frequencies: 32, reflected: true)
        plan.training.batch = 610
        plan.training.steps = 10_000 / settings.haste
        plan.training.learningRate = 0.3
        return PaperRun(name: "f1-solved-\(repetition + 1)", plan)
    }

    /// f2, repetition 0, 1, ...
    ///
    /// The input is scaled so that first-layer weights are small numbers that take large steps, and later weights
    /// start large, so that the first map is nearly linear: unfolded, and with room to bend.
    package static func f2(_ settings: PaperSettings, repetition: Int = 0) -> PaperRun {
        var plan = base("uniform:2", "normal:2", hidden: [125, 125], .sigmoid, settings, repetition)
        scaleUniformInput(&plan, by: 8)
        plan.network.gains = [0.25, 16, 16]
        plan.network.centerRange = 14.4
        plan.network.centersLaterLayers = true
        plan.loss.distance = fourier(
            power: 0.75, scale: 0.05.squareRoot(), period: 16, frequencies: 20)
        plan.loss.slicedWeight = 0.2
        plan.training.batch = 610
        plan.training.steps = 9_000 / settings.haste
        plan.training.laterPhases = [.init(batch: 2584, steps: 2_250 / settings.haste)]
        plan.training.momentum = 0.99
        plan.training.learningRate = 0.02
        return PaperRun(name: "f2-solved-\(repetition + 1)", plan)
    }

    /// One coordinate of f3: U(0, 1) to N(0, 1).
    static func line(_ settings: PaperSettings, repetition: Int, coordinate: Int) -> TrainingPlan {
        var plan = base("uniform:1", "normal:1", hidden: [50, 50], .tanh, settings, repetition)
        plan.seed += UInt64(1000 * (coordinate + 1))
        scaleUniformInput(&plan, by: 4)
        plan.network.gains = [1.5, 2, 2]
        plan.network.centerRange = 7.2
        plan.loss.distance = fourier(
            power: 0.75, scale: 0.05.squareRoot(), period: 16, frequencies: 32)
        plan.loss.slicedWeight = 0.5
        plan.training.batch = 500
        plan.training.steps = 4_000 / settings.haste
        plan.training.laterPhases = [.init(batch: 2000, steps: 3_000 / settings.haste)]
        plan.training.momentum = 0.99
        plan.training.learningRate = 0.02
        return plan
    }

    /// Folds of the solved f3: the curve's strokes lie 2^-10 apart.
    static let folds = 10

    /// f3, repetition 0, 1, ...
    package static func f3(_ settings: PaperSettings, repetition: Int = 0) -> PaperRun {
        PaperRun(
            name: "f3-solved-\(repetition + 1)",
            plans: (0..<2).map { line(settings, repetition: repetition, coordinate: $0) },
            composition: .unfolded(folds: folds), target: "normal:2")
    }

    /// U(0, 1) to mean 0 and a standard deviation of `factor`.
    private static func scaleUniformInput(_ plan: inout TrainingPlan, by factor: Double) {
        plan.network.inputOffset = 0.5
        plan.network.inputScale = 1 / (factor * 12.0.squareRoot())
    }

    private static func fourier(
        power: Double, scale: Double, period: Double, frequencies: Int, reflected: Bool = false
    ) -> TrainingPlan.Distance {
        var mmd = TrainingPlan.Distance.FourierMMD()
        mmd.spectralPower = power
        mmd.spectralScale = scale
        mmd.period = period
        mmd.frequencies = frequencies
        mmd.reflected = reflected
        return .fourierMMD(mmd)
    }

    private static func base(
        _ source: String, _ target: String, hidden: [Int], _ activation: Activation,
        _ settings: PaperSettings, _ repetition: Int
    ) -> TrainingPlan {
        var plan = TrainingPlan(from: source, to: target)
        plan.seed = settings.seed + UInt64(repetition)
        plan.network.hidden = hidden
        plan.network.activation = activation
        plan.loss.power = 0.5
        plan.training.even = true
        plan.training.momentum = 0.98
        plan.training.schedule = .cosine
        plan.training.warmUp = 0.02
        plan.training.averaging = 0.995
        plan.training.clipping = 1
        return plan
    }
}
