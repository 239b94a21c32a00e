public import PushforwardNumerics

/// The squared MMD of two samples in double precision.
///
///     mean k(x, x') + mean k(y, y') - 2 mean k(x, y)
///
/// over pairs of different points (unbiased) or all pairs (biased); see ``Estimator``.
///
/// - Parameters:
///   - x: The first sample.
///   - y: The second sample.
///   - kernel: The kernel k.
///   - bandwidth: A rule; the median is ``medianHeuristic(of:and:)-(Sample,_)``.
///   - estimator: Whether pairs of a point with itself count.
///   - method: ``SummationMethod/automatic`` takes Fourier sums for Gaussian kernels in up to 3 dimensions beyond
///     5,000 pooled rows, features beyond 100,000, and pairs elsewhere.
///   - tolerance: Of kernel values in Fourier sums; the estimate's own error is smaller.
///   - threads: Threads; the result does not depend on them.
public func squaredMMD(
    between x: Sample, and y: Sample, kernel: Kernel = .gaussian, bandwidth: BandwidthRule = .median,
    estimator: Estimator = .unbiased, method: SummationMethod = .automatic, tolerance: Double = 1e-6,
    threads: Int = 1
) -> MMDEstimate {
    let least = estimator == .unbiased ? 2 : 1
    precondition(
        x.rows >= least && y.rows >= least && x.columns == y.columns,
        "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no \(estimator.rawValue) estimate"
    )
    let r = bandwidth.value { medianHeuristic(of: x, and: y) }
    let policy = SummationPolicy(method, kernel: kernel.family, rows: x.rows + y.rows, columns: x.columns)
    let fourier = FourierMeans(kernel: kernel, bandwidth: r, tolerance: tolerance, threads: threads)
    if policy.prefersFourier,
        let means = fourier(
            SampleShard(whole: x), SampleShard(whole: y), columns: x.columns, communicator: SoleCommunicator()
        )
    {
        return MMDEstimate([means], .fourier, kernel, r, estimator, (x.rows, y.rows))
    }
    let sums = MeanSums(x: x, y: y, kernel: kernel, bandwidth: r, threads: threads)
    let means = policy.otherwise == .features ? sums.byFeatures() : [sums.byPairs()]
    return MMDEstimate(means, policy.otherwise, kernel, r, estimator, (x.rows, y.rows))
}

/// The estimate of two samples of which every rank holds a share, by Fourier sums over the ranks' grids, so that the
/// rows stay where they are: on all ranks, to the last bit, that of one rank with all rows.
///
/// - Parameters:
///   - x: The rank's share of the first sample.
///   - y: Its share of the second.
///   - columns: Number of columns, which a rank without rows could not know.
///   - communicator: The ranks.
///   - kernel: The kernel k.
///   - bandwidth: A rule, as for whole samples.
///   - estimator: Whether pairs of a point with itself count.
///   - method: ``SummationMethod/automatic`` or ``SummationMethod/fourier``.
///   - tolerance: Of kernel values.
///   - threads: Threads of each rank.
/// - Returns: `nil` on all ranks where the estimate of whole samples would not be by Fourier sums, or the tolerance is
///   finer than sums that are exact in any order allow.
package func squaredMMD(
    between x: SampleShard, and y: SampleShard, columns: Int, communicator: some Communicator,
    kernel: Kernel = .gaussian, bandwidth: BandwidthRule = .median, estimator: Estimator = .unbiased,
    method: SummationMethod = .automatic, tolerance: Double = 1e-6, threads: Int = 1
) -> MMDEstimate? {
    let rows = x.total + y.total
    let policy = SummationPolicy(method, kernel: kernel.family, rows: rows, columns: columns)
    // The median of few rows is of all pairs.
    guard policy.prefersFourier,
        bandwidth != .median || rows > PooledDistances.exactLimit
    else { return nil }
    let r = bandwidth.value {
        medianHeuristic(of: x, and: y, columns: columns, communicator: communicator)
    }
    let fourier = FourierMeans(kernel: kernel, bandwidth: r, tolerance: tolerance, threads: threads)
    guard let means = fourier(x, y, columns: columns, communicator: communicator) else {
        return nil
    }
    return MMDEstimate([means], .fourier, kernel, r, estimator, (x.total, y.total))
}

extension BandwidthRule {
    /// The fixed bandwidth, or the median that the closure computes.
    fileprivate func value(_ median: () -> Double) -> Double {
        switch self {
        case .fixed(let r): r
        case .median: median()
        }
    }
}
