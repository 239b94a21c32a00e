import Pushforward

/// The paper's Tables 1 to 3 as plans.
///
/// Where the paper is silent these choices were made: linear output; He-normal weights and zero biases (what its
/// figure 2 shows: standard deviations 1, 0.126 and 0.126 are those of He's rule); penalty on all weights and no
/// biases; bandwidth the median of the pooled batch of outputs and targets, again for each batch and each evaluated
/// set; the training loss of an epoch is the mean over its batches.
package enum PublishedPlans {
    /// f1: N(0, I2) to the uniform square (Table 1).
    package static func f1(_ settings: PaperSettings) -> PaperRun {
        PaperRun(
            name: "f1-published",
            plan("normal:2", "uniform:2", [125, 125], .sigmoid, rate: 0.01, l2: 0.01, epochs: 1000, settings))
    }

    /// f2: the uniform square to N(0, I2) (Table 2).
    package static func f2(_ settings: PaperSettings) -> PaperRun {
        PaperRun(
            name: "f2-published",
            plan("uniform:2", "normal:2", [125, 125], .sigmoid, rate: 0.01, l2: 0.01, epochs: 1600, settings))
    }

    /// f3: two chained networks, each trained towards N(0, 1) (Table 3).
    package static func f3(_ settings: PaperSettings) -> PaperRun {
        let plans = (0..<2).map { index in
            var plan = plan(
                "uniform:1", "normal:1", [50, 50], .tanh, rate: 0.001, l2: 0.001, epochs: 300, settings)
            plan.seed += UInt64(index)
            return plan
        }
        return PaperRun(name: "f3-published", plans: plans, composition: .chained, target: "normal:2")
    }

    /// The runs that show why the published maps failed.
    package static func explanations(_ settings: PaperSettings) -> [PaperRun] {
        [
            f1(settings).changed("f1-without-gradient") { $0.loss.weight = 0 },
            f1(settings).changed("f1-without-penalty") { $0.training.l2 = 0 },
            f2(settings).changed("f2-without-gradient") { $0.loss.weight = 0 },
            f2(settings).changed("f2-without-penalty") { $0.training.l2 = 0 },
        ]
    }

    /// Name of the published f1 with an L1 penalty of 0.01 instead of L2.
    static let lassoName = "f1-published-l1"

    /// The alternatives where the paper is silent, for f1: sigmoid output, Glorot weights, one fixed
    /// bandwidth, penalized biases; and the L1 penalty of its figure 2.
    package static func alternatives(_ settings: PaperSettings) -> [PaperRun] {
        let published = f1(settings)
        return [
            published.changed("f1-published-sigmoid-output") { $0.network.output = .sigmoid },
            published.changed("f1-published-glorot") { $0.network.initialization = .glorot },
            published.changed("f1-published-fixed-bandwidth") {
                $0.loss.distance = paperDistance(bandwidth: 6.2)
            },
            published.changed("f1-published-biases-penalized") { $0.training.penalizesBiases = true },
            published.changed(lassoName) { ($0.training.l1, $0.training.l2) = (0.01, 0) },
        ]
    }

    /// The paper's squared MMD: one Gaussian kernel and the U-statistic.
    private static func paperDistance(bandwidth: Double? = nil) -> TrainingPlan.Distance {
        var mmd = TrainingPlan.Distance.PairwiseMMD()
        mmd.multiples = [1]
        mmd.bandwidth = bandwidth
        mmd.estimator = .unbiased
        return .pairwiseMMD(mmd)
    }

    private static func plan(
        _ source: String, _ target: String, _ hidden: [Int], _ activation: Activation, rate: Double,
        l2: Double, epochs: Int, _ settings: PaperSettings
    ) -> TrainingPlan {
        var plan = TrainingPlan(from: source, to: target)
        plan.seed = settings.seed
        plan.network.hidden = hidden
        plan.network.activation = activation
        plan.network.initialization = .he
        plan.loss.distance = paperDistance()
        plan.data.sets = .init(training: 1000, validation: 200, test: 200)
        plan.training.batch = 100
        plan.training.steps = 10 * max(1, epochs / settings.haste)
        plan.training.learningRate = rate
        plan.training.l2 = l2
        return plan
    }
}
