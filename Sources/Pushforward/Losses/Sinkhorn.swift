import PushforwardDiscrepancies
import PushforwardNumerics

extension TrainingPlan.Distance {
    /// Sinkhorn divergence of squared distances between a batch of outputs and a batch of target points.
    public struct Sinkhorn: PlannedDistance {
        /// The largest batch.
        private static let largestBatch = 4_096
        /// Regularization, in units of a squared distance.
        public var epsilon = 0.1

        /// A regularization.
        public init(epsilon: Double = 0.1) {
            self.epsilon = epsilon
        }

        static let keys = ["epsilon": PlanKeys.number]

        func validate(_ check: PlanCheck) throws {
            try check.positive(epsilon, "loss.epsilon")
            try check(
                check.largestBatch <= Sinkhorn.largestBatch, "training.batch",
                "must be at most \(Sinkhorn.largestBatch) for the loss sinkhorn, not \(check.largestBatch)"
            )
        }

        func summary(_ number: (Double) -> String) -> String {
            "Sinkhorn divergence, epsilon \(number(epsilon))"
        }

        func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance {
            EntropicDistance(epsilon: epsilon, dimension: dimension)
        }
    }
}

extension TrainingPlan.Distance.Sinkhorn {
    /// Reads a mapping's keys; those that are missing keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        epsilon = try values.decodeIfPresent(Double.self, forKey: .epsilon) ?? epsilon
    }
}

/// The Sinkhorn divergence of two batches.
private struct EntropicDistance: BatchDistance {
    let epsilon: Double
    let dimension: Int

    func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double {
        var divergence = SinkhornDivergence(epsilon: epsilon)
        divergence.tolerance = 1e-4
        delta?.update(repeating: 0, count: count * stride)
        let x = (0..<count).flatMap { i in (0..<dimension).map { Double(outputs[i * stride + $0]) } }
        guard x.allSatisfy({ abs($0) < 1e100 }) else { return .nan }
        let y = (0..<count * dimension).map { Double(target![$0]) }
        let result = divergence(
            Sample(columns: dimension, values: x), Sample(columns: dimension, values: y),
            gradient: delta != nil)
        if let delta, let gradient = result.gradient {
            for i in 0..<count {
                for c in 0..<dimension { delta[i * stride + c] = Float(gradient[i * dimension + c]) }
            }
        }
        return result.divergence
    }
}
