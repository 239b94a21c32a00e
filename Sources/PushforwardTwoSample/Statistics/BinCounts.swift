import PushforwardDiscrepancies
import PushforwardNumerics

/// For each bin and column, how many rows lie at or below each of a number of thresholds, and the Anderson-Darling
/// statistics that follow for any labeling of the bins.
///
/// A column's statistic is the sum over its thresholds of w D^2, D being the difference of the samples' distribution
/// functions and w the pooled share between two thresholds divided by F (1 - F): the two-sample statistic of Anderson and
/// Darling (Pettitt 1976; Scholz and Stephens 1987) where each pooled value is a threshold. It is divided by its mean over
/// all labelings of the bins, in closed form, so that columns with and without ties are alike.
struct BinCounts: Sendable {
    private let layout: BinLayout
    private let columns: Int
    private let thresholds: Int
    /// [bin][column][threshold]
    private let counts: AlignedArray<Float>
    /// w, and 0 for thresholds above which there is nothing; divided by the mean of the statistic.
    private let weights: [Double]
    private let totals: [Double]
    private var width: Int { padded(columns * thresholds) }

    /// From the sums of ``CountSums``. O(bins columns thresholds)
    init(_ sums: AlignedArray<Double>, of kind: CountSums, _ layout: BinLayout) {
        let (columns, size, width) = (kind.columns, kind.thresholds, kind.width)
        var counts = AlignedArray<Float>(zeros: sums.count)
        for bin in 0..<layout.count {
            for column in 0..<columns {
                var below = 0.0
                for place in bin * width + column * size..<bin * width + (column + 1) * size {
                    below += sums.pointer[place]
                    counts.mutablePointer[place] = Float(below)
                }
            }
        }
        self.layout = layout
        self.columns = columns
        self.counts = counts
        thresholds = size
        let moments = BinMoments(layout, counts.pointer, width: width)
        totals = moments.totals
        weights = BinCounts.weights(moments, columns: columns, thresholds: size, rows: Double(layout.rows))
    }

    private static func weights(_ moments: BinMoments, columns: Int, thresholds: Int, rows: Double)
        -> [Double]
    {
        (0..<columns).flatMap { column -> [Double] in
            let places = column * thresholds..<(column + 1) * thresholds
            var before = 0.0
            let weights = places.map { place -> Double in
                let share = moments.totals[place] / rows
                defer { before = share }
                return share < 1 && share > before ? (share - before) / (share * (1 - share)) : 0
            }
            let mean = zip(weights, places).reduce(0) { $0 + $1.0 * moments.meanSquares[$1.1] }
            return mean > 0 ? weights.map { $0 / mean } : weights.map { _ in 0 }
        }
    }

    /// The statistic of every column for some labelings, [labeling][column].
    func values(_ labels: LabelPermutations, _ rows: Range<Int>) -> [[Double]] {
        let sums = labels.firstSums(rows, layout, of: counts, width: width)
        return (0..<rows.count).map { row in
            (0..<columns).map { value(sums.pointer + row * width, column: $0) }
        }
    }

    private func value(_ first: UnsafePointer<Float>, column: Int) -> Double {
        let both = 1 / Double(layout.sizes.first) + 1 / Double(layout.sizes.second)
        var sum = 0.0
        for place in column * thresholds..<(column + 1) * thresholds {
            let difference = Double(first[place]) * both - totals[place] / Double(layout.sizes.second)
            sum += weights[place] * difference * difference
        }
        return sum
    }
}

/// How many rows of each bin lie between the thresholds of each column, [column][threshold].
struct CountSums: RowSums {
    /// Most thresholds of a column; fewer for many columns.
    private static let mostThresholds = 128
    let columns: Int
    let thresholds: Int
    var width: Int { padded(columns * thresholds) }
    /// Equal steps of a column's range of thresholds in the table where a search begins.
    private static let steps = 1_023
    /// [column][threshold], ascending.
    private let values: [Double]
    /// [column][step]
    private let starts: [UInt16]
    /// Steps per unit of each column; 0 where all thresholds are equal.
    private let densities: [Double]

    /// Thresholds from pooled rows: all distinct values of a column, or as many as there may be at equal steps of rank.
    /// Where there are fewer the last is repeated. O(rows log rows columns)
    init(pooled: Sample) {
        columns = pooled.columns
        let most = max(16, min(CountSums.mostThresholds, 16_384 / columns))
        thresholds = most
        let lines = (0..<columns).map { CountSums.thresholds(of: pooled.column($0), most: most) }
        densities = lines.map { line in
            let range = line.last! - line[0]
            return range > 0 && range.isFinite ? Double(CountSums.steps) / range : 0
        }
        values = lines.flatMap { $0 }
        starts = zip(lines, densities).flatMap { CountSums.starts($0, density: $1) }
    }

    private static func thresholds(of column: [Double], most: Int) -> [Double] {
        let sorted = column.sorted()
        var distinct = [Double]()
        for value in sorted where distinct.last != value { distinct.append(value) }
        if distinct.count > most {
            distinct = (1...most).map { sorted[max(0, $0 * sorted.count / most - 1)] }
        }
        return distinct + [Double](repeating: distinct.last!, count: most - distinct.count)
    }

    /// Adds 1 to the lowest threshold that is at least the value, for each value; values above all thresholds count nowhere,
    /// since their distribution functions are 1 there. A table of equal steps says where the search begins.
    func add(
        _ points: UnsafePointer<Double>, count: Int, stride: Int, to sums: UnsafeMutablePointer<Double>
    ) {
        values.withUnsafeBufferPointer { values in
            starts.withUnsafeBufferPointer { starts in
                for column in 0..<columns {
                    let line = values.baseAddress! + column * thresholds
                    let table = starts.baseAddress! + column * (CountSums.steps + 1)
                    let (low, density) = (line[0], densities[column])
                    for row in 0..<count {
                        let value = points[column * stride + row]
                        let step = max(0, min(Double(CountSums.steps), (value - low) * density))
                        var place = Int(table[Int(step)])
                        while place < thresholds, line[place] < value { place += 1 }
                        if place < thresholds { sums[column * thresholds + place] += 1 }
                    }
                }
            }
        }
    }

    /// For each step of the range of a column's thresholds, the first threshold that a value of the step may lie at or below:
    /// one of the same step or later, and one step less for rounding.
    private static func starts(_ line: [Double], density: Double) -> [UInt16] {
        let places = line.map { max(0, min(Double(steps), ($0 - line[0]) * density)).rounded(.down) }
        var place = 0
        return (0...steps).map { step in
            while place < line.count - 1, places[place] < Double(step - 1) { place += 1 }
            return UInt16(place)
        }
    }
}
