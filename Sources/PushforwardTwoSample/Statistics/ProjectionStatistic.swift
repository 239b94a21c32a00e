import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// Statistics of one-dimensional projections: the difference D of the two distribution functions at thresholds, along
/// several directions, measured by a norm.
///
/// Each bin's counts below the thresholds are kept, so that a labeling's counts are one row of a matrix product and
/// exact. The thresholds are all pooled values up to 512 of them, and quantiles of a random part beyond.
struct ProjectionStatistic: PermutableStatistic {
    /// How D becomes a number.
    enum Norm {
        /// The integral of |D|, the mean over directions: sliced W1.
        case absolute
        /// Twice the integral of D^2, the mean over directions, in units of the energy distance.
        case square
        /// The largest |D| of a column; the mean |D| is a second term.
        case largest
    }

    static let mostThresholds = 512
    static let directions = 32
    /// The largest distance of two thresholds, the unit of the statistic.
    let scale: Double
    private let norm: Norm
    private let sizes: (first: Double, second: Double)
    private let assignment: BinAssignment
    /// Counts [bin][threshold] over all directions, padded to `width`.
    private let counts: AlignedArray<Float>
    private let width: Int
    /// Factor of each threshold in the norm.
    private let factors: [Double]

    init(_ x: Sample, _ y: Sample, _ assignment: BinAssignment, norm: Norm) {
        let axes =
            norm == .largest
            ? (0..<x.columns).map { c in (0..<x.columns).map { $0 == c ? 1.0 : 0 } }
            : sliceDirections(dimension: x.columns, count: ProjectionStatistic.directions)
        let thresholds = axes.map {
            Thresholds(x, y, direction: $0, most: ProjectionStatistic.mostThresholds)
        }
        self.norm = norm
        self.assignment = assignment
        sizes = (Double(x.rows), Double(y.rows))
        width = padded(thresholds.reduce(0) { $0 + $1.values.count })
        scale = thresholds.map { $0.values.last! - $0.values[0] }.max()!
        factors = thresholds.flatMap { ProjectionStatistic.factors($0, norm, axes.count, x.columns) }
        counts = ProjectionStatistic.counts(x, y, assignment, thresholds, width: width)
    }

    func values(_ labels: LabelPermutations, threads: Int) -> [[Double]] {
        let block = 16
        let totals = (0..<width).map { k in
            (0..<assignment.count).reduce(0.0) { $0 + Double(counts.pointer[$1 * width + k]) }
        }
        let parts = concurrentResults((labels.count + block - 1) / block, threads: threads) { index in
            values(labels, index * block..<min((index + 1) * block, labels.count), totals)
        }
        return (0..<(norm == .largest ? 2 : 1)).map { term in parts.flatMap { $0.map { $0[term] } } }
    }

    private func values(_ labels: LabelPermutations, _ rows: Range<Int>, _ totals: [Double]) -> [[Double]] {
        let sums = labels.firstSums(rows, assignment.layout, of: counts, width: width)
        return (0..<rows.count).map { reduced(sums.pointer + $0 * width, totals) }
    }

    private func reduced(_ own: UnsafePointer<Float>, _ totals: [Double]) -> [Double] {
        let both = 1 / sizes.first + 1 / sizes.second
        var sum = 0.0
        var largest = 0.0
        for k in factors.indices {
            let difference = abs(Double(own[k]) * both - totals[k] / sizes.second)
            sum += factors[k] * (norm == .square ? difference * difference : difference)
            largest = difference > largest ? difference : largest
        }
        return norm == .largest ? [largest, sum] : [sum]
    }

    private static func factors(_ thresholds: Thresholds, _ norm: Norm, _ axes: Int, _ dimension: Int)
        -> [Double]
    {
        let values = thresholds.values
        let gaps = values.indices.map { $0 + 1 < values.count ? values[$0 + 1] - values[$0] : 0 }
        switch norm {
        case .absolute: return gaps.map { $0 / Double(axes) }
        case .square:
            return gaps.map { 2 * $0 * SlicedDistance.energyFactor(dimension: dimension) / Double(axes) }
        case .largest: return gaps.map { _ in 1 / Double(values.count * axes) }
        }
    }

    private static func counts(
        _ x: Sample, _ y: Sample, _ assignment: BinAssignment, _ thresholds: [Thresholds], width: Int
    ) -> AlignedArray<Float> {
        var counts = AlignedArray<Float>(zeros: assignment.count * width)
        let cells = counts.mutablePointer
        for (side, sample) in [x, y].enumerated() {
            assignment.forEachBin(of: side) { bin, rows in
                var start = 0
                for axis in thresholds {
                    axis.count(sample, rows, into: cells + bin * width + start)
                    start += axis.values.count
                }
            }
        }
        for bin in 0..<assignment.count {
            var place = bin * width
            for axis in thresholds {
                for k in 1..<max(1, axis.values.count) { cells[place + k] += cells[place + k - 1] }
                place += axis.values.count
            }
        }
        return counts
    }
}

/// Ascending thresholds of the pooled sample's projection onto a direction.
struct Thresholds {
    let values: [Double]
    private let direction: [Double]

    init(_ x: Sample, _ y: Sample, direction: [Double], most: Int) {
        self.direction = direction
        var random = RandomStream(seed: 0, purpose: "thresholds")
        let total = x.rows + y.rows
        let rows = total <= 65_536 ? Array(0..<total) : (0..<65_536).map { _ in random.integer(below: total) }
        let projections = rows.map { row in
            row < x.rows
                ? Thresholds.projection(x, row, direction) : Thresholds.projection(y, row - x.rows, direction)
        }.sorted()
        var distinct = [Double]()
        for value in projections where distinct.last != value { distinct.append(value) }
        guard distinct.count > most else {
            values = distinct
            return
        }
        values = (0..<most).map { distinct[$0 * (distinct.count - 1) / (most - 1)] }
    }

    /// Adds 1 to the lowest threshold that is at least a row's projection; rows beyond the last count nowhere, as their
    /// distribution functions are 1 there.
    func count(_ sample: Sample, _ rows: UnsafeBufferPointer<UInt32>, into cells: UnsafeMutablePointer<Float>)
    {
        values.withUnsafeBufferPointer { values in
            for row in rows {
                let projection = Thresholds.projection(sample, Int(row), direction)
                var (low, high) = (0, values.count)
                while low < high {
                    let middle = (low + high) / 2
                    if values[middle] < projection { low = middle + 1 } else { high = middle }
                }
                if low < values.count { cells[low] += 1 }
            }
        }
    }

    private static func projection(_ sample: Sample, _ row: Int, _ direction: [Double]) -> Double {
        var sum = 0.0
        for c in direction.indices { sum += direction[c] * sample[row, c] }
        return sum
    }
}
