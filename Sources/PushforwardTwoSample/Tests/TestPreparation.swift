import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// What a test needs before labels are permuted: the statistic's memory of both samples.
struct TestPreparation {
    /// Pooled rows up to which pairs are summed directly though Fourier sums would do.
    static let pairLimit = 5_000
    /// Doubles that the grids of all bins may take together.
    static let cellBudget = 8 << 20

    private let test: TwoSampleTest
    private let x: Sample
    private let y: Sample
    private let deal: BinAssignment
    private var pooledRows: Int { x.rows + y.rows }

    init(_ test: TwoSampleTest, _ x: Sample, _ y: Sample, _ deal: BinAssignment) {
        self.test = test
        self.x = x
        self.y = y
        self.deal = deal
    }

    /// A statistic with the kernels of its terms.
    struct Prepared {
        let statistic: any PermutableStatistic
        /// The kernels of the terms; none where they have none.
        let kernels: [KernelCollection.Member]
        /// For each term, the deviation that rounding alone can cause.
        let noise: [Double]
        let method: SummationMethod
        var isPeriodic = false

        /// Squared MMDs with Gaussian kernels from the Gram matrices of the bins, one per bandwidth.
        static func squaredMMDs(
            _ grams: [AlignedArray<Double>], bandwidths: [Double], _ layout: BinLayout,
            method: SummationMethod, isPeriodic: Bool
        ) -> Prepared {
            Prepared(
                statistic: QuadraticStatistic(layout: layout, grams: grams),
                kernels: bandwidths.map { KernelCollection.Member(kernel: .gaussian, bandwidth: $0) },
                noise: bandwidths.map { _ in 1e-13 }, method: method, isPeriodic: isPeriodic)
        }
    }

    func prepare() -> Prepared {
        switch test.statistic {
        case .aggregatedMMD: return squaredMMDs(BandwidthLadder(x, y).bandwidths)
        case .fuse: return fuse(KernelCollection(fuse: x, y))
        case .aggregatedPValues:
            let collection = KernelCollection(aggregated: x, y)
            return unbiased(collection, factors: collection.members.map { _ in 1 })
        case .mmd: return squaredMMDs([medianHeuristic(of: x, and: y)])
        case .energy:
            if test.method == .pairs || pooledRows <= MMDEstimate.largePairLimit {
                return energyByPairs()
            }
            return projections(.square)
        case .slicedWasserstein: return projections(.absolute)
        case .kolmogorovSmirnov: return projections(.largest)
        }
    }

    private func squaredMMDs(_ bandwidths: [Double]) -> Prepared {
        let grams = BinGrams(x: x, y: y, deal: deal, tasks: test.tasks)
        let (method, grid) = chosenMethod(narrowest: bandwidths.min()!)
        let matrices: [AlignedArray<Double>] =
            switch method {
            case .fourier: grams.byFourierSums(bandwidths: bandwidths, grid: grid!)
            case .features: grams.byFeatures(bandwidths: bandwidths)
            default: grams.byPairs(.gaussian, bandwidths: bandwidths)
            }
        return .squaredMMDs(
            matrices, bandwidths: bandwidths, deal.layout, method: method,
            isPeriodic: method == .fourier && grid!.isPeriodic)
    }

    /// Each squared MMD times [n (n - 1)]^(3/2) / sqrt(sum of the squared kernel values of distinct rows), n being the size
    /// of the smaller sample.
    private func fuse(_ collection: KernelCollection) -> Prepared {
        let smaller = Double(min(x.rows, y.rows))
        let rows = SampleColumns(pooling: x, y, rows: Array(0..<UInt32(pooledRows)))
        let factors = collection.members.map { member in
            // The square of a Gaussian kernel is one of half the bandwidth, that of a Laplace kernel of a quarter.
            let share = member.kernel.family == .gaussian ? 0.5 : 0.25
            let sums = PairSums(member.kernel, bandwidths: [share * member.bandwidth], tasks: test.tasks)
            let squares = sums.within(rows)[0] - Double(pooledRows)
            return Double.pow(smaller * (smaller - 1), 1.5) / max(squares, .leastNormalMagnitude).squareRoot()
        }
        return unbiased(collection, factors: factors)
    }

