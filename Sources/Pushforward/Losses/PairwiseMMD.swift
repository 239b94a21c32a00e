public import PushforwardDiscrepancies
import PushforwardNumerics

extension TrainingPlan.Distance {
    /// Squared MMD by pairs of a batch of outputs and a batch of target points.
    public struct PairwiseMMD: PlannedDistance {
        /// The kernel's formula.
        public var kernel = Kernel.Family.gaussian
        /// Gaussian kernel: its terms' bandwidths as multiples of the bandwidth; 1 to 8 positive numbers.
        public var multiples = [4, 1, 0.25, 0.0625]
        /// Bandwidth r, in units of a squared distance; `nil` for the median of each batch.
        public var bandwidth: Double?
        /// Whether the estimate is the U- or the V-statistic.
        public var estimator = Estimator.biased

        /// A mixture of Gaussian kernels about the median of each batch.
        public init() {}

        /// A narrow inverse multiquadric kernel, in units of a standardized target.
        init(recipeFor target: FitSide) {
            kernel = .inverseMultiquadric
            bandwidth = 0.02 * Double(target.dimension)
        }

        static let keys = [
            "kernel": PlanKeys.name(of: Kernel.Family.self), "multiples": PlanKeys.numbers,
            "bandwidth": PlanKeys.number, "estimator": PlanKeys.name(of: Estimator.self),
        ]

        func validate(_ check: PlanCheck) throws {
            try check(
                (1...8).contains(multiples.count) && multiples.allSatisfy { $0 > 0 && $0.isFinite },
                "loss.multiples", "must be 1 to 8 positive numbers, not \(multiples)")
            if let bandwidth { try check.positive(bandwidth, "loss.bandwidth") }
        }

        func summary(_ number: (Double) -> String) -> String { "MMD by pairs, \(kernel.rawValue) kernel" }

        func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance {
            let formula =
                kernel == .gaussian ? Kernel.gaussianMixture(multiples: multiples) : Kernel(kernel)
            let mmd = PairwiseMMDLoss(
                kernel: formula, bandwidth: bandwidth.map { .fixed($0) } ?? .median, estimator: estimator,
                capacity: 2 * batch, dimension: dimension)
            return PairDistance(mmd: mmd, columns: PointColumns(capacity: batch, dimension: dimension))
        }
    }

    /// Energy distance by pairs of two batches.
    public struct Energy: PlannedDistance {
        /// Whether the estimate is the U- or the V-statistic.
        public var estimator = Estimator.biased

        /// The V-statistic.
        public init() {}

        static let keys = ["estimator": PlanKeys.name(of: Estimator.self)]

        func validate(_ check: PlanCheck) throws {}

        func summary(_ number: (Double) -> String) -> String { "energy distance by pairs" }

        func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance {
            let mmd = PairwiseMMDLoss(
                kernel: .energy, bandwidth: .fixed(1), estimator: estimator, capacity: 2 * batch,
                dimension: dimension)
            return PairDistance(mmd: mmd, columns: PointColumns(capacity: batch, dimension: dimension))
        }
    }
}

extension TrainingPlan.Distance.PairwiseMMD {
    /// Reads a mapping's keys; those that are missing keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kernel = try values.decodeIfPresent(Kernel.Family.self, forKey: .kernel) ?? kernel
        multiples = try values.decodeIfPresent([Double].self, forKey: .multiples) ?? multiples
        bandwidth = try values.decodeIfPresent(Double.self, forKey: .bandwidth)
        estimator = try values.decodeIfPresent(Estimator.self, forKey: .estimator) ?? estimator
    }
}

extension TrainingPlan.Distance.Energy {
    /// Reads a mapping's keys; those that are missing keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        estimator = try values.decodeIfPresent(Estimator.self, forKey: .estimator) ?? estimator
    }
}

/// A squared MMD by pairs with its memory.
private struct PairDistance: BatchDistance {
    var mmd: PairwiseMMDLoss
    private var outputs: PointColumns
    private var targets: PointColumns

    init(mmd: PairwiseMMDLoss, columns: PointColumns) {
        self.mmd = mmd
        outputs = columns
        targets = columns
    }

    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double {
        self.outputs.fill(from: outputs, count: count, stride: stride)
        targets.fill(from: target!, count: count, stride: targets.dimension)
        return mmd.evaluate(
            self.outputs, targets, delta: delta.map { (pointer: $0, stride: stride) }
        ).value
    }
}
