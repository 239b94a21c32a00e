import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// A statistic that a permutation test can compute under any labeling of the bins.
protocol PermutableStatistic: Sendable {
    /// For each term (such as a bandwidth), its value under every labeling.
    func values(_ labels: LabelPermutations, threads: Int) -> [[Double]]
}

/// Squared MMDs as quadratic forms v' G v: G holds the kernel's sums over the pairs of two bins, and v is 1 / n for
/// bins that count to the first sample and -1 / m for the others.
struct QuadraticStatistic: PermutableStatistic {
    let layout: BinLayout
    /// For each term, [width][width], width being the number of bins padded for the kernels.
    let grams: [AlignedArray<Double>]

    /// Leading dimension of a Gram matrix.
    static func width(_ layout: BinLayout) -> Int { padded(layout.count) }

    func values(_ labels: LabelPermutations, threads: Int) -> [[Double]] {
        labels.inBlocks(of: 96, threads: threads) { values(labels, $0) }
    }

    private func values(_ labels: LabelPermutations, _ rows: Range<Int>) -> [[Double]] {
        let width = QuadraticStatistic.width(layout)
        var signs = AlignedArray<Double>(zeros: rows.count * width)
        var images = AlignedArray<Double>(zeros: rows.count * width)
        QuadraticStatistic.fill(
            labels, rows, layout, first: 1 / Double(layout.sizes.first),
            second: -1 / Double(layout.sizes.second),
            into: signs.mutablePointer)
        return grams.map { gram in
            QuadraticStatistic.multiply(rows.count, signs.pointer, gram, width, into: images.mutablePointer)
            return (0..<rows.count).map {
                dotProduct(signs.pointer + $0 * width, images.pointer + $0 * width, count: width)
            }
        }
    }

    /// For vectors v, [rows][width], others whose products with them are v' G v: a block of columns of the symmetric matrix
    /// takes twice the rows above it and its own, so that half of the matrix is read.
    private static func multiply(
        _ rows: Int, _ vectors: UnsafePointer<Double>, _ gram: AlignedArray<Double>, _ width: Int,
        into images: UnsafeMutablePointer<Double>
    ) {
        let block = 256
        for start in stride(from: 0, to: width, by: block) {
            let columns = min(block, width - start)
            let target = images + start
            ProcessorKernels.active.gemm_double(
                rows, columns, start, vectors, width, 1, gram.pointer + start, width, target, width, 0)
            for row in 0..<rows {
                for column in 0..<columns { target[row * width + column] *= 2 }
            }
            ProcessorKernels.active.gemm_double(
                rows, columns, columns, vectors + start, width, 1, gram.pointer + start * width + start,
                width,
                target, width, 1)
        }
    }

    /// Fills [rows][width] with one number for bins that count to the first sample and another for the others.
    static func fill(
        _ labels: LabelPermutations, _ rows: Range<Int>, _ layout: BinLayout, first: Double, second: Double,
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

/// The product of two vectors, in eight sums side by side.
func dotProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let whole = count / 8 * 8
    for place in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += x[place + lane] * y[place + lane] }
    }
    return (whole..<count).reduce(sums.sum()) { $0 + x[$1] * y[$1] }
}
