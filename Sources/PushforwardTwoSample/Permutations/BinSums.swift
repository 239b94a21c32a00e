import PushforwardNumerics

/// What a test sums over the rows of each bin, such as a grid of Fourier sums. Sums are exact in any order, so that neither
/// ranks nor threads change a bit.
protocol RowSums: Sendable {
    /// Sums per bin.
    var width: Int { get }

    /// Adds `count` rows, coordinate c of row i at `points[c * stride + i]`, to a bin's sums.
    func add(
        _ points: UnsafePointer<Double>, count: Int, stride: Int, to sums: UnsafeMutablePointer<Double>)
}

extension BinAssignment {
    /// Sums of several kinds over the rows of each bin, [kind][bin][width], in one pass over the rows that each rank holds.
    /// Called by all ranks, which all get the sums over all of them. O(rows) on each rank, beyond the sums' own cost
    ///
    /// - Parameters:
    ///   - kinds: What is summed.
    ///   - samples: The rank's shards.
    ///   - scale: The scale to which rows are brought first.
    ///   - threads: Threads of a rank that is alone; one of several takes one.
    func sums(
        _ kinds: [any RowSums], over samples: ShardPair, scale: ColumnScale, threads: Int
    ) -> [AlignedArray<Double>] {
        var tables = kinds.map { AlignedArray<Double>(zeros: count * $0.width) }
        let starts = tables.indices.map { BinTable(start: tables[$0].mutablePointer) }
        let workers = samples.isWhole ? threads : 1
        let groups = groups(workers == 1 ? 1 : 3 * workers)
        _ = concurrentResults(groups.count, threads: workers) { index in
            let (sample, bins) = groups[index]
            let shard = sample == 0 ? samples.x : samples.y
            forEachBlock(of: sample, in: shard, within: bins, scale: scale) { bin, points, count, stride in
                for (kind, table) in zip(kinds, starts) {
                    kind.add(points, count: count, stride: stride, to: table.start + bin * kind.width)
                }
            }
        }
        for (table, start) in zip(tables, starts) {
            samples.communicator.sum(UnsafeMutableBufferPointer(start: start.start, count: table.count))
        }
        return tables
    }

    /// Calls the body with a shard's rows of each bin of a sample (0 or 1), or of some of its bins, less an origin or on a
    /// scale, as columns; up to 4,096 at a time, those of a bin in ascending order. O(rows d)
    func forEachBlock(
        of sample: Int, in shard: SampleShard, within bins: Range<Int>? = nil, minus origin: [Double]? = nil,
        scale: ColumnScale? = nil,
        _ body: (_ bin: Int, _ points: UnsafePointer<Double>, _ count: Int, _ stride: Int) -> Void
    ) {
        var blocks = RowBlocks(columns: shard.sample.columns)
        for run in shard.runs {
            forEachBin(of: sample, rows: run.first..<run.first + run.count, within: bins) { bin, rows in
                blocks.forEach(rows, movedBy: run.place - run.first, of: shard.sample, minus: origin) {
                    scale?.apply(to: $0, count: $1, stride: $2)
                    body(bin, $0, $1, $2)
                }
            }
        }
    }
}

/// Memory of which each bin's part is written by one thread.
private struct BinTable: @unchecked Sendable {
    let start: UnsafeMutablePointer<Double>
}
