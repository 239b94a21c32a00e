import CPushforwardKernels
import PushforwardNumerics
import RealModule

/// From a spreading grid to the features of one Gaussian kernel: the inner product of two grids' features is the sum
/// of exp(-|x - y|^2 / r) over the pairs of their points.
///
/// Quadrature of the kernel's spectral density (`GaussianQuadrature`). The features are real: products of cosines
/// and sines of each coordinate, with the square roots of the quadrature's weights and the reciprocal of the window's
/// transform folded in, so that two or three matrix products lead from the grid to them.
package struct GaussianTransform: Sendable {
    private let grid: SpreadingGrid
    /// For each coordinate, [lines][width]: cosines, then sines.
    private let tables: [AlignedArray<Double>]
    private let widths: [Int]
    /// The kernel at distance 0 under the quadrature, 1 within the tolerance.
    package let valueAtZero: Double

    /// - Parameter r: At least the grid's narrowest bandwidth.
    package init(_ grid: SpreadingGrid, bandwidth r: Double) {
        precondition(
            r >= grid.narrowest * (1 - 1e-12),
            "bandwidth \(r) is below the grid's narrowest \(grid.narrowest)")
        self.grid = grid
        let axes = (0..<grid.dimension).map { FrequencyAxis(grid, coordinate: $0, bandwidth: r) }
        valueAtZero = axes.reduce(1) { $0 * $1.weights.reduce(0, +) }
        widths = axes.map(\.width)
        tables = axes.enumerated().map { $1.table(grid, coordinate: $0) }
    }

    /// Number of features, padding included.
    package var featureCount: Int { widths.reduce(1, *) }

    /// The features of a grid. O(cells frequencies)
    package func features(_ cells: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        switch grid.dimension {
        case 1: contractLast(cells, rows: 1, into: result)
        case 2:
            var half = AlignedArray<Double>(zeros: widths[0] * grid.lines[1])
            contractFirst(cells, coordinate: 0, rest: grid.lines[1], into: half.mutablePointer)
            contractLast(half.pointer, rows: widths[0], into: result)
            withExtendedLifetime(half) {}
        default:
            let slice = grid.lines[1] * grid.lines[2]
            var first = AlignedArray<Double>(zeros: widths[0] * slice)
            var second = AlignedArray<Double>(zeros: widths[0] * widths[1] * grid.lines[2])
            contractFirst(cells, coordinate: 0, rest: slice, into: first.mutablePointer)
            for a in 0..<widths[0] {
                contractFirst(
                    first.pointer + a * slice, coordinate: 1, rest: grid.lines[2],
                    into: second.mutablePointer + a * widths[1] * grid.lines[2])
            }
            contractLast(second.pointer, rows: widths[0] * widths[1], into: result)
            withExtendedLifetime((first, second)) {}
        }
    }

    /// result[width][rest] = transposed table [lines][width] times cells [lines][rest].
    private func contractFirst(
        _ cells: UnsafePointer<Double>, coordinate c: Int, rest: Int,
        into result: UnsafeMutablePointer<Double>
    ) {
        ProcessorKernels.active.gemm_double(
            widths[c], rest, grid.lines[c], tables[c].pointer, 1, widths[c], cells, rest, result, rest, 0)
    }

    /// result[rows][width] = cells [rows][lines] times the last coordinate's table.
    private func contractLast(
        _ cells: UnsafePointer<Double>, rows: Int, into result: UnsafeMutablePointer<Double>
    ) {
        let c = grid.dimension - 1
        ProcessorKernels.active.gemm_double(
            rows, widths[c], grid.lines[c], cells, grid.lines[c], 1, tables[c].pointer, widths[c], result,
            widths[c],
            0)
    }
}

/// The quadrature of one coordinate on a spreading grid.
private struct FrequencyAxis {
    private let quadrature: GaussianQuadrature
    var weights: [Double] { quadrature.weights }
    /// Cosines and sines, padded for the kernels.
    let width: Int

    init(_ grid: SpreadingGrid, coordinate c: Int, bandwidth r: Double) {
        let extent = grid.ranges[c].upperBound - grid.ranges[c].lowerBound
        quadrature =
            grid.periods[c] > 0
            ? GaussianQuadrature(bandwidth: r, period: grid.periods[c], tolerance: grid.tolerance)
            : GaussianQuadrature(bandwidth: r, extent: extent, tolerance: grid.tolerance)
        width = (2 * quadrature.weights.count + 7) / 8 * 8
    }

    func table(_ grid: SpreadingGrid, coordinate c: Int) -> AlignedArray<Double> {
        var table = AlignedArray<Double>(zeros: grid.lines[c] * width)
        let pointer = table.mutablePointer
        for (k, weight) in weights.enumerated() {
            let frequency = Double(k) * quadrature.step
            let factor = weight.squareRoot() / grid.window.transform(phase: frequency * grid.spacing)
            for line in 0..<grid.lines[c] {
                let phase = frequency * grid.place(line)
                pointer[line * width + k] = factor * Double.cos(phase)
                pointer[line * width + weights.count + k] = factor * Double.sin(phase)
            }
        }
        return table
    }
}
