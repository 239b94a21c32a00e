import PushforwardDiscrepancies
import PushforwardNetworks

extension FitPlan {
    /// A plan with every optional part: it has all keys.
    package static let complete = FitPlan(
        from: "normal:2", to: "uniform:2", seed: 1, standardise: true,
        network: NetworkPart(
            hidden: [1], activation: .tanh, output: .identity, initialisation: .glorot, gains: [1],
            biasScale: 1,
            dropout: 0),
        loss: LossPart(
            kind: .mmd, sums: .fourier, kernel: .gaussian, multiples: [1], bandwidth: 1, estimator: .biased,
            spectralPower: 1, spectralScale: 1, period: 1, frequencies: 1, epsilon: 1, targetPoints: 1,
            power: 1,
            slicedWeight: 0,
            slicedDirections: 1),
        training: TrainingPart(
            batch: 1, steps: 1, even: true, optimiser: .sgd, momentum: 0, decay: 0, learningRate: 1,
            schedule: .cosine, warmUp: 0, averaging: 0, clipping: 0, l1: 0, l2: 0),
        data: DataPart(holdOut: 0, validation: 0, patience: 1))

    /// The plan without its optional parts, which a file may add.
    package var withoutOptionalParts: FitPlan {
        var plan = self
        plan.loss = LossPart(
            kind: loss.kind, targetPoints: loss.targetPoints, power: loss.power,
            slicedWeight: loss.slicedWeight,
            slicedDirections: loss.slicedDirections)
        return plan
    }

    /// What a key's value must be, in words.
    package static func expectation(of key: [String]) -> String {
        func oneOf(_ names: [String]) -> String { "one of " + names.joined(separator: ", ") }
        switch key.joined(separator: ".") {
        case "from", "to": return "the name of a distribution or a file"
        case "standardise", "training.even": return "true or false"
        case "network.activation", "network.output": return oneOf(Activation.allCases.map(\.rawValue))
        case "network.initialisation": return oneOf(Initializer.Scheme.allCases.map(\.rawValue))
        case "network.hidden": return "a list of whole numbers"
        case "network.gains", "loss.multiples": return "a list of numbers"
        case "loss.kind": return oneOf(LossPart.Kind.allCases.map(\.rawValue))
        case "loss.sums": return oneOf(LossPart.Sums.allCases.map(\.rawValue))
        case "loss.kernel": return oneOf(Kernel.Family.allCases.map(\.rawValue))
        case "loss.estimator": return oneOf(Estimator.allCases.map(\.rawValue))
        case "training.optimiser": return oneOf(TrainingPart.Rule.allCases.map(\.rawValue))
        case "training.schedule": return oneOf(TrainingPart.Course.allCases.map(\.rawValue))
        case "seed", "training.batch", "training.steps", "loss.frequencies", "loss.slicedDirections",
            "loss.targetPoints",
            "data.holdOut", "data.validation":
            return "a whole number"
        default: return "a number"
        }
    }
}
