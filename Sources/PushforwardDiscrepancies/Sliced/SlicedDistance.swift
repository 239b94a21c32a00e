public import PushforwardNumerics
import RealModule

/// Distances of two samples in double precision as means over directions of distances on the line.
///
/// Directions are those of ``SlicedWasserstein``: equally spaced in the plane, and above two coordinates drawn from a fixed
/// stream, for which a standard error is given. Samples of unequal sizes are allowed. O(directions (n + m) d)
public struct SlicedDistance: Sendable {
    /// Unit vectors, one per direction.
    public let directions: [[Double]]
    /// Ranks that all have both samples and share the directions.
    package var communicator: any Communicator = SoleCommunicator()
    private let threads: Int

    /// `count` directions in `dimension` coordinates; a single one on the line.
    public init(dimension: Int, directions count: Int = 64, threads: Int = 1) {
        self.threads = threads
        directions = sliceDirections(dimension: dimension, count: count)
    }

    /// The given unit vectors, at least one.
    public init(directions: [[Double]], threads: Int = 1) {
        precondition(!directions.isEmpty, "there is no distance along 0 directions")
        self.directions = directions
        self.threads = threads
    }

    /// A mean over directions.
    public struct Estimate: Sendable, Equatable {
        /// The distance.
        public let value: Double
        /// Its standard error over random directions; nil where they are not random.
        public let standardError: Double?
    }

    /// (mean over directions of W_p^p)^(1/p) with the one-dimensional Wasserstein distance of order p.
    public func wasserstein(_ x: Sample, _ y: Sample, order p: Int) -> Estimate {
        let mean = mean(x, y) { WassersteinOnTheLine.powered($0, $1, order: p) }
        let value = p == 1 ? mean.value : Double.root(mean.value, p)
        // The derivative of the root turns the error of the mean into that of the distance.
        let slope = value > 0 ? value / (Double(p) * mean.value) : 0
        return Estimate(value: value, standardError: mean.standardError.map { $0 * slope })
    }

    /// The energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'|: its factor times the mean of those on the line.
    public func energy(_ x: Sample, _ y: Sample) -> Estimate {
        let mean = mean(x, y, WassersteinOnTheLine.energyDistance)
        let factor = SlicedDistance.energyFactor(dimension: x.columns)
        return Estimate(value: factor * mean.value, standardError: mean.standardError.map { factor * $0 })
    }

    /// sqrt(pi) Gamma((d + 1) / 2) / Gamma(d / 2), which times the mean of |x . u| over unit vectors u is |x|: 1 for
    /// d = 1 and pi / 2 for d = 2.
    public static func energyFactor(dimension d: Int) -> Double {
        let ratio = Double.logGamma(Double(d + 1) / 2) - Double.logGamma(Double(d) / 2)
        return Double.pi.squareRoot() * Double.exp(ratio)
    }

    private func mean(
        _ x: Sample, _ y: Sample, _ distance: @escaping @Sendable (SortedLine, SortedLine) -> Double
    ) -> Estimate {
        precondition(
            x.columns == y.columns && x.columns == directions[0].count && x.rows > 0 && y.rows > 0,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no distance along directions of "
                + "\(directions[0].count)")
        let origin = x.firstRow
        let directions = directions
        let distances = communicator.results(directions.count, threads: threads) { index in
            distance(
                SortedLine(x.projections(onto: directions[index], minus: origin)),
                SortedLine(y.projections(onto: directions[index], minus: origin)))
        }
        let isRandom = x.columns > 2
        let error = Statistics.standardDeviation(distances) / Double(distances.count).squareRoot()
        return Estimate(value: Statistics.mean(distances), standardError: isRandom ? error : nil)
    }
}
