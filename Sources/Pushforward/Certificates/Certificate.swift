/// How well a map pushes a source onto a target, measured on fresh samples that no training has seen.
public struct Certificate: Sendable, Codable, Equatable {
    /// Points in each sample.
    public let points: Int
    /// Mean sliced W1 of the map's outputs against the target, divided by its mean between independent samples of the
    /// target: 1 is perfect. Against a named target over all 64 pairs of 8 samples of the output and 8 of the target.
    public let floorRatio: Double
    /// Standard deviation of the ratio when the map is perfect.
    public let floorRatioDeviation: Double
    /// Mean sliced W1 of the output against the target.
    public let slicedWasserstein: Double
    /// Squared MMD at the median bandwidth in standard deviations from its mean over permutations.
    public let z: Double
    /// p-value of the default test.
    public let pValue: Double
    /// Share of the cells of a 20 x 20 grid of the target's support (equal cells of the target's probability)
    /// that hold at least one of all points; `nil` where the target's law is unknown.
    public let coverage: Double?
    /// Share of the points in the four corner cells divided by what the target has there.
    public let corners: Double?
    /// Share of the points outside the support.
    public let outside: Double?
    /// Quantiles 0.1 % and 99.9 % of every coordinate, relative error to the target's; normal targets only.
    public let tailErrors: [Double]?
    /// Largest absolute coordinate; normal targets only.
    public let largest: Double?

    /// Largest size of the tail errors.
    public var worstTail: Double? { tailErrors?.map(abs).max() }
}
