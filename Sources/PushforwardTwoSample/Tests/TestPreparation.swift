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
    private let assignment: BinAssignment

    init(_ test: TwoSampleTest, _ samples: ShardPair, _ assignment: BinAssignment) {
        self.test = test
        self.samples = samples
        self.assignment = assignment
    }

    /// A statistic with what its terms are.
    struct Prepared {
        let statistic: any PermutableStatistic
        /// The kernels of the terms; none where they have none, and fewer than terms where the last have none.
        let kernels: [KernelCollection.Member]
        /// For each term, the deviation that rounding alone can cause.
        let noise: [Double]
        let method: SummationMethod
        /// The term at the median bandwidth.
        var medianIndex: Int?
        var isPeriodic = false
        /// The weights of the terms in a ``JointScores``; `nil` for statistics that are joined otherwise.
        var weights: [Double]?
        /// The scale of the columns; `nil` where it is not known.
        var scale: ColumnScale?

        /// Squared MMDs with Gaussian kernels from the Gram matrices of the bins, one a bandwidth.
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
        // The median of few rows is of all pairs.
        let isShared = policy.prefersFourier && samples.rows > PooledDistances.exactLimit
        guard samples.isWhole || (isShared && usesLadder) else { return try prepareGathered() }
        let pooled = samples.pooledRows(ColumnScale.mostRows)
        let scale = ColumnScale(test.scaling, of: pooled)
        let parts = test.statistic == .joint ? PartSums(pooled: scale.apply(to: pooled)) : nil
        var prepared: Prepared?
        if usesLadder && policy.prefersFourier {
            let ladder = TestPreparation.ladder(test.statistic, samples.pooledDistances(scale))
            let grid = grid(scale, narrowest: ladder.bandwidths.min()!)
            if policy.allowsPeriods || !grid.isPeriodic {
                prepared = byFourierSums(scale, ladder, grid, parts)
            } else if !samples.isWhole {
                return try prepareGathered()
            }
        }
        guard samples.isFirst else { return nil }
        if prepared == nil {
            let (x, y) = (scale.apply(to: samples.x.sample), scale.apply(to: samples.y.sample))
            let kernels = RowPreparation(test, x, y, assignment).prepare()
            prepared = parts.map { joined(kernels, $0, scale) } ?? kernels
        }
        prepared!.scale = scale
        return prepared
    }

    private func prepareGathered() throws -> Prepared? {
        guard let rows = try samples.gathered() else { return nil }
        return try TestPreparation(test, rows, assignment).prepare()
    }

    private var policy: SummationPolicy {
        SummationPolicy(test.method, kernel: .gaussian, rows: samples.rows, columns: samples.columns)
    }

    /// Whether the statistic has squared MMDs with the bandwidths of a ladder, which Fourier sums may serve.
    private var usesLadder: Bool { [.joint, .aggregatedMMD, .mmd].contains(test.statistic) }

    /// The bandwidths of squared MMDs.
    static func ladder(_ statistic: TwoSampleTest.Statistic, _ distances: PooledDistances) -> BandwidthLadder
    {
        statistic == .mmd ? BandwidthLadder(median: distances.median) : BandwidthLadder(distances)
    }

    private func grid(_ scale: ColumnScale, narrowest: Double) -> SpreadingGrid {
        let ranges = SampleShard.ranges(
            [samples.x, samples.y], columns: samples.columns, communicator: samples.communicator)
        return SpreadingGrid(
            narrowest: narrowest, ranges: scale.apply(to: ranges), tolerance: test.tolerance,
            cellLimit: TestPreparation.cellBudget / assignment.layout.count, capacity: assignment.layout.rows)
    }

    private func byFourierSums(
        _ scale: ColumnScale, _ ladder: BandwidthLadder, _ grid: SpreadingGrid, _ parts: PartSums?
    ) -> Prepared? {
        let kind = GridSums(grid: grid)
        let sums = assignment.sums(
            [kind] + (parts?.kinds ?? []), over: samples, scale: scale, threads: test.threads)
        guard samples.isFirst else { return nil }
        let kernels = Prepared.squaredMMDs(
            kind.grams(sums[0], assignment.layout, bandwidths: ladder.bandwidths, threads: test.threads),
            ladder,
            assignment.layout, method: .fourier, isPeriodic: grid.isPeriodic)
        return parts.map { $0.joined(kernels, Array(sums[1...]), assignment.layout) } ?? kernels
    }

    /// The joint statistic of kernels, and of the other parts summed over the rows.
    private func joined(_ kernels: Prepared, _ parts: PartSums, _ scale: ColumnScale) -> Prepared {
        parts.joined(
            kernels, assignment.sums(parts.kinds, over: samples, scale: scale, threads: test.threads),
            assignment.layout)
    }
}
