package import PushforwardNumerics

/// The ways to the means of one kernel.
package struct MeanSums: Sendable {
    package let x: Sample
    package let y: Sample
    package let kernel: Kernel
    package let bandwidth: Double
    package let threads: Int
    /// Independent shifts of the lattice of features, from which the standard error comes.
    package static let shifts = 8

    package func byPairs() -> KernelMeans {
        let origin = x.firstRow
        let (p, q) = (SampleColumns(x, minus: origin), SampleColumns(y, minus: origin))
        let sums = PairSums(kernel, bandwidths: [bandwidth], threads: threads)
        let (n, m) = (Double(x.rows), Double(y.rows))
        let (xx, yy) = (sums.within(p)[0] / (n * n), sums.within(q)[0] / (m * m))
        let xy = sums.across(p, q)[0] / (n * m)
        return KernelMeans(xx: xx, yy: yy, difference: xx + yy - 2 * xy, valueAtZero: kernel.valueAtZero)
    }

    package func byFeatures() -> [KernelMeans] {
        let lattice = PolynomialLattice(dimension: x.columns, bits: 10)
        let origin = x.firstRow
        return (0..<MeanSums.shifts).map { shift in
            var random = RandomStream(seed: UInt64(shift), purpose: "features")
            let features = FourierFeatures(lattice, dimension: x.columns, using: &random)
            let parts = zip(kernel.multiples, kernel.weights).map { multiple, weight in
                let r = multiple * bandwidth
                return KernelMeans(
                    features.means(x, minus: origin, bandwidth: r, threads: threads),
                    features.means(y, minus: origin, bandwidth: r, threads: threads),
                    weight: weight / Double(features.count), atZero: Double(features.count))
            }
            return KernelMeans.sum(parts)
        }
    }
}
