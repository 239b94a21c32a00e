import PushforwardNumerics
import RealModule

/// An estimate of the squared maximum mean discrepancy with all that it depends on.
public struct SquaredMMDEstimate: Sendable, Codable, Equatable {
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
    /// How sums were carried out.
    public let method: SummationMethod

    /// Pooled rows up to which pairs are summed directly where nothing else is asked for.
    static let pairLimit = 4_000
    /// Pooled rows up to which pairs are summed directly where Fourier sums do not reach.
    static let largePairLimit = 100_000
    /// Doubles that one grid may take.
    static let cellLimit = 1 << 23

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
        var r = 0.0
        switch bandwidth {
        case .fixed(let value): r = value
        case .median: r = medianHeuristic(of: x, and: y)
        }
        let sums = MeanSums(x: x, y: y, kernel: kernel, bandwidth: r, tasks: tasks)
        let (chosen, grid) = sums.chosen(method, tolerance: tolerance)
        self.method = chosen
        self.kernel = kernel
        self.bandwidth = r
        self.estimator = estimator
        let estimates: [Double]
        switch chosen {
        case .fourier: estimates = [sums.byFourierSums(on: grid!).squaredMMD(x.rows, y.rows, estimator)]
        case .features: estimates = sums.byFeatures().map { $0.squaredMMD(x.rows, y.rows, estimator) }
        default: estimates = [sums.byPairs().squaredMMD(x.rows, y.rows, estimator)]
        }
        value = Statistics.mean(estimates)
        let spread = Statistics.standardDeviation(estimates) / Double(estimates.count).squareRoot()
        standardError = chosen == .features ? spread : nil
    }
}

/// The three means of a kernel over all pairs, those of a point with itself among them, less what they have in common.
struct KernelMeans {
    let xx: Double
    let yy: Double
    /// xx + yy - 2 xy, kept apart: the three means alone would lose its digits where it is small.
    let difference: Double
    let valueAtZero: Double

    /// mean over i != j is (n xx - k(0)) / (n - 1).
    func squaredMMD(_ n: Int, _ m: Int, _ estimator: Estimator) -> Double {
        guard estimator == .unbiased else { return difference }
        return difference - (valueAtZero - xx) / Double(n - 1) - (valueAtZero - yy) / Double(m - 1)
    }
}

/// The ways to the means of one kernel.
struct MeanSums: Sendable {
    let x: Sample
    let y: Sample
    let kernel: Kernel
    let bandwidth: Double
    let tasks: Int
    /// Independent shifts of the lattice of features, from which the standard error comes.
    static let shifts = 8

    /// What `automatic` stands for, and pairs for what the kernel or the dimension rules out; with the grid of Fourier
    /// sums.
    func chosen(_ method: SummationMethod, tolerance: Double) -> (
        method: SummationMethod, grid: SpreadingGrid?
    ) {
        let isGaussian = kernel.family == .gaussian
        let rows = x.rows + y.rows
        let isFree = method == .automatic && rows > SquaredMMDEstimate.pairLimit
        guard isGaussian, isFree || method == .fourier || method == .features else { return (.pairs, nil) }
        if method != .features && x.columns <= 3 {
            let grid = grid(tolerance)
            if !grid.isPeriodic { return (.fourier, grid) }
        }
        let isLarge = isFree && rows > SquaredMMDEstimate.largePairLimit
        return (method == .features || isLarge ? .features : .pairs, nil)
    }

    func byPairs() -> KernelMeans {
        let origin = x.firstRow
        let (p, q) = (SampleColumns(x, minus: origin), SampleColumns(y, minus: origin))
        let sums = PairSums(kernel, bandwidths: [bandwidth], tasks: tasks)
        let (n, m) = (Double(x.rows), Double(y.rows))
        let (xx, yy) = (sums.within(p)[0] / (n * n), sums.within(q)[0] / (m * m))
        let xy = sums.across(p, q)[0] / (n * m)
        return KernelMeans(xx: xx, yy: yy, difference: xx + yy - 2 * xy, valueAtZero: kernel.valueAtZero)
    }

