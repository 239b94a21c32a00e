import PushforwardNumerics

/// What the joint statistic sums over the rows of each bin beside the kernels: counts between thresholds and features.
struct PartSums {
    private let counts: CountSums
    private let features: FeatureSums

    /// - Parameter pooled: Rows on the common scale from which thresholds are taken.
    init(pooled: Sample) {
        counts = CountSums(pooled: pooled)
        features = FeatureSums(columns: pooled.columns)
    }

    var kinds: [any RowSums] { [counts, features] }

    /// The joint statistic of squared MMDs and the sums of ``kinds``.
    func joined(
        _ kernels: TestPreparation.Prepared, _ sums: [AlignedArray<Double>], _ layout: BinLayout
    ) -> TestPreparation.Prepared {
        guard let squaredMMDs = kernels.statistic as? QuadraticStatistic else {
            preconditionFailure("the joint statistic needs squared MMDs")
        }
        let statistic = JointStatistic(
            kernels: squaredMMDs, counts: BinCounts(sums[0], of: counts, layout),
            features: BinFeatures(sums[1], of: features, layout))
        let weights = JointWeights(columns: features.columns)
        return TestPreparation.Prepared(
            statistic: statistic, kernels: kernels.kernels,
            noise: kernels.noise + [1e-6] + statistic.kinds.map { _ in 1e-9 }, method: kernels.method,
            medianIndex: kernels.medianIndex, isPeriodic: kernels.isPeriodic,
            weights: weights.kernels(kernels.kernels.count) + [weights.distributions]
                + statistic.kinds.map(weights.weight))
    }
}

/// The weights of the parts of the joint statistic.
///
/// Chosen on pairs of samples of 12 kinds of differences (Documentation/TESTS.md): kernels get three quarters, since their
/// powers fall quickly where their share of the level does; the others find what they are made for with tail probabilities
/// so small that a small weight costs them little.
struct JointWeights {
    private let isLine: Bool

    init(columns: Int) { isLine = columns == 1 }

    /// Of squared MMDs, widest bandwidth first: the widest, which sees means, gets a quarter of the kernels' weight.
    func kernels(_ count: Int) -> [Double] {
        let (widest, others) = isLine ? (0.2, 0.5) : (0.2, 0.55)
        return count == 1
            ? [widest + others]
            : [widest] + [Double](repeating: others / Double(count - 1), count: count - 1)
    }

    /// Of the columns' distribution functions.
    var distributions: Double { isLine ? 0.22 : 0.1 }

    /// Of a kind of features.
    func weight(_ kind: FeatureKind) -> Double {
        switch kind {
        case .spread: isLine ? 0.08 : 0.02
        case .pairs: 0.03
        case .norm: 0.1
        }
    }
}
