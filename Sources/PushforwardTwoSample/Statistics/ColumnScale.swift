package import PushforwardNumerics
import RealModule

/// How a test brings columns to a common scale, so that no column rules by its unit.
public enum ColumnScaling: String, Sendable, Codable, CaseIterable {
    /// Less the median, in units of the interquartile range of a normal distribution; tails are drawn in.
    case robust
    /// Less the mean, in standard deviations.
    case deviation
    /// The data's own units.
    case none
}

/// The common scale of the columns of two samples: a function of the pooled rows, which does not know the labels, so that
/// the level of a permutation test stays exact.
///
/// Goals, in order: 1 the same scale whatever the labels, ranks and threads; 2 no influence of a far row; 3 a p-value that
/// does not change when a column is multiplied by a number or a number is added.
public struct ColumnScale: Sendable, Codable, Equatable {
    /// Pooled rows that determine it at most, drawn from a fixed stream.
    package static let mostRows = 32_768
    /// Interquartile range of the standard normal distribution.
    private static let normalRange = 1.348_979_500_392_163_5
    /// Units from the center beyond which the robust scale draws values in.
    private static let kneeUnits = 5.0

    /// The rule.
    public let scaling: ColumnScaling
    /// What is subtracted from each column.
    public let centers: [Double]
    /// What each column is divided by then; positive.
    public let units: [Double]

    /// The scale of pooled rows. O(rows log rows columns)
    ///
    /// The unit of a column is its interquartile range; where that is 0 its standard deviation; where that is 0 too, 1.
    package init(_ scaling: ColumnScaling, of pooled: Sample) {
        self.scaling = scaling
        let scales = (0..<pooled.columns).map { ColumnScale.scale(scaling, pooled.column($0)) }
        centers = scales.map(\.center)
        units = scales.map(\.unit)
    }

    private static func scale(_ scaling: ColumnScaling, _ values: [Double]) -> (center: Double, unit: Double)
    {
        switch scaling {
        case .none: return (0, 1)
        case .deviation: return (finiteMean(values), positive(deviation(values)))
        case .robust:
            let sorted = values.sorted()
            let (low, middle, high) = (
                Statistics.quantile(ofSorted: sorted, 0.25), Statistics.quantile(ofSorted: sorted, 0.5),
                Statistics.quantile(ofSorted: sorted, 0.75)
            )
            let range = high / normalRange - low / normalRange
            return (middle, range > 0 ? range : positive(deviation(values)))
        }
    }

    private static func positive(_ unit: Double) -> Double { unit > 0 && unit.isFinite ? unit : 1 }

    private static func finiteMean(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 / Double(values.count) }
    }

    /// The standard deviation of numbers of any size: squares are of numbers divided by the largest.
    private static func deviation(_ values: [Double]) -> Double {
        let center = finiteMean(values)
        let largest = values.reduce(0) { max($0, abs($1 - center)) }
        guard largest > 0, largest.isFinite else { return 0 }
        let squares = values.reduce(0) { $0 + (($1 - center) / largest) * (($1 - center) / largest) }
        return largest * (squares / Double(values.count)).squareRoot()
    }

    /// A value of a column on the common scale. With the robust rule what lies t > 0 beyond 5 units is drawn in to
    /// 5 + log(1 + log(1 + t)): order is kept, and no number is farther than 12, so that kernels reach all.
    package func value(_ value: Double, column: Int) -> Double {
        drawnIn((value - centers[column]) / units[column])
    }

    @inline(__always)
    private func drawnIn(_ scaled: Double) -> Double {
        guard scaling == .robust, abs(scaled) > ColumnScale.kneeUnits else { return scaled }
        let beyond = min(abs(scaled), .greatestFiniteMagnitude) - ColumnScale.kneeUnits
        let drawn = ColumnScale.kneeUnits + Double.log(onePlus: Double.log(onePlus: beyond))
        return scaled < 0 ? -drawn : drawn
    }

    /// Brings rows, coordinate c of row i at `points[c * stride + i]`, to the common scale in place. O(count d)
    func apply(to points: UnsafeMutablePointer<Double>, count: Int, stride: Int) {
        guard scaling != .none else { return }
        for column in centers.indices {
            let (line, center, unit) = (points + column * stride, centers[column], units[column])
            var farthest = 0.0
            for row in 0..<count {
                let scaled = (line[row] - center) / unit
                line[row] = scaled
                farthest = max(farthest, abs(scaled))
            }
            guard scaling == .robust, farthest > ColumnScale.kneeUnits else { continue }
            for row in 0..<count { line[row] = drawnIn(line[row]) }
        }
    }

    /// The rows of a sample on the common scale, in double precision: results do not depend on how a sample is stored. O(n d)
    package func apply(to sample: Sample) -> Sample {
        guard scaling != .none else { return sample }
        var builder = SampleBuilder(columns: sample.columns, precision: .double, expectedRows: sample.rows)
        for row in 0..<sample.rows {
            for column in 0..<sample.columns { builder.append(value(sample[row, column], column: column)) }
        }
        return builder.finish()
    }

    /// Ranges of columns on the common scale.
    func apply(to ranges: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
        ranges.enumerated().map { value($1.lowerBound, column: $0)...value($1.upperBound, column: $0) }
    }
}
