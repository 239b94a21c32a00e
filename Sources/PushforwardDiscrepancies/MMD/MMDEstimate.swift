import PushforwardNumerics
import RealModule

/// An estimate of the squared maximum mean discrepancy with all that it depends on.
public struct MMDEstimate: Sendable, Codable, Equatable {
    /// The estimate.
    public let value: Double
    /// Its standard error as an estimate of the exact sum; nil where sums are exact up to rounding or a tolerance.
    public let standardError: Double?
    /// The kernel.
    public let kernel: Kernel
    /// The bandwidth r.
    public let bandwidth: Double
    /// U- or V-statistic.
    public let estimator: Estimator
    /// How sums were computed.
    public let method: SummationMethod

    /// Pooled rows up to which pairs are summed directly where nothing else is asked for.
    package static let pairLimit = 4_000
    /// Pooled rows up to which pairs are summed directly where Fourier sums do not reach.
    package static let largePairLimit = 100_000

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
    ///     4,000 pooled rows, features beyond 100,000, and pairs elsewhere.
    ///   - tolerance: Of kernel values in Fourier sums; the estimate's own error is smaller.
    ///   - tasks: Threads; the result does not depend on them.
    public init(
        _ x: Sample, _ y: Sample, kernel: Kernel = .gaussian, bandwidth: BandwidthRule = .median,
        estimator: Estimator = .unbiased, method: SummationMethod = .automatic, tolerance: Double = 1e-6,
        tasks: Int = 1
    ) {
        let least = estimator == .unbiased ? 2 : 1
        precondition(
            x.rows >= least && y.rows >= least && x.columns == y.columns,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no \(estimator.rawValue) estimate"
        )
        let r = bandwidth.value { medianHeuristic(of: x, and: y) }
        let fourier = FourierMeans(kernel: kernel, bandwidth: r, tolerance: tolerance, tasks: tasks)
        if let means = fourier(
            SampleShare(whole: x), SampleShare(whole: y), columns: x.columns, method: method,
            communicator: SoleCommunicator())
        {
            self.init([means], .fourier, kernel, r, estimator, (x.rows, y.rows))
            return
        }
        let sums = MeanSums(x: x, y: y, kernel: kernel, bandwidth: r, tasks: tasks)
        let chosen = sums.chosen(method)
        let means = chosen == .features ? sums.byFeatures() : [sums.byPairs()]
        self.init(means, chosen, kernel, r, estimator, (x.rows, y.rows))
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
    ///   - tasks: Threads of each rank.
    /// - Returns: `nil` on all ranks where the estimate of whole samples would not be by Fourier sums, or the tolerance is
    ///   finer than sums that are exact in any order allow.
    public init?(
        _ x: SampleShare, _ y: SampleShare, columns: Int, communicator: some Communicator,
        kernel: Kernel = .gaussian, bandwidth: BandwidthRule = .median, estimator: Estimator = .unbiased,
        method: SummationMethod = .automatic, tolerance: Double = 1e-6, tasks: Int = 1
    ) {
        let rows = x.total + y.total
        // The median of few rows is of all pairs.
        guard FourierMeans.serve(kernel, method, rows: rows, columns: columns),
            bandwidth != .median || rows > PooledDistances.exactLimit
        else { return nil }
        let r = bandwidth.value {
            medianHeuristic(of: x, and: y, columns: columns, communicator: communicator)
        }
        let fourier = FourierMeans(kernel: kernel, bandwidth: r, tolerance: tolerance, tasks: tasks)
        guard let means = fourier(x, y, columns: columns, method: method, communicator: communicator) else {
            return nil
        }
        self.init([means], .fourier, kernel, r, estimator, (x.total, y.total))
    }

    /// The mean of estimates that are independent where there are several.
    private init(
        _ means: [KernelMeans], _ method: SummationMethod, _ kernel: Kernel, _ bandwidth: Double,
        _ estimator: Estimator, _ rows: (Int, Int)
    ) {
        let estimates = means.map { $0.squaredMMD(rows.0, rows.1, estimator) }
        let spread = Statistics.standardDeviation(estimates) / Double(estimates.count).squareRoot()
        value = Statistics.mean(estimates)
        standardError = method == .features ? spread : nil
        self.kernel = kernel
        self.bandwidth = bandwidth
        self.estimator = estimator
        self.method = method
    }
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

/// The three means of a kernel over all pairs, those of a point with itself among them, less what they have in common.
package struct KernelMeans {
    package let xx: Double
    package let yy: Double
    /// xx + yy - 2 xy, kept apart: the three means alone would lose its digits where it is small.
    package let difference: Double
    package let valueAtZero: Double

    /// mean over i != j is (n xx - k(0)) / (n - 1).
    package func squaredMMD(_ n: Int, _ m: Int, _ estimator: Estimator) -> Double {
        guard estimator == .unbiased else { return difference }
        return difference - (valueAtZero - xx) / Double(n - 1) - (valueAtZero - yy) / Double(m - 1)
    }
}

/// The ways to the means of one kernel.
package struct MeanSums: Sendable {
    package let x: Sample
    package let y: Sample
    package let kernel: Kernel
    package let bandwidth: Double
    package let tasks: Int
    /// Independent shifts of the lattice of features, from which the standard error comes.
    package static let shifts = 8

    /// What stands for a method that Fourier sums do not serve: pairs for what the kernel or the dimension rules out.
    package func chosen(_ method: SummationMethod) -> SummationMethod {
        guard kernel.family == .gaussian else { return .pairs }
        let isLarge = x.rows + y.rows > MMDEstimate.largePairLimit
        return method == .features || (method == .automatic && isLarge) ? .features : .pairs
    }

    package func byPairs() -> KernelMeans {
        let origin = x.firstRow
        let (p, q) = (SampleColumns(x, minus: origin), SampleColumns(y, minus: origin))
        let sums = PairSums(kernel, bandwidths: [bandwidth], tasks: tasks)
        let (n, m) = (Double(x.rows), Double(y.rows))
        let (xx, yy) = (sums.within(p)[0] / (n * n), sums.within(q)[0] / (m * m))
        let xy = sums.across(p, q)[0] / (n * m)
        return KernelMeans(xx: xx, yy: yy, difference: xx + yy - 2 * xy, valueAtZero: kernel.valueAtZero)
    }

    package func byFeatures() -> [KernelMeans] {
        let lattice = PolynomialLattice(dimension: x.columns, bits: 10)
        let origin = x.firstRow
        return (0..<MeanSums.shifts).map { shift in
            var random = RandomStream(seed: UInt64(shift), purpose: "features")
            let features = FourierFeatures(lattice, dimension: x.columns, using: &random)
            let parts = zip(kernel.multiples, kernel.weights).map { multiple, weight in
                let r = multiple * bandwidth
                return KernelMeans(
                    features.means(x, minus: origin, bandwidth: r, tasks: tasks),
                    features.means(y, minus: origin, bandwidth: r, tasks: tasks),
                    weight: weight / Double(features.count), atZero: Double(features.count))
            }
            return KernelMeans.sum(parts)
        }
    }
}

extension KernelMeans {
    /// From the mean features of both samples, whose products times the weight are kernel values.
    package init(_ p: [Double], _ q: [Double], weight: Double, atZero: Double) {
        var (xx, yy, difference) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for (a, b) in zip(p, q) {
            xx.add(weight * a * a)
            yy.add(weight * b * b)
            difference.add(weight * (a - b) * (a - b))
        }
        self.init(xx: xx.value, yy: yy.value, difference: difference.value, valueAtZero: weight * atZero)
    }

    package static func sum(_ parts: [KernelMeans]) -> KernelMeans {
        KernelMeans(
            xx: parts.reduce(0) { $0 + $1.xx }, yy: parts.reduce(0) { $0 + $1.yy },
            difference: parts.reduce(0) { $0 + $1.difference },
            valueAtZero: parts.reduce(0) { $0 + $1.valueAtZero })
    }
}
