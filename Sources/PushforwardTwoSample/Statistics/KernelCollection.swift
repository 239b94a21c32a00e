import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// Kernels with their bandwidths, as published tests take them: 10 product Laplace kernels, whose bandwidths come from
/// the sums of absolute differences, and 10 Gaussian ones with bandwidths from the Euclidean distances.
struct KernelCollection: Sendable {
    /// Kernels of a norm.
    private static let count = 10
    /// 0, 1/9 ... 1.
    private static let shares = (0..<count).map { Double($0) / Double(count - 1) }
    /// Rows of a sample from which distances are taken, at equal steps.
    private static let distanceRows = 1_500

    /// One kernel with its bandwidth r.
    struct Member: Sendable {
        let kernel: Kernel
        let bandwidth: Double
    }

    /// The product Laplace kernels and the Gaussian ones, narrowest first.
    let members: [Member]

    /// Of MMD-FUSE: exp(-sqrt(2) |x - y|_1 / l) and exp(-|x - y|^2 / (2 l^2)), l evenly spaced from half the 5 % to
    /// twice the 95 % quantile of the pooled sample's distances, those of a point with itself and ties taken as the
    /// median (Biggs, Schrab and Gretton 2023, and the code beside it).
    init(fuse x: Sample, _ y: Sample) {
        let pooled = Sample(
            pooling: x.thinned(to: KernelCollection.distanceRows),
            y.thinned(to: KernelCollection.distanceRows))
        members = KernelCollection.members(laplace: 0.5, gaussian: 2) { norm in
            var distances = norm.distances(pooled)
            let median = OrderStatistics.median(distances)
            for index in distances.indices where distances[index] == 0 { distances[index] = median }
            sortAscending(&distances)
            let (low, high) = (
                distances[distances.count / 20] / 2, distances[distances.count * 95 / 100] * 2
            )
            return KernelCollection.shares.map { low + (high - low) * $0 }
        }
    }

    /// Of MMDAgg: exp(-|x - y|_1 / l) and exp(-|x - y|^2 / l^2), l in geometric steps from half the smallest to twice
    /// the largest distance of the first 500 rows of both samples; its absolute bounds of 0.1 and 0.3 are kept
    /// (Schrab, Kim, Albert, Laurent, Guedj and Gretton 2023, and the code beside it).
    init(aggregated x: Sample, _ y: Sample) {
        let (first, second) = (x.leading(500), y.leading(500))
        members = KernelCollection.members(laplace: 1, gaussian: 1) { norm in
            var distances = norm.distances(first, second)
            sortAscending(&distances)
            let smallest = distances[0]
            let low = (smallest >= 0.1 ? smallest : max(distances[distances.count / 20], 0.1)) / 2
            let high = 2 * max(distances.last!, 0.3)
            return KernelCollection.shares.map { low * Double.pow(high / low, $0) }
        }
    }

    /// Kernels whose r is a multiple of the squared scales of their norm. A collection of equal points has scales 1.
    private static func members(
        laplace: Double, gaussian: Double, _ scales: (Norm) -> [Double]
    ) -> [Member] {
        [(Norm.manhattan, Kernel.productLaplace, laplace), (.euclidean, .gaussian, gaussian)].flatMap {
            norm, kernel, multiple in
            scales(norm).map { Member(kernel: kernel, bandwidth: $0 > 0 ? multiple * $0 * $0 : 1) }
        }
    }
}

/// A norm of differences.
private enum Norm {
    case manhattan, euclidean

    /// The norms of the pairs i <= j of a sample's rows.
    func distances(_ sample: Sample) -> [Double] {
        let points = SampleColumns(sample)
        return (0..<points.count).flatMap { distances(points, $0, points, from: $0) }
    }

    /// The norms of all pairs of two samples' rows.
    func distances(_ x: Sample, _ y: Sample) -> [Double] {
        let (points, others) = (SampleColumns(x), SampleColumns(y))
        return (0..<points.count).flatMap { distances(points, $0, others, from: 0) }
    }

    private func distances(_ x: SampleColumns, _ i: Int, _ y: SampleColumns, from start: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: y.count - start)
        for c in 0..<x.dimension {
            let (value, column) = (x.pointer[c * x.stride + i], y.pointer + c * y.stride + start)
            for j in sums.indices {
                let difference = value - column[j]
                sums[j] += self == .manhattan ? abs(difference) : difference * difference
            }
        }
        return withExtendedLifetime((x, y)) {
            self == .manhattan ? sums : sums.map { $0.squareRoot() }
        }
    }
}

extension Sample {
    /// The first rows.
    fileprivate func leading(_ count: Int) -> Sample { rows > count ? selecting(Array(0..<count)) : self }
}
