import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// Unbiased squared MMDs under any labeling of the bins, each times a factor.
///
/// With u = 1 for bins of the first sample and 0 for the others, G the kernel's sums over the pairs of two bins' rows
/// without those of a row with itself, and g its sum over the columns, the sums within and across the samples are
/// a = u'Gu, a + c = u'g and a + b + 2c = 1'g.
struct UnbiasedStatistic: PermutableStatistic {
    let layout: BinLayout
    /// For each term, [width][width], width being the number of bins padded for the kernels.
    let grams: [AlignedArray<Double>]
    /// For each term, what its squared MMD is multiplied by.
    let factors: [Double]

    func values(_ labels: LabelPermutations, threads: Int) -> [[Double]] {
        let totals = grams.map(columnSums)
        return labels.inBlocks(of: 64, threads: threads) { values(labels, $0, totals) }
    }

    private func columnSums(_ gram: AlignedArray<Double>) -> [Double] {
        let width = QuadraticStatistic.width(layout)
        return (0..<width).map { column in
            (0..<width).reduce(0) { $0 + gram.pointer[$1 * width + column] }
        }
    }

    private func values(_ labels: LabelPermutations, _ rows: Range<Int>, _ totals: [[Double]]) -> [[Double]] {
        let width = QuadraticStatistic.width(layout)
        var indicators = AlignedArray<Double>(zeros: rows.count * width)
        var images = AlignedArray<Double>(zeros: rows.count * width)
        QuadraticStatistic.fill(
            labels, rows, layout, first: 1, second: 0, into: indicators.mutablePointer)
        return grams.indices.map { term in
            ProcessorKernels.active.gemm_double(
                rows.count, width, width, indicators.pointer, width, 1, grams[term].pointer, width,
                images.mutablePointer, width, 0)
            let total = totals[term].reduce(0, +)
            return (0..<rows.count).map { row in
                let (u, image) = (indicators.pointer + row * width, images.pointer + row * width)
                var (within, reached) = (0.0, 0.0)
                for bin in 0..<width {
                    within += u[bin] * image[bin]
                    reached += u[bin] * totals[term][bin]
                }
                return factors[term] * unbiased(within: within, across: reached - within, total: total)
            }
        }
    }

    private func unbiased(within: Double, across: Double, total: Double) -> Double {
        let (n, m) = (Double(layout.sizes.first), Double(layout.sizes.second))
        let other = total - within - 2 * across
        return within / (n * (n - 1)) + other / (m * (m - 1)) - 2 * across / (n * m)
    }
}
