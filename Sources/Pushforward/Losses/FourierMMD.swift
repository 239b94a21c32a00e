import PushforwardDiscrepancies
import PushforwardNumerics

extension TrainingPlan.Distance {
    /// Squared MMD of a Matern-type kernel by Fourier sums against one fixed, evenly spread sample of the target.
    public struct FourierMMD: PlannedDistance {
        /// Power of the spectral density (scale^2 + |w|^2)^-power.
        public var spectralPower = 0.75
        /// Its scale, an inverse length.
        public var spectralScale = 0.3
        /// Whether the kernel is made even about 0 and half the period, for targets that fill the box between the two.
        public var reflected = false
        /// Period of the Fourier sums.
        public var period = 6.0
        /// Frequencies per coordinate, 2 ... 256.
        public var frequencies = 32

        /// A kernel for standardized targets without far points.
        public init() {}

        /// A period that keeps the target's far points apart, and frequencies for the same resolution.
        init(recipeFor target: FitSide) {
            period = max(6, min(18, 1.25 * target.standardizedReach))
            frequencies = Int((32 * period / 6).rounded())
        }

        static let keys = [
            "spectralPower": PlanKeys.number, "spectralScale": PlanKeys.number,
            "reflected": PlanKeys.truth,
            "period": PlanKeys.number, "frequencies": PlanKeys.wholeNumber,
        ]

        var usesFixedSample: Bool { true }

        func validate(_ check: PlanCheck) throws {
            let outputs = check.dimensions.target
            try check(
                outputs <= 2, "loss.sums",
                "must be pairs for targets of more than 2 coordinates, not fourier for \(outputs)")
            try check.positive(spectralPower, "loss.spectralPower")
            try check.notNegative(spectralScale, "loss.spectralScale")
            try check.positive(period, "loss.period")
            try check(
                (2...256).contains(frequencies), "loss.frequencies",
                "must be from 2 to 256, not \(frequencies)")
        }

        func summary(_ number: (Double) -> String) -> String {
            "MMD, Fourier sums, \(frequencies) frequencies per coordinate"
        }

        func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance {
            let grid = FrequencyGrid(
                spacing: [Double](repeating: 2 * .pi / period, count: dimension),
                counts: [Int](repeating: frequencies, count: dimension))
            var sketch = EmpiricalCharacteristicFunction(grid)
            return SpectralDistance(
                mmd: FourierMMDLoss(kernel: kernel, grid: grid, target: sketch.means(of: sample())))
        }

        private var kernel: SpectralKernel {
            reflected
                ? .reflectedMatern(power: spectralPower, scale: spectralScale)
                : .matern(power: spectralPower, scale: spectralScale)
        }
    }
}

extension TrainingPlan.Distance.FourierMMD {
    /// Reads a mapping's keys; those that are missing keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        spectralPower = try values.decodeIfPresent(Double.self, forKey: .spectralPower) ?? spectralPower
        spectralScale = try values.decodeIfPresent(Double.self, forKey: .spectralScale) ?? spectralScale
        reflected = try values.decodeIfPresent(Bool.self, forKey: .reflected) ?? reflected
        period = try values.decodeIfPresent(Double.self, forKey: .period) ?? period
        frequencies = try values.decodeIfPresent(Int.self, forKey: .frequencies) ?? frequencies
    }
}

/// A squared MMD by Fourier sums with its memory.
private struct SpectralDistance: BatchDistance {
    var mmd: FourierMMDLoss

    var sumsOutputs: Bool { true }

    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double {
        let place = delta.map { (pointer: $0, stride: stride) }
        guard let distributed else {
            return mmd.evaluate(outputs, count: count, stride: stride, delta: place)
        }
        return mmd.evaluate(
            outputs, count: count, stride: stride, rows: distributed.ranges,
            communicator: distributed.communicator,
            delta: place)
    }
}
