import PushforwardNumerics

/// The energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| of two samples, all pairs counted (V-statistic), so that it
/// is never negative and 0 for equal samples (Székely and Rizzo 2013).
///
/// On the line by sorting, exactly; above by all pairs up to 20,000 pooled rows, and beyond as a mean over directions:
/// equally spaced ones in the plane (relative error 1e-4 or less at 64), random ones above with a standard error.
public struct EnergyDistance: Sendable, Equatable {
    /// The distance.
    public let value: Double
    /// Its standard error over random directions; nil where none are.
    public let standardError: Double?
    /// How it was computed, in words.
    public let summary: String
    private static let pairLimit = 20_000

    /// The distance of two non-empty samples of the same number of columns.
    ///
    /// - Parameters:
    ///   - x: The first sample.
    ///   - y: The second sample.
    ///   - directions: Directions of the mean.
    ///   - tasks: Threads; the result does not depend on them.
    ///   - communicator: Ranks that all have both samples and share the directions.
    public init(
        _ x: Sample, _ y: Sample, directions: Int = 64, tasks: Int = 1,
        communicator: any Communicator = SoleCommunicator()
    ) {
        if x.columns > 1 && x.rows + y.rows <= EnergyDistance.pairLimit {
            value =
                MMDEstimate(
                    x, y, kernel: .energy, bandwidth: .fixed(1), estimator: .biased, method: .pairs,
                    tasks: tasks
                ).value
            standardError = nil
            summary = "all pairs"
        } else {
            var sliced = SlicedDistance(dimension: x.columns, directions: directions, tasks: tasks)
            sliced.communicator = communicator
            let estimate = sliced.energy(x, y)
            value = estimate.value
            standardError = estimate.standardError
            summary = x.columns == 1 ? "on the line, exact" : "mean over \(directions) directions"
        }
    }
}
