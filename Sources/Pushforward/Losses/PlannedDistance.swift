import PushforwardNumerics

/// The parameters of a distance of plans, with all that a plan needs of it; see `TrainingPlan.Distance`.
protocol PlannedDistance: Sendable, Codable, Equatable {
    /// Its keys below `loss`, with what their values must be.
    static var keys: [String: String] { get }
    /// Whether it compares outputs with one fixed sample of the target in place of a batch of it.
    var usesFixedSample: Bool { get }
    /// Checks every key.
    ///
    /// - Throws: ``PlanError``.
    func validate(_ check: PlanCheck) throws
    /// The distance in words; `number` writes numbers.
    func summary(_ number: (Double) -> String) -> String
    /// The distance with its memory.
    ///
    /// - Parameters:
    ///   - batch: Points of the largest batch.
    ///   - dimension: Coordinates of the target.
    ///   - sample: The fixed sample of distances that use one.
    func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance
    /// The weight of the sliced distance that is added, of the plan's.
    func slicedWeight(_ planned: Double) -> Double
}

extension PlannedDistance {
    var usesFixedSample: Bool { false }
    func slicedWeight(_ planned: Double) -> Double { planned }
}

/// The rows of a batch that a rank has.
struct DistributedRows {
    let ranges: [Range<Int>]
    let communicator: any Communicator
}

/// A distance of a batch of outputs from the target, with its derivative with respect to each output.
protocol BatchDistance {
    /// Whether it needs sums over the outputs only, so that ranks can add theirs.
    var sumsOutputs: Bool { get }
    /// The distance of `count` outputs, `stride` floats apart; all of `delta`, laid out as they are, is written. Where
    /// ranks share the batch and the distance sums outputs, a rank reads and writes its own rows.
    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double
}

extension BatchDistance {
    var sumsOutputs: Bool { false }
}
