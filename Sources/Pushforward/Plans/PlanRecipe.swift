extension TrainingPlan {
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
        from source: FitSide, to target: FitSide, loss kind: Distance.Kind? = nil, seed: UInt64 = 1
    ) -> TrainingPlan {
        let kind = kind ?? .mmd
        var plan = TrainingPlan(from: source.name, to: target.name)
        plan.seed = seed
        plan.standardize = true
        plan.network.hidden = [128, 128, 128]
        plan.network.activation = .gelu
        plan.network.gains = [2, 1.4, 1.4, 1]
        plan.network.biasScale = 1
        plan.loss.distance = .recipe(kind, for: target)
        plan.loss.power = kind == .sinkhorn ? 1 : 0.5
        plan.loss.slicedWeight = kind == .slicedWasserstein ? 0 : 0.2
        plan.training = steps(kind, from: source, to: target)
        plan.data = data(rows: target.rows)
        return plan
    }

    private static func steps(
        _ kind: Distance.Kind, from source: FitSide, to target: FitSide
    ) -> TrainingPart {
        let isPlanar = target.dimension <= 2
        let usesFixedSample = isPlanar && kind != .energy
        // Thousands of steps more would learn a few hundred rows by heart.
        let isSmall = target.rows.map { $0 < 2_000 } ?? false
        var part = TrainingPart()
        part.batch = kind == .sinkhorn ? 256 : (usesFixedSample ? 610 : 512)
        part.steps = kind == .sinkhorn ? 400 : (isPlanar && !isSmall ? 6_000 : 3_000)
        part.even = source.dimension <= 2
        part.momentum = 0.98
        part.learningRate = 0.1
        part.schedule = .cosine
        part.warmUp = 0.02
        part.averaging = 0.995
        part.clipping = 1
        return part
    }

    /// Half of the rows, at most 10,000, for the certificate, and a tenth of the others, where they are many enough, to
    /// say when to stop.
    private static func data(rows: Int?) -> DataPart {
        let holdOut = min((rows ?? 0) / 2, 10_000)
        let rest = (rows ?? 0) - holdOut
        var part = DataPart()
        part.holdOut = holdOut
        part.validation = rest >= 200 ? min(rest / 10, 2_000) : 0
        part.patience = 0.4
        return part
    }
}
