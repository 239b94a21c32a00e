import Pushforward

/// The paper's Tables 1 to 3 as plans.
///
/// Where the paper is silent these choices were made: linear output; He-normal weights and zero biases (what its
/// figure 2 shows: standard deviations 1, 0.126 and 0.126 are those of He's rule); penalty on all weights and no
/// biases; bandwidth the median of the pooled batch of outputs and targets, again for each batch and each evaluated
/// set; the training loss of an epoch is the mean over its batches.
public enum PublishedPlans {
    /// f1: N(0, I2) to the uniform square (Table 1).
    public static func f1(_ settings: PaperSettings) -> TrainingPlan {
        plan(
            "f1-published", "normal:2", "uniform:2", [2, 125, 125, 2], .sigmoid, rate: 0.01, l2: 0.01,
            epochs: 1000, settings)
    }

    /// f2: the uniform square to N(0, I2) (Table 2).
    public static func f2(_ settings: PaperSettings) -> TrainingPlan {
        plan(
            "f2-published", "uniform:2", "normal:2", [2, 125, 125, 2], .sigmoid, rate: 0.01, l2: 0.01,
            epochs: 1600, settings)
    }

    /// f3: two chained networks, each trained towards N(0, 1) (Table 3).
    public static func f3(_ settings: PaperSettings) -> PaperRun {
        let plans = ["first", "second"].enumerated().map { index, name in
            var plan = plan(
                "f3-published-\(name)", "uniform:1", "normal:1", [1, 50, 50, 1], .tanh, rate: 0.001,
                l2: 0.001,
                epochs: 300, settings)
            plan.seed += UInt64(index)
            return plan
        }
        return PaperRun(name: "f3-published", plans: plans, composition: .chained, target: "normal:2")
    }

    /// The runs that show why the published maps failed.
    public static func explanations(_ settings: PaperSettings) -> [TrainingPlan] {
        var decayOnly = f1(settings)
        decayOnly.name = "f1-without-gradient"
        decayOnly.lossWeight = 0
        var f2DecayOnly = f2(settings)
        f2DecayOnly.name = "f2-without-gradient"
        f2DecayOnly.lossWeight = 0
        var unpenalised = f2(settings)
        unpenalised.name = "f2-without-penalty"
        unpenalised.penalty = .none
        var f1Unpenalised = f1(settings)
        f1Unpenalised.name = "f1-without-penalty"
        f1Unpenalised.penalty = .none
        return [decayOnly, f1Unpenalised, f2DecayOnly, unpenalised]
    }

    /// Name of the published f1 with an L1 penalty of 0.01 instead of L2.
    static let lassoName = "f1-published-l1"

    /// The alternatives where the paper is silent, for f1: sigmoid output, Glorot weights, one fixed
    /// bandwidth, penalised biases; and the L1 penalty of its figure 2.
    public static func alternatives(_ settings: PaperSettings) -> [TrainingPlan] {
        var sigmoid = f1(settings)
        sigmoid.name = "f1-published-sigmoid-output"
        sigmoid.network.output = .sigmoid
        var glorot = f1(settings)
        glorot.name = "f1-published-glorot"
        glorot.initialiser = Initializer(.glorot)
        var fixed = f1(settings)
        fixed.name = "f1-published-fixed-bandwidth"
        fixed.loss = .pairs(kernel: .gaussian, bandwidth: .fixed(6.2), estimator: .unbiased)
        var biases = f1(settings)
        biases.name = "f1-published-biases-penalised"
        biases.penalty.includesBiases = true
        var lasso = f1(settings)
        lasso.name = lassoName
        lasso.penalty = Penalty(l1: 0.01)
        return [sigmoid, glorot, fixed, biases, lasso]
    }

    private static func plan(
        _ name: String, _ source: String, _ target: String, _ widths: [Int], _ activation: Activation,
        rate: Double,
        l2: Double, epochs: Int, _ settings: PaperSettings
    ) -> TrainingPlan {
        var plan = TrainingPlan(
            name: name, source: source, target: target,
            network: NetworkShape(widths: widths, hidden: activation), initialiser: Initializer(.he),
            loss: .pairs(kernel: .gaussian, bandwidth: .median, estimator: .unbiased),
            data: .sets(
                training: 1000, validation: 200, test: 200, batch: 100,
                epochs: max(1, epochs / settings.haste)),
            optimiser: .plainSGD, learningRate: rate, seed: settings.seed)
        plan.penalty = Penalty(l2: l2)
        return plan
    }
}
