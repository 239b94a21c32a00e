import PushforwardDiscrepancies
public import PushforwardNumerics

/// The witness function of two samples, mean_i k(x_i, z) - mean_j k(y_j, z): where it is high the first sample has
/// more mass than the second at the kernel's scale, and where it is low it has less (Gretton et al. 2012, section 2.3).
///
/// Means are over up to 20,000 rows of each sample and extremes over up to 2,000 of their points, taken at equal steps
/// through the rows.
public struct Witness: Sendable {
    /// Rows of a sample over which the means are, at most.
    public static let rows = 20_000
    private let x: SampleColumns
    private let y: SampleColumns
    private let sums: PairSums
    private let origin: [Double]
    private let scale: ColumnScale?
    private let candidates: Sample
    /// The kernel's bandwidth r.
    public let bandwidth: Double

    /// A point and the witness function there.
    public struct Extreme: Sendable, Codable, Equatable {
        /// The coordinates.
        public let point: [Double]
        /// The value of the witness function.
        public let value: Double
    }

    /// The witness function with the Gaussian kernel exp(-|x - y|^2 / r).
    ///
    /// - Parameters:
    ///   - x: The first sample.
    ///   - y: The second sample.
    ///   - r: The bandwidth.
    ///   - scale: The scale of the columns on which distances are taken; `nil` for the data's own units.
    public init(_ x: Sample, _ y: Sample, bandwidth r: Double, scale: ColumnScale? = nil) {
        precondition(
            x.columns == y.columns && x.rows > 0 && y.rows > 0,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no witness")
        func scaled(_ sample: Sample) -> Sample { scale?.apply(to: sample) ?? sample }
        let (first, second) = (scaled(x.thinned(to: Witness.rows)), scaled(y.thinned(to: Witness.rows)))
        self.scale = scale
        origin = first.firstRow
        self.x = SampleColumns(first, minus: origin)
        self.y = SampleColumns(second, minus: origin)
        sums = PairSums(.gaussian, bandwidths: [r])
        bandwidth = r
        candidates = Sample(pooling: x.thinned(to: 1_000), y.thinned(to: 1_000))
    }

    /// The values at the rows of a sample. O(rows (n + m) d)
    public func values(at points: Sample, threads: Int = 1) -> [Double] {
        let places = SampleColumns(scale?.apply(to: points) ?? points, minus: origin)
        return concurrentResults(points.rows, threads: threads) { row in
            let own = sums.sums(row..<row + 1, of: places, 0..<x.count, of: x)[0] / Double(x.count)
            let other = sums.sums(row..<row + 1, of: places, 0..<y.count, of: y)[0] / Double(y.count)
            return own - other
        }
    }

    /// Where the function is highest and lowest among the samples' points.
    public func extremes(threads: Int = 1) -> (highest: Extreme, lowest: Extreme) {
        let values = values(at: candidates, threads: threads)
        func extreme(_ index: Int) -> Extreme {
            Extreme(point: (0..<candidates.columns).map { candidates[index, $0] }, value: values[index])
        }
        return (
            extreme(values.indices.max { values[$0] < values[$1] }!),
            extreme(values.indices.min { values[$0] < values[$1] }!)
        )
    }
}
