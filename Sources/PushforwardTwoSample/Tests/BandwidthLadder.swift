import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// The bandwidths of a test's terms, widest first, and which of them is the median heuristic.
struct BandwidthLadder {
    /// The bandwidths r.
    let bandwidths: [Double]
    /// The place of the median among them; `nil` where bandwidths were given.
    let medianIndex: Int?

    /// Of the default test: 4, 1, 1/4, 1/16 and 1/64 times the median squared distance of the pooled sample, and on by
    /// quarters to its 5 % quantile where that is lower, as it is for data in clusters, but at most 8.
    init(_ distances: PooledDistances) {
        let median = distances.median
        let low = OrderStatistics.select(distances.squared, rank: distances.squared.count / 20)
        let steps = low > 0 ? Int((Double.log(median / low) / Double.log(4)).rounded(.up)) : 3
        bandwidths = (0..<min(8, max(5, steps + 2))).map { median * Double.pow(4, 1 - $0) }
        medianIndex = 1
    }

    /// Of the default test for two samples.
    init(_ x: Sample, _ y: Sample) { self.init(PooledDistances(x, y)) }

    /// The median alone.
    init(median: Double) {
        bandwidths = [median]
        medianIndex = 0
    }

    /// Bandwidths that somebody chose.
    init(given bandwidths: [Double]) {
        self.bandwidths = bandwidths
        medianIndex = nil
    }
}
