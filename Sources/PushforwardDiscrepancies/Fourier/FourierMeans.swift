package import PushforwardNumerics

/// The means of a Gaussian kernel over all pairs of two samples, by Fourier sums over a grid of each sample. Ranks may
/// share the rows: the grids are added.
package struct FourierMeans: Sendable {
    package let kernel: Kernel
    package let bandwidth: Double
    /// Tolerance of kernel values.
    package let tolerance: Double
    package let threads: Int
    /// Doubles that one grid may take.
    private static let cellLimit = 1 << 23

    /// The means of samples in up to 3 columns, the same on all ranks; `nil` where the samples' extent asks for other
    /// sums, and where several ranks share the rows though the tolerance is finer than what sums in any order keep.
    package func callAsFunction(
        _ x: SampleShard, _ y: SampleShard, columns: Int, communicator: some Communicator
    ) -> KernelMeans? {
        let rows = max(x.total, y.total)
        let isExact = ReproducibleRounding(sumsUpTo: Double(rows)).unit <= 1e-3 * tolerance
        guard isExact || communicator.size == 1 else { return nil }
        let grid = SpreadingGrid(
            narrowest: bandwidth * kernel.multiples.min()!,
            ranges: SampleShard.ranges([x, y], columns: columns, communicator: communicator),
            tolerance: tolerance, cellLimit: FourierMeans.cellLimit, capacity: isExact ? rows : nil)
        guard !grid.isPeriodic else { return nil }
        let cells = MeanGrid(x, grid, threads: threads, communicator: communicator)
        let others = MeanGrid(y, grid, threads: threads, communicator: communicator)
        return KernelMeans.sum(
            zip(kernel.multiples, kernel.weights).map { multiple, weight in
                let transform = GaussianTransform(grid, bandwidth: multiple * bandwidth)
                return KernelMeans(
                    cells.features(transform), others.features(transform), weight: weight,
                    atZero: transform.valueAtZero)
            })
    }
}

extension SampleShard {
    /// The ranges of some samples' columns over all ranks, of samples that have rows.
    package static func ranges(
        _ shares: [SampleShard], columns: Int, communicator: some Communicator
    ) -> [ClosedRange<Double>] {
        var ends = [Double](repeating: .infinity, count: 2 * columns)
        for share in shares where share.sample.rows > 0 {
            for (c, range) in share.sample.ranges().enumerated() {
                ends[c] = min(ends[c], range.lowerBound)
                ends[columns + c] = min(ends[columns + c], -range.upperBound)
            }
        }
        let least = communicator.minimum(ends)
        return (0..<columns).map { least[$0]...(-least[columns + $0]) }
    }
}

/// A sample spread onto a grid, divided by its size.
private struct MeanGrid {
    private let cells: AlignedArray<Double>

    /// Parts of the sample are spread apart, as many as there are threads but always joined in the same eight sums.
    init(_ share: SampleShard, _ grid: SpreadingGrid, threads: Int, communicator: some Communicator) {
        let (sample, rows) = (share.sample, share.sample.rows)
        let parts = min(8, max(1, rows / 65_536))
        let grids = concurrentResults(parts, threads: threads) { part in
            MeanGrid.spread(sample, rows * part / parts..<rows * (part + 1) / parts, grid)
        }
        var sum = grids[0]
        let target = sum.mutablePointer
        for other in grids.dropFirst() {
            for cell in 0..<sum.count { target[cell] += other.pointer[cell] }
        }
        communicator.sum(UnsafeMutableBufferPointer(start: target, count: sum.count))
        for cell in 0..<sum.count { target[cell] /= Double(share.total) }
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
        var cells = AlignedArray<Double>(zeros: grid.cellCount)
        var spreading = RowSpreading(grid)
        spreading.add(rows, of: sample, to: cells.mutablePointer)
        return cells
    }
}
