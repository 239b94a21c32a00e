import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// Features of the bins' grids, a table per bandwidth, and the Gram matrices that follow.
final class GridFeatures: @unchecked Sendable {
    private let layout: BinLayout
    private let transforms: [GaussianTransform]
    /// [bin][feature]; each bin is set by one thread.
    private var tables: [AlignedArray<Double>]
    private let places: [UnsafeMutablePointer<Double>]

    init(_ layout: BinLayout, grid: SpreadingGrid, bandwidths: [Double]) {
        let transforms = bandwidths.map { GaussianTransform(grid, bandwidth: $0) }
        var tables = transforms.map { AlignedArray<Double>(zeros: layout.count * $0.featureCount) }
        places = tables.indices.map { tables[$0].mutablePointer }
        self.layout = layout
        self.transforms = transforms
        self.tables = tables
    }

    /// Takes a bin's grid. O(cells frequencies)
    func set(bin: Int, cells: UnsafePointer<Double>) {
        for (transform, place) in zip(transforms, places) {
            transform.features(cells, into: place + bin * transform.featureCount)
        }
    }

    /// The Gram matrices of the bins, one per bandwidth. O(bins^2 features)
    var grams: [AlignedArray<Double>] {
        zip(tables, transforms).map { layout.gram($0, features: $1.featureCount, scale: 1) }
    }
}

extension BinLayout {
    /// The Gram matrix of features [bin][feature], each less the bin's share in the sum over bins: labels sum to 0 over
    /// the rows, so that a common part changes nothing but rounding.
    func gram(_ table: AlignedArray<Double>, features: Int, scale: Double) -> AlignedArray<Double> {
        let shares = (0..<count).map { Double(size(ofBin: $0)) / Double(rows) }
        let width = QuadraticStatistic.width(self)
        let block = 256
        var turned = AlignedArray<Double>(zeros: block * width)
        var result = AlignedArray<Double>(zeros: width * width)
        let target = turned.mutablePointer
        for first in stride(from: 0, to: features, by: block) {
            let size = min(block, features - first)
            for bin in 0..<count {
                let source = table.pointer + bin * features + first
                for feature in 0..<size {
                    target[feature * width + bin] = source[feature] * scale.squareRoot()
                }
            }
            for feature in 0..<size {
                let row = target + feature * width
                let total = (0..<count).reduce(0.0) { $0 + row[$1] }
                for bin in 0..<count { row[bin] -= shares[bin] * total }
            }
            ProcessorKernels.active.gemm_double(
                width, width, size, target, 1, width, target, width, result.mutablePointer, width, 1)
        }
        withExtendedLifetime(turned) {}
        return result
    }
}
