import CPushforwardKernels
package import PushforwardNumerics
import RealModule

/// Quasi-random Fourier features of the Gaussian kernel exp(-|x - y|^2 / r) in any dimension: with frequencies
/// w = sqrt(2 / r) Phi^-1(u) at the points u of a shifted lattice, the mean of cos(w . (x - y)) estimates the kernel,
/// and is positive definite itself (Rahimi and Recht 2007; Avron, Sindhwani, Yang and Mahoney 2016).
///
/// Sums over points in single precision over at most 512 of them, in double beyond. O(n d features)
package struct FourierFeatures: Sendable {
    /// Number K of frequencies.
    package let count: Int
    private let width: Int
    private let dimension: Int
    /// Frequencies of unit bandwidth, [coordinate][width].
    private let frequencies: AlignedArray<Float>
    private let block = 512

    /// A digital shift of a lattice.
    package init(_ lattice: PolynomialLattice, dimension: Int, using random: inout RandomStream) {
        let points = lattice.shifted(using: &random)
        count = points.count
        width = padded(points.count)
        self.dimension = dimension
        var frequencies = AlignedArray<Float>(zeros: dimension * width)
        for (k, point) in points.enumerated() {
            for c in 0..<dimension {
                frequencies[c * width + k] = Float(2.0.squareRoot() * NormalDistribution.quantile(point[c]))
            }
        }
        self.frequencies = frequencies
    }

    /// Adds the sums over rows of cos(w . x), then of sin(w . x), to 2 K totals.
    package func add(
        _ points: UnsafePointer<Double>, count rows: Int, stride: Int, bandwidth r: Double,
        to totals: UnsafeMutablePointer<Double>
    ) {
        var scaled = AlignedArray<Float>(zeros: block * padded(dimension))
        var phases = AlignedArray<Float>(zeros: block * width)
        let factor = 1 / r.squareRoot()
        for first in Swift.stride(from: 0, to: rows, by: block) {
            let size = min(block, rows - first)
            let target = scaled.mutablePointer
            for c in 0..<dimension {
                for i in 0..<size {
                    target[i * padded(dimension) + c] = Float(factor * points[c * stride + first + i])
                }
            }
            ProcessorKernels.active.gemm(
                size, width, dimension, target, padded(dimension), 1, frequencies.pointer, width,
                phases.mutablePointer, width, 0)
            var sums = AlignedArray<Float>(zeros: 2 * width)
            let cosines = sums.mutablePointer
            ProcessorKernels.active.phase_sums(size, width, phases.pointer, cosines, cosines + width)
            for k in 0..<count {
                totals[k] += Double(cosines[k])
                totals[count + k] += Double(cosines[width + k])
            }
            withExtendedLifetime(sums) {}
        }
        withExtendedLifetime((scaled, phases)) {}
    }

    /// The mean features of a sample's rows less an origin.
    package func means(_ sample: Sample, minus origin: [Double], bandwidth: Double, threads: Int) -> [Double]
    {
        let part = 16_384
        let parts = concurrentResults((sample.rows + part - 1) / part, threads: threads) { index in
            let rows = index * part..<min((index + 1) * part, sample.rows)
            var blocks = RowBlocks(columns: sample.columns)
            var totals = [Double](repeating: 0, count: 2 * count)
            totals.withUnsafeMutableBufferPointer { totals in
                blocks.forEach(rows, of: sample, minus: origin) { points, count, stride in
                    add(points, count: count, stride: stride, bandwidth: bandwidth, to: totals.baseAddress!)
                }
            }
            return totals
        }
        return (0..<2 * count).map { k in Statistics.sum(parts.lazy.map { $0[k] }) / Double(sample.rows) }
    }
}
