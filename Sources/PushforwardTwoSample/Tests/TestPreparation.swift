import PushforwardDiscrepancies
import PushforwardNumerics

/// What a test needs before labels are permuted: the statistic's memory of both samples, of which ranks hold shards.
///
/// Squared MMDs by Fourier sums are sums over the shards; all other statistics are of gathered rows (``RowPreparation``).
/// A whole sample is the only shard of itself, so that a program that runs alone takes the same way.
struct TestPreparation {
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
        /// The term at the median bandwidth.
        var medianIndex: Int?
        var isPeriodic = false

        /// Squared MMDs with Gaussian kernels from the Gram matrices of the bins, one per bandwidth.
        static func squaredMMDs(
            _ grams: [AlignedArray<Double>], _ ladder: BandwidthLadder, _ layout: BinLayout,
            method: SummationMethod, isPeriodic: Bool
        ) -> Prepared {
            Prepared(
                statistic: QuadraticStatistic(layout: layout, grams: grams),
                kernels: ladder.bandwidths.map { KernelCollection.Member(kernel: .gaussian, bandwidth: $0) },
                noise: ladder.bandwidths.map { _ in 1e-13 }, method: method,
                medianIndex: ladder.medianIndex, isPeriodic: isPeriodic)
        }
    }

    /// The statistic on the first rank; `nil` on the others.
    ///
    /// - Throws: `GatheringError`.
    func prepare() throws -> Prepared? {
        var ladder: BandwidthLadder?
        if mayUseGrids {
            let chosen = TestPreparation.ladder(test.statistic, samples.pooledDistances())
            let grid = grid(narrowest: chosen.bandwidths.min()!)
            if policy.allowsPeriods || !grid.isPeriodic { return byFourierSums(chosen, grid) }
            ladder = chosen
        }
        guard let rows = try samples.gathered() else { return nil }
        // Few rows that were gathered may still be spread.
        if !samples.isWhole && ladder == nil { return try TestPreparation(test, rows, deal).prepare() }
        return RowPreparation(test, rows.x.sample, rows.y.sample, deal).prepare(ladder)
    }

    private var policy: SummationPolicy {
        SummationPolicy(test.method, kernel: .gaussian, rows: samples.rows, columns: samples.columns)
    }

    /// Whether Fourier sums may serve, as far as the numbers of rows and columns tell. The median of few rows is of all
    /// pairs, for which several ranks gather them.
    private var mayUseGrids: Bool {
        [.aggregatedMMD, .mmd].contains(test.statistic) && policy.prefersFourier
            && (samples.isWhole || samples.rows > PooledDistances.exactLimit)
    }

    /// The bandwidths of squared MMDs.
    static func ladder(_ statistic: TwoSampleTest.Statistic, _ distances: PooledDistances) -> BandwidthLadder
    {
        statistic == .mmd ? BandwidthLadder(median: distances.median) : BandwidthLadder(distances)
    }

    private func grid(narrowest: Double) -> SpreadingGrid {
        SpreadingGrid(
            narrowest: narrowest,
            ranges: SampleShare.ranges(
                [samples.x, samples.y], columns: samples.columns, communicator: samples.communicator),
            tolerance: test.tolerance, cellLimit: TestPreparation.cellBudget / deal.layout.count,
            capacity: deal.layout.rows)
    }

    private func byFourierSums(_ ladder: BandwidthLadder, _ grid: SpreadingGrid) -> Prepared? {
        let grids = BinGrids(samples, deal, grid: grid, threads: test.threads)
        guard samples.isFirst else { return nil }
        return .squaredMMDs(
            grids.grams(bandwidths: ladder.bandwidths, threads: test.threads), ladder, deal.layout,
            method: .fourier, isPeriodic: grid.isPeriodic)
    }
}
