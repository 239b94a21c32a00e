import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// The kinds of simple features of rows on the common scale. With c the coordinates limited to (-3, 3):
enum FeatureKind: String, Sendable, CaseIterable {
    /// c_i^2: the spread of a column.
    case spread
    /// c_i c_j for i < j, up to 64 columns: the dependence of two columns.
    case pairs
    /// |x|, of two and more columns: the distance from the center.
    case norm
}

/// Sums of the features of each bin's rows. Features are multiples of 2^-24, so that their sums over up to 5 10^7 rows per
/// bin are exact in any order; |x| is at most 2^20.
struct FeatureSums: RowSums {
    /// Most columns whose pairs are features.
    private static let mostPairedColumns = 64
    private static let limit = 3.0
    /// Added to a number below 2^38 and taken away again, it leaves a multiple of 2^-12.
    private static let rounding = 0x1.8p40
    let columns: Int

    var count: Int { places(.norm).upperBound }
    var width: Int { padded(count) }

    /// The places of a kind's features; none for pairs and norm of one column.
    func places(_ kind: FeatureKind) -> Range<Int> {
        let pairs = columns <= FeatureSums.mostPairedColumns ? columns * (columns - 1) / 2 : 0
        switch kind {
        case .spread: return 0..<columns
        case .pairs: return columns..<columns + pairs
        case .norm: return columns + pairs..<columns + pairs + (columns > 1 ? 1 : 0)
        }
    }

    /// The columns of a feature.
    func columns(ofFeature place: Int) -> [Int] {
        guard place >= columns else { return [place] }
        guard places(.pairs).contains(place) else { return Array(0..<columns) }
        var rest = place - columns
        for first in 0..<columns {
            if rest < columns - 1 - first { return [first, first + 1 + rest] }
            rest -= columns - 1 - first
        }
        preconditionFailure("no feature of number \(place)")
    }

    @inline(__always)
    private static func rounded(_ value: Double) -> Double { (value + rounding) - rounding }

    func add(
        _ points: UnsafePointer<Double>, count: Int, stride: Int, to sums: UnsafeMutablePointer<Double>
    ) {
        let limit = FeatureSums.limit
        var limited = AlignedArray<Double>(zeros: (columns + 1) * count)
        let values = limited.mutablePointer
        let norms = values + columns * count
        for c in 0..<columns {
            let (source, target) = (points + c * stride, values + c * count)
            for i in 0..<count {
                target[i] = FeatureSums.rounded(max(-limit, min(limit, source[i])))
                norms[i] += source[i] * source[i]
            }
            sums[c] += dotProduct(target, target, count: count)
        }
        var place = columns
        for a in 0..<(places(.pairs).isEmpty ? 0 : columns) {
            for b in a + 1..<columns {
                sums[place] += dotProduct(values + a * count, values + b * count, count: count)
                place += 1
            }
        }
        for place in places(.norm) {
            sums[place] += (0..<count).reduce(0) {
                $0 + FeatureSums.rounded(min(0x1p20, norms[$1].squareRoot()))
            }
        }
        withExtendedLifetime(limited) {}
    }
}

/// The difference of the samples' mean features for any labeling of the bins, in standard deviations over all labelings.
struct BinFeatures: Sendable {
    /// Where the features of each kind are.
    let kind: FeatureSums
    private let layout: BinLayout
    private let sums: AlignedArray<Double>
    private let moments: BinMoments
    private let deviations: [Double]

    /// From the sums of ``FeatureSums``.
    init(_ sums: AlignedArray<Double>, of kind: FeatureSums, _ layout: BinLayout) {
        self.layout = layout
        self.kind = kind
        self.sums = sums
        moments = BinMoments(layout, sums.pointer, width: kind.width)
        deviations = moments.variances.map { $0.squareRoot() }
    }

    /// For some labelings, the standardized absolute difference of each feature's means, [labeling][feature].
    func values(_ labels: LabelPermutations, _ rows: Range<Int>) -> [[Double]] {
        let (bins, width) = (QuadraticStatistic.width(layout), kind.width)
        var flags = AlignedArray<Double>(zeros: rows.count * bins)
        var firsts = AlignedArray<Double>(zeros: rows.count * width)
        QuadraticStatistic.fill(labels, rows, layout, first: 1, second: 0, into: flags.mutablePointer)
        ProcessorKernels.active.gemm_double(
            rows.count, width, layout.count, flags.pointer, bins, 1, sums.pointer, width,
            firsts.mutablePointer, width, 0)
        let both = 1 / Double(layout.sizes.first) + 1 / Double(layout.sizes.second)
        return withExtendedLifetime(flags) {
            (0..<rows.count).map { row in
                (0..<kind.count).map { place in
                    let difference =
                        firsts.pointer[row * width + place] * both
                        - moments.totals[place] / Double(layout.sizes.second) - moments.means[place]
                    return deviations[place] > 0 ? abs(difference) / deviations[place] : 0
                }
            }
        }
    }
}
