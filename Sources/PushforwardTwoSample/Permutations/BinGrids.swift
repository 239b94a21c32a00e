import PushforwardDiscrepancies
import PushforwardNumerics

/// The grids of both samples' bins, onto which the rows are spread: each rank spreads its own, and the grids are added.
///
/// Sums on grids are exact in any order, so that neither ranks nor threads change a bit.
struct BinGrids {
    private let layout: BinLayout
    private let grid: SpreadingGrid
    /// [bin][cells]
    private let cells: AlignedArray<Double>

    /// Spreads the rows of all ranks. Called by all of them. O((n + m) width^d) over all ranks, and O(n + m) on each
    ///
    /// - Parameters:
    ///   - samples: The rank's shards.
    ///   - deal: The bins of all rows.
    ///   - grid: That of each bin.
    ///   - threads: Threads of a rank that is alone; one of several takes one.
    init(_ samples: ShardPair, _ deal: BinAssignment, grid: SpreadingGrid, threads: Int) {
        layout = deal.layout
        self.grid = grid
        var cells = AlignedArray<Double>(zeros: deal.count * grid.cellCount)
        let memory = BinMemory(start: cells.mutablePointer)
        let workers = samples.isWhole ? threads : 1
        let groups = deal.groups(workers == 1 ? 1 : 3 * workers)
        _ = concurrentResults(groups.count, threads: workers) { index in
            let (sample, bins) = groups[index]
            let shard = sample == 0 ? samples.x : samples.y
            deal.forEachBlock(of: sample, in: shard, within: bins) {
                bin, points, count, stride in
                grid.spread(
                    points, count: count, stride: stride, into: memory.start + bin * grid.cellCount)
            }
        }
        samples.communicator.sum(UnsafeMutableBufferPointer(start: memory.start, count: cells.count))
        self.cells = cells
    }

    /// The Gram matrices of the bins for Gaussian kernels, one per bandwidth.
    /// O(bins cells frequencies + bins^2 frequencies^d)
    func grams(bandwidths: [Double], threads: Int) -> [AlignedArray<Double>] {
        let features = GridFeatures(layout, grid: grid, bandwidths: bandwidths)
        let (cells, size) = (cells, grid.cellCount)
        _ = concurrentResults(layout.count, threads: threads) { bin in
            features.set(bin: bin, cells: cells.pointer + bin * size)
        }
        return features.grams
    }
}

/// Grids of which each is written by one thread.
private struct BinMemory: @unchecked Sendable {
    let start: UnsafeMutablePointer<Double>
}

extension BinAssignment {
    /// Calls the body with a shard's rows of each bin of a sample (0 or 1), or of some of its bins, less an origin, as
    /// columns; up to 4,096 at a time, those of a bin in ascending order. O(rows d)
    func forEachBlock(
        of sample: Int, in shard: SampleShare, within bins: Range<Int>? = nil, minus origin: [Double]? = nil,
        _ body: (_ bin: Int, _ points: UnsafePointer<Double>, _ count: Int, _ stride: Int) -> Void
    ) {
        var blocks = RowBlocks(columns: shard.sample.columns)
        for run in shard.runs {
            forEachBin(of: sample, rows: run.first..<run.first + run.count, within: bins) { bin, rows in
                blocks.forEach(rows, movedBy: run.place - run.first, of: shard.sample, minus: origin) {
                    body(bin, $0, $1, $2)
                }
            }
        }
    }
}
