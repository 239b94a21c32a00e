import PushforwardData
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

extension FitPlan {
    /// The recipe that works without tuning, chosen from the dimension and the number of rows.
    ///
    /// In up to 2 coordinates: the MMD of a Matern-type kernel as a Fourier sum against one large sample, over evenly
    /// spread batches, with a little sliced Wasserstein distance that sets the tails and keeps points from escaping by
    /// whole periods. Above: the MMD of a narrow inverse multiquadric kernel by pairs, with more of the same addition.
    /// Sinkhorn batches are small, since each step solves three problems.
    ///
    /// - Parameters:
    ///   - source: The side from which maps start.
    ///   - target: The side that the map is to give.
    ///   - kind: The loss; chosen here where it is `nil`.
    ///   - seed: Seed of all random streams.
    public static func recipe(
        from source: FitSide, to target: FitSide, loss kind: LossPart.Kind? = nil, seed: UInt64 = 1
    ) -> FitPlan {
        let isPlanar = target.dimension <= 2
        let kind = kind ?? .mmd
        let usesFixedSample = isPlanar && kind != .energy
        // Thousands of steps more would learn a few hundred rows by heart.
        let isSmall = target.rows.map { $0 < 2_000 } ?? false
        return FitPlan(
            from: source.name, to: target.name, seed: seed, standardize: true,
            network: NetworkPart(
                hidden: [128, 128, 128], activation: .gelu, output: .identity,
                initialization: .glorot,
                gains: [2, 1.4, 1.4, 1], biasScale: 1, dropout: 0),
            loss: lossPart(kind, isPlanar: isPlanar, target),
            training: TrainingPart(
                batch: kind == .sinkhorn ? 256 : (usesFixedSample ? 610 : 512),
                steps: kind == .sinkhorn ? 400 : (isPlanar && !isSmall ? 6_000 : 3_000),
                even: source.dimension <= 2,
                optimizer: .sgd,
                momentum: 0.98, decay: 0, learningRate: 0.1, schedule: .cosine, warmUp: 0.02,
                averaging: 0.995, clipping: 1, l1: 0, l2: 0),
            data: dataPart(rows: target.rows))
    }

    private static func lossPart(_ kind: LossPart.Kind, isPlanar: Bool, _ target: FitSide) -> LossPart {
        var part = LossPart(
            kind: kind, targetPoints: 1 << 17, power: 0.5, slicedWeight: kind == .slicedWasserstein ? 0 : 0.2,
            slicedDirections: 8)
        switch kind {
        case .mmd where isPlanar:
            let period = max(6, min(18, 1.25 * target.standardizedReach))
            part.sums = .fourier
            part.spectralPower = 0.75
            part.spectralScale = 0.3
            part.period = period
            part.frequencies = Int((32 * period / 6).rounded())
        case .mmd:
            part.sums = .pairs
            part.kernel = .inverseMultiquadric
            part.bandwidth = 0.02 * Double(target.dimension)
            part.estimator = .biased
        case .energy:
            part.estimator = .biased
        case .sinkhorn:
            part.epsilon = 0.05
            part.power = 1
        case .slicedWasserstein: break
        }
        return part
    }

    /// Half of the rows, at most 10,000, for the certificate, and a tenth of the others, where they are many enough, to
    /// say when to stop.
    private static func dataPart(rows: Int?) -> DataPart {
        let holdOut = min((rows ?? 0) / 2, 10_000)
        let rest = (rows ?? 0) - holdOut
        return DataPart(holdOut: holdOut, validation: rest >= 200 ? min(rest / 10, 2_000) : 0, patience: 0.4)
    }
}
