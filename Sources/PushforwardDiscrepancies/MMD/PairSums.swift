import CPushforwardKernels
package import PushforwardNumerics

/// Sums of kernels over all pairs of points in double precision, one sum a bandwidth.
///
/// Goals, in order: 1 relative error 1e-13; 2 the same bytes for every number of threads: blocks of rows are summed
/// apart and joined in order; 3 speed: within a sample each pair is visited once.
package struct PairSums: Sendable {
    private static let block = 1_024
    private let parameters: [pf_kernel]
    private let weights: [[Double]]
    /// Whether one call gives all bandwidths: Gaussian kernels, each 1/4 as wide as the one before.
    private let isLadder: Bool
    private let threads: Int

    /// Sums of a kernel at each of several bandwidths.
    package init(_ kernel: Kernel, bandwidths: [Double], threads: Int = 1) {
        let ladder = zip(bandwidths, bandwidths.dropFirst()).allSatisfy { $0 == 4 * $1 }
        isLadder =
            kernel.family == .gaussian && kernel.multiples.count == 1 && bandwidths.count > 1 && ladder
            && bandwidths.count <= Int(PF_MAXIMUM_TERMS)
        if isLadder {
            let scales = Kernel.gaussianMixture(multiples: bandwidths.map { $0 * kernel.multiples[0] })
            parameters = [scales.parameters(bandwidth: 1)]
            weights = bandwidths.map { _ in kernel.weights }
        } else {
            parameters = bandwidths.map { kernel.parameters(bandwidth: $0) }
            weights = bandwidths.map { _ in kernel.family == .gaussian ? kernel.weights : [1] }
        }
        self.threads = threads
    }

    /// Number of bandwidths.
    package var count: Int { weights.count }

    /// The sums over all pairs (x_i, y_j).
    package func across(_ x: SampleColumns, _ y: SampleColumns) -> [Double] {
        joined(blocks(of: x.count)) { sums($0, of: x, 0..<y.count, of: y) }
    }

    /// The sums over all ordered pairs (x_i, x_j), those of a point with itself among them.
    package func within(_ x: SampleColumns) -> [Double] {
        joined(blocks(of: x.count)) { rows in
            let square = sums(rows, of: x, rows, of: x)
            guard rows.upperBound < x.count else { return square }
            let rest = sums(rows, of: x, rows.upperBound..<x.count, of: x)
            return zip(square, rest).map { $0 + 2 * $1 }
        }
    }

    /// The sums over the pairs of a range of one set and a range of another.
    package func sums(_ rows: Range<Int>, of x: SampleColumns, _ others: Range<Int>, of y: SampleColumns)
        -> [Double]
    {
        var raw = [Double](repeating: 0, count: parameters.count * Int(PF_MAXIMUM_TERMS))
        for (index, var kernel) in parameters.enumerated() {
            raw.withUnsafeMutableBufferPointer { memory in
                ProcessorKernels.active.pair_sums_double(
                    &kernel, isLadder ? 1 : 0, x.dimension, rows.count, x.pointer + rows.lowerBound, x.stride,
                    others.count, y.pointer + others.lowerBound, y.stride,
                    memory.baseAddress! + index * Int(PF_MAXIMUM_TERMS))
            }
        }
        return withExtendedLifetime((x, y)) {
            weights.indices.map { index in
                if isLadder { return raw[index] * weights[index][0] }
                return weights[index].indices.reduce(0) {
                    $0 + weights[index][$1] * raw[index * Int(PF_MAXIMUM_TERMS) + $1]
                }
            }
        }
    }

    /// The kernels of one point with those from `start` on, [term][padded number of points].
    package func values(
        of point: Int, in points: SampleColumns, from start: Int, into values: UnsafeMutablePointer<Double>
    ) {
        let length = points.count - start
        for (index, var kernel) in parameters.enumerated() {
            let mixture = weights[index].count
            precondition(isLadder || mixture == 1, "mixtures of \(mixture) kernels have no single values")
            ProcessorKernels.active.kernel_values_double(
                &kernel, isLadder ? 1 : 0, points.dimension, points.pointer + point, points.stride, length,
                points.pointer + start, points.stride, values + index * padded(length), padded(length))
        }
        withExtendedLifetime(points) {}
    }

    private func blocks(of count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: PairSums.block).map { $0..<min($0 + PairSums.block, count) }
    }

    private func joined(_ blocks: [Range<Int>], _ part: @escaping @Sendable (Range<Int>) -> [Double])
        -> [Double]
    {
        var totals = [CompensatedSum](repeating: CompensatedSum(), count: count)
        for sums in concurrentResults(blocks.count, threads: threads, { part(blocks[$0]) }) {
            for index in totals.indices { totals[index].add(sums[index]) }
        }
        return totals.map(\.value)
    }
}
