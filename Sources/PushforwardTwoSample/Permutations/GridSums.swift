import PushforwardDiscrepancies
import PushforwardNumerics

/// The grid of each bin, onto which its rows are spread.
struct GridSums: RowSums {
    let grid: SpreadingGrid
    var width: Int { grid.cellCount }

    func add(
        _ points: UnsafePointer<Double>, count: Int, stride: Int, to sums: UnsafeMutablePointer<Double>
    ) {
        grid.spread(points, count: count, stride: stride, into: sums)
    }

    /// The Gram matrices of the bins for Gaussian kernels, one per bandwidth, from the bins' grids.
    /// O(bins cells frequencies + bins^2 frequencies^d)
    func grams(
        _ cells: AlignedArray<Double>, _ layout: BinLayout, bandwidths: [Double], threads: Int
    ) -> [AlignedArray<Double>] {
        let features = GridFeatures(layout, grid: grid, bandwidths: bandwidths)
        let width = width
        _ = concurrentResults(layout.count, threads: threads) { bin in
            features.set(bin: bin, cells: cells.pointer + bin * width)
        }
        return features.grams
    }
}
