import PushforwardDiscrepancies
import PushforwardNumerics

extension TwoSampleTest {
    /// Tests two samples of which every rank holds a share; the outcome, to the last bit, is that of one rank with all rows.
    ///
    /// The aggregated test of more than 5,000 rows in up to 2 columns, or 3 where its grid is small, adds the ranks' grids,
    /// so that the rows stay where they are. All else gathers the rows on every rank, and rank 0 tests them.
    ///
    /// - Parameters:
    ///   - x: The rank's share of the first sample.
    ///   - y: Its share of the second.
    ///   - columns: Number of columns, which a rank without rows could not know.
    ///   - communicator: The ranks.
    ///   - random: The same on all ranks.
    /// - Returns: The outcome on rank 0; `nil` on the others.
    public func callAsFunction(
        _ x: SampleShare, _ y: SampleShare, columns: Int, communicator: some Communicator,
        using random: inout RandomStream
    ) -> Outcome? {
        precondition(
            x.total >= 2 && y.total >= 2, "samples of \(x.total) and \(y.total) rows can't be tested")
        guard let shared = SharedSums(self, x, y, columns: columns, communicator: communicator, random) else {
            let (first, second) = (x.gathered(by: communicator), y.gathered(by: communicator))
            return communicator.rank == 0 ? self(first, second, using: &random) : nil
        }
        random = shared.random
        return shared.outcome()
    }
}

/// The grids of both samples' bins, added over all ranks.
private struct SharedSums {
    let random: RandomStream
    private let test: TwoSampleTest
    private let deal: BinAssignment
    private let labels: LabelPermutations
    private let ladder: BandwidthLadder
    private let grid: SpreadingGrid
    /// [bin][cells]
    private let cells: AlignedArray<Double>
    private let isFirstRank: Bool

    /// `nil` where the test needs the rows themselves.
    init?(
        _ test: TwoSampleTest, _ x: SampleShare, _ y: SampleShare, columns: Int,
        communicator: some Communicator,
        _ stream: RandomStream
    ) {
        let policy = SummationPolicy(
            test.method, kernel: .gaussian, rows: x.total + y.total, columns: columns)
        // The bandwidths of few rows are of all pairs.
        guard test.statistic == .aggregatedMMD, policy.prefersFourier,
            x.total + y.total > PooledDistances.exactLimit
        else { return nil }
        var random = stream
        deal = BinAssignment(x.total, y.total, bins: test.bins, using: &random)
        labels = LabelPermutations(
            first: deal.layout.first, second: deal.layout.second, permutations: test.permutations,
            using: &random)
        self.random = random
        self.test = test
        isFirstRank = communicator.rank == 0
        ladder = BandwidthLadder(PooledDistances(x, y, columns: columns, communicator: communicator))
        grid = TestPreparation.grid(
            narrowest: ladder.bandwidths.min()!,
            ranges: SampleShare.ranges([x, y], columns: columns, communicator: communicator),
            tolerance: test.tolerance, deal.layout)
        guard policy.allowsPeriods || !grid.isPeriodic else { return nil }
        var cells = AlignedArray<Double>(zeros: deal.count * grid.cellCount)
        let memory = cells.mutablePointer
        for (sample, share) in [x, y].enumerated() {
            SharedSums.spread(share, of: sample, deal, grid, into: memory)
        }
        communicator.sum(UnsafeMutableBufferPointer(start: memory, count: cells.count))
        self.cells = cells
    }

    func outcome() -> TwoSampleTest.Outcome? {
        guard isFirstRank else { return nil }
        let features = GridFeatures(deal.layout, grid: grid, bandwidths: ladder.bandwidths)
        let (cells, size) = (cells, grid.cellCount)
        _ = concurrentResults(deal.count, tasks: test.tasks) { bin in
            features.set(bin: bin, cells: cells.pointer + bin * size)
        }
        let prepared = TestPreparation.Prepared.squaredMMDs(
            features.grams, ladder, deal.layout, method: .fourier,
            isPeriodic: grid.isPeriodic)
        return test.outcome(prepared, labels, deal.layout)
    }

    private static func spread(
        _ share: SampleShare, of sample: Int, _ deal: BinAssignment, _ grid: SpreadingGrid,
        into cells: UnsafeMutablePointer<Double>
    ) {
        var spreading = RowSpreading(grid)
        for run in share.runs {
            deal.forEachBin(of: sample, rows: run.first..<run.first + run.count) { bin, rows in
                let places = rows.map { UInt32(Int($0) - run.first + run.place) }
                places.withUnsafeBufferPointer {
                    spreading.add($0, of: share.sample, to: cells + bin * grid.cellCount)
                }
            }
        }
    }
}