    func byFourierSums(on grid: SpreadingGrid) -> KernelMeans {
        let (cells, others) = (GridOfSample(x, grid, tasks: tasks), GridOfSample(y, grid, tasks: tasks))
        let parts = zip(kernel.multiples, kernel.weights).map { multiple, weight in
            let transform = GaussianTransform(grid, bandwidth: multiple * bandwidth)
            return means(
                cells.features(transform), others.features(transform), weight, atZero: transform.valueAtZero)
        }
        return KernelMeans.sum(parts)
    }

    func byFeatures() -> [KernelMeans] {
        let lattice = PolynomialLattice(dimension: x.columns, bits: 10)
        let origin = x.firstRow
        return (0..<MeanSums.shifts).map { shift in
            var random = RandomStream(seed: UInt64(shift), purpose: "features")
            let features = FourierFeatures(lattice, dimension: x.columns, using: &random)
            let parts = zip(kernel.multiples, kernel.weights).map { multiple, weight in
                let r = multiple * bandwidth
                return means(
                    features.means(x, minus: origin, bandwidth: r, tasks: tasks),
                    features.means(y, minus: origin, bandwidth: r, tasks: tasks),
                    weight / Double(features.count),
                    atZero: Double(features.count))
            }
            return KernelMeans.sum(parts)
        }
    }

    private func means(_ p: [Double], _ q: [Double], _ weight: Double, atZero: Double) -> KernelMeans {
        var (xx, yy, difference) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for (a, b) in zip(p, q) {
            xx.add(weight * a * a)
            yy.add(weight * b * b)
            difference.add(weight * (a - b) * (a - b))
        }
        return KernelMeans(
            xx: xx.value, yy: yy.value, difference: difference.value, valueAtZero: weight * atZero)
    }

    private func grid(_ tolerance: Double) -> SpreadingGrid {
        SpreadingGrid(
            narrowest: bandwidth * kernel.multiples.min()!, ranges: union(x.ranges(), y.ranges()),
            tolerance: tolerance, cellLimit: SquaredMMDEstimate.cellLimit)
    }
}

extension KernelMeans {
    static func sum(_ parts: [KernelMeans]) -> KernelMeans {
        KernelMeans(
            xx: parts.reduce(0) { $0 + $1.xx }, yy: parts.reduce(0) { $0 + $1.yy },
            difference: parts.reduce(0) { $0 + $1.difference },
            valueAtZero: parts.reduce(0) { $0 + $1.valueAtZero })
    }
}

/// A sample spread onto a grid, divided by its size.
private struct GridOfSample {
    private let cells: AlignedArray<Double>

    /// Parts of the sample are spread apart, as many as there are tasks but always joined in the same eight sums.
    init(_ sample: Sample, _ grid: SpreadingGrid, tasks: Int) {
        let parts = min(8, max(1, sample.rows / 65_536))
        let grids = concurrentResults(parts, tasks: tasks) { part in
            GridOfSample.spread(sample, sample.rows * part / parts..<sample.rows * (part + 1) / parts, grid)
        }
        var sum = grids[0]
        let target = sum.mutablePointer
        for other in grids.dropFirst() {
            for cell in 0..<sum.count { target[cell] += other.pointer[cell] }
        }
        for cell in 0..<sum.count { target[cell] /= Double(sample.rows) }
        cells = sum
    }

    func features(_ transform: GaussianTransform) -> [Double] {
        [Double](unsafeUninitializedCapacity: transform.featureCount) { memory, count in
            transform.features(cells.pointer, into: memory.baseAddress!)
            count = transform.featureCount
        }
    }

    private static func spread(_ sample: Sample, _ rows: Range<Int>, _ grid: SpreadingGrid) -> AlignedArray<
        Double
    > {
        let block = 4_096
        var cells = AlignedArray<Double>(zeros: grid.cellCount)
        var points = AlignedArray<Double>(zeros: block * sample.columns)
        let origin = [Double](repeating: 0, count: sample.columns)
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
            let part = first..<min(first + block, rows.upperBound)
            sample.copyColumns(part, minus: origin, to: points.mutablePointer, stride: block)
            grid.spread(points.pointer, count: part.count, stride: block, into: cells.mutablePointer)
        }
        return cells
    }
}
