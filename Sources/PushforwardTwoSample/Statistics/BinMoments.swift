import PushforwardNumerics

/// The mean and variance over all labelings of the difference of the samples' means of each feature, from the sums of the
/// features over bins: a labeling draws `first` of the permuted bins without replacement.
struct BinMoments: Sendable {
    /// Sums over all rows.
    let totals: [Double]
    /// The mean of the difference over all labelings; not 0 where rows are left over.
    let means: [Double]
    /// Its variance over all labelings.
    let variances: [Double]
    /// The mean of the square of the difference.
    var meanSquares: [Double] { zip(means, variances).map { $0 * $0 + $1 } }

    /// - Parameters:
    ///   - layout: The bins.
    ///   - sums: [bin][width]
    ///   - width: Features.
    init<Number: BinaryFloatingPoint>(_ layout: BinLayout, _ sums: UnsafePointer<Number>, width: Int) {
        let (n, m) = (Double(layout.sizes.first), Double(layout.sizes.second))
        let (first, bins) = (Double(layout.first), Double(layout.permuted))
        let both = 1 / n + 1 / m
        var (totals, means, variances) = ([Double](), [Double](), [Double]())
        for feature in 0..<width {
            let values = (0..<layout.permuted).map { Double(sums[$0 * width + feature]) }
            let mean = values.reduce(0, +) / bins
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let left = Double(sums[layout.permuted * width + feature])
            let total = bins * mean + left + Double(sums[(layout.permuted + 1) * width + feature])
            totals.append(total)
            means.append(both * (first * mean + left) - total / m)
            variances.append(
                bins > 1 ? both * both * first * (bins - first) / (bins * (bins - 1)) * squares : 0)
        }
        (self.totals, self.means, self.variances) = (totals, means, variances)
    }
}
