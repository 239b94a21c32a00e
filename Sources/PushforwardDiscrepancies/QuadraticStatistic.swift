import CPushforwardKernels
import PushforwardNumerics

/// A statistic that a permutation test can work out under any labelling of the bins.
protocol PermutableStatistic: Sendable {
    /// For each term (such as a bandwidth), its value under every labelling.
    func values(_ labels: Relabelling, tasks: Int) -> [[Double]]
}

/// Squared MMDs as quadratic forms v' G v: G holds the kernel's sums over the pairs of two bins, and v is 1 / n for
/// bins that count to the first sample and -1 / m for the others.
struct QuadraticStatistic: PermutableStatistic {
    let layout: BinLayout
    /// For each term, [width][width], width being the number of bins padded for the kernels.
    let grams: [AlignedArray<Double>]

    /// Leading dimension of a Gram matrix.
    static func width(_ layout: BinLayout) -> Int { padded(layout.count) }

    func values(_ labels: Relabelling, tasks: Int) -> [[Double]] {
        labels.inBlocks(of: 64, tasks: tasks) { values(labels, $0) }
    }

    private func values(_ labels: Relabelling, _ rows: Range<Int>) -> [[Double]] {
        let width = QuadraticStatistic.width(layout)
        var signs = AlignedArray<Double>(zeros: rows.count * width)
        var images = AlignedArray<Double>(zeros: rows.count * width)
        QuadraticStatistic.fill(
            labels, rows, layout, first: 1 / Double(layout.sizes.first),
            second: -1 / Double(layout.sizes.second),
            into: signs.mutablePointer)
        return grams.map { gram in
            Kernels.active.gemm_double(
                rows.count, width, width, signs.pointer, width, 1, gram.pointer, width, images.mutablePointer,
                width,
                0)
            return (0..<rows.count).map { row in
                let (v, image) = (signs.pointer + row * width, images.pointer + row * width)
                var sum = 0.0
                for bin in 0..<width { sum += v[bin] * image[bin] }
                return sum
            }
        }
    }

    /// Fills [rows][width] with one number for bins that count to the first sample and another for the others.
    static func fill(
        _ labels: Relabelling, _ rows: Range<Int>, _ layout: BinLayout, first: Double, second: Double,
        into values: UnsafeMutablePointer<Double>
    ) {
        for (index, row) in rows.enumerated() {
            let line = values + index * width(layout)
            for (bin, flag) in labels.flags(row).enumerated() { line[bin] = flag == 1 ? first : second }
            line[layout.permuted] = first
            line[layout.permuted + 1] = second
        }
    }
}
