import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// What a test needs before labels are permuted: the statistic's memory of both samples, of which ranks hold shards.
///
/// Squared MMDs by Fourier sums are sums over the shards; all other statistics are of gathered rows (``RowPreparation``).
/// A whole sample is the only shard of itself, so that a program that runs alone takes the same way.
struct TestPreparation {
    /// Pooled rows up to which pairs are summed directly though Fourier sums would do.
    static let pairLimit = 5_000
    /// Doubles that the grids of all bins may take together.
    static let cellBudget = 8 << 20

    private let test: TwoSampleTest
    private let samples: ShardPair
    private let deal: BinAssignment

    init(_ test: TwoSampleTest, _ samples: ShardPair, _ deal: BinAssignment) {
        self.test = test
        self.samples = samples
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

        /// Squared MMDs with Gaussian kernels from the Gram matrices of the bins, one a bandwidth.
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

    /// The statistic on the first rank; `nil` on the others.
    ///
    /// - Throws: `GatheringError`.
    func prepare() throws -> Prepared? {
        var bandwidths: [Double]?
        if mayUseGrids {
            let chosen = TestPreparation.bandwidths(test.statistic, samples.pooledDistances())
            let grid = grid(narrowest: chosen.min()!)
            if test.method == .fourier || samples.columns <= 2 || !grid.isPeriodic {
                return byFourierSums(chosen, grid)
            }
            bandwidths = chosen
        }
        guard let rows = try samples.gathered() else { return nil }
        // Few rows that were gathered may still be spread.
        if !samples.isWhole && bandwidths == nil { return try TestPreparation(test, rows, deal).prepare() }
        return RowPreparation(test, rows.x.sample, rows.y.sample, deal).prepare(bandwidths)
    }

    /// Whether Fourier sums may serve, as far as the numbers of rows and columns tell. The median of few rows is of all
    /// pairs, for which several ranks gather them.
    private var mayUseGrids: Bool {
        guard [.aggregatedMMD, .mmd].contains(test.statistic), samples.columns <= 3 else { return false }
        switch test.method {
        case .pairs, .features: return false
        case .fourier: return samples.isWhole || samples.rows > PooledDistances.exactLimit
        default: return samples.rows > TestPreparation.pairLimit
        }
    }

    /// The bandwidths of squared MMDs.
    static func bandwidths(_ statistic: TwoSampleTest.Statistic, _ distances: PooledDistances) -> [Double] {
        statistic == .mmd ? [distances.median] : BandwidthLadder(distances).bandwidths
    }

    private func grid(narrowest: Double) -> SpreadingGrid {
        SpreadingGrid(
            narrowest: narrowest,
            ranges: SampleShare.ranges(
                [samples.x, samples.y], columns: samples.columns, communicator: samples.communicator),
            tolerance: test.tolerance, cellLimit: TestPreparation.cellBudget / deal.layout.count,
            capacity: deal.layout.rows)
    }

    private func byFourierSums(_ bandwidths: [Double], _ grid: SpreadingGrid) -> Prepared? {
        let grids = BinGrids(samples, deal, grid: grid, tasks: test.tasks)
        guard samples.isFirst else { return nil }
        return .squaredMMDs(
            grids.grams(bandwidths: bandwidths, tasks: test.tasks), bandwidths: bandwidths, deal.layout,
            method: .fourier, isPeriodic: grid.isPeriodic)
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
