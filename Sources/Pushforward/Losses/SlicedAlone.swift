import PushforwardNumerics

/// A squared sliced Wasserstein distance: the one that can be added to any distance, alone.
struct SlicedAlone: PlannedDistance {
    static let keys: [String: String] = [:]

    var usesFixedSample: Bool { true }

    func validate(_ check: PlanCheck) throws {}

    func summary(_ number: (Double) -> String) -> String { "sliced Wasserstein distance" }

    func distance(batch: Int, dimension: Int, sample: () -> Matrix) -> any BatchDistance { NoDistance() }

    func slicedWeight(_ planned: Double) -> Double { 1 }
}

/// Zero, to which a sliced distance is added.
private struct NoDistance: BatchDistance {
    func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double {
        delta?.update(repeating: 0, count: count * stride)
        return 0
    }
}