    private func unbiased(_ collection: KernelCollection, factors: [Double]) -> Prepared {
        let grams = BinGrams(x: x, y: y, deal: deal, tasks: test.tasks)
        let matrices = [Kernel.productLaplace, .gaussian].flatMap { kernel in
            grams.byPairs(
                kernel, bandwidths: collection.members.filter { $0.kernel == kernel }.map(\.bandwidth))
        }
        return Prepared(
            statistic: UnbiasedStatistic(
                layout: deal.layout, grams: matrices.map(withoutOwnPairs), factors: factors),
            kernels: collection.members, noise: factors.map { 1e-13 * $0 }, method: .pairs)
    }

    /// A Gram matrix less the pairs of a row with itself.
    private func withoutOwnPairs(_ gram: AlignedArray<Double>) -> AlignedArray<Double> {
        var gram = gram
        let width = QuadraticStatistic.width(deal.layout)
        for bin in 0..<deal.count {
            gram.mutablePointer[bin * (width + 1)] -= Double(deal.layout.size(ofBin: bin))
        }
        return gram
    }

    /// The way of the sums, with the grid of Fourier sums.
    private func chosenMethod(narrowest: Double) -> (SummationMethod, SpreadingGrid?) {
        let isForced = test.method == .fourier && x.columns <= 3
        if test.method == .pairs || test.method == .features { return (test.method, nil) }
        if pooledRows <= TestPreparation.pairLimit && !isForced { return (.pairs, nil) }
        if x.columns <= 3 {
            let grid = spreadingGrid(narrowest)
            if isForced || x.columns <= 2 || !grid.isPeriodic { return (.fourier, grid) }
        }
        return (pooledRows <= MMDEstimate.largePairLimit ? .pairs : .features, nil)
    }

    private func spreadingGrid(_ narrowest: Double) -> SpreadingGrid {
        TestPreparation.grid(
            narrowest: narrowest, ranges: union(x.ranges(), y.ranges()), tolerance: test.tolerance,
            deal.layout)
    }

    /// The grid of each bin of Fourier sums.
    static func grid(
        narrowest: Double, ranges: [ClosedRange<Double>], tolerance: Double, _ layout: BinLayout
    ) -> SpreadingGrid {
        SpreadingGrid(
            narrowest: narrowest, ranges: ranges, tolerance: tolerance,
            cellLimit: TestPreparation.cellBudget / layout.count, capacity: layout.rows)
    }

    private func energyByPairs() -> Prepared {
        let gram = BinGrams(x: x, y: y, deal: deal, tasks: test.tasks).byPairs(.energy, bandwidths: [1])[0]
        let total = UnsafeBufferPointer(start: gram.pointer, count: gram.count).reduce(0) { $0 + abs($1) }
        let meanDistance = total / (Double(pooledRows) * Double(pooledRows))
        return Prepared(
            statistic: QuadraticStatistic(layout: deal.layout, grams: [gram]), kernels: [],
            noise: [1e-13 * meanDistance], method: .pairs)
    }

    private func projections(_ norm: ProjectionStatistic.Norm) -> Prepared {
        let statistic = ProjectionStatistic(x, y, deal, norm: norm)
        return Prepared(
            statistic: statistic, kernels: [],
            noise: norm == .largest ? [1e-12, 1e-12] : [1e-12 * statistic.scale], method: .sorting)
    }
}

/// The bandwidths of the default test: 4, 1, 1/4, 1/16 and 1/64 times the median squared distance of the pooled
/// sample, and on by quarters to its 5 % quantile where that is lower, as it is for data in clusters, but at most 8.
struct BandwidthLadder {
    let bandwidths: [Double]

    init(_ x: Sample, _ y: Sample) { self.init(PooledDistances(x, y)) }

    init(_ distances: PooledDistances) {
        let median = distances.median
        let low = OrderStatistics.select(distances.squared, rank: distances.squared.count / 20)
        let steps = low > 0 ? Int((Double.log(median / low) / Double.log(4)).rounded(.up)) : 3
        bandwidths = (0..<min(8, max(5, steps + 2))).map { median * Double.pow(4, 1 - $0) }
    }
}
