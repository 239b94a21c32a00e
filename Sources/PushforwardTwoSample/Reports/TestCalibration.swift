import PushforwardDiscrepancies
public import PushforwardNumerics
import RealModule

/// How a test behaves on a user's own data: its level, and the smallest shift that it finds.
public struct TestCalibration: Sendable {
    /// The test.
    public var test: TwoSampleTest
    /// Level alpha at which a difference counts as found.
    public var level: Double
    /// Seed of splits and permutations.
    public var seed: UInt64
    /// Threads; results do not depend on them.
    public var threads: Int

    /// Calibration of a test at a level.
    public init(_ test: TwoSampleTest, level: Double = 0.05, seed: UInt64 = 1, threads: Int = 1) {
        precondition(level > 0 && level < 1, "a level is between 0 and 1, not \(level)")
        self.test = test
        self.test.threads = 1
        self.level = level
        self.seed = seed
        self.threads = threads
    }

    /// What random splits of one sample show.
    public struct Level: Sendable, Codable, Equatable {
        /// Splits tried.
        public let repetitions: Int
        /// Rows of each part.
        public let rows: Int
        /// Splits whose p-value was at most the level.
        public let rejections: Int
        /// The share of rejections.
        public let share: Double
        /// Its standard error where the test has its level exactly.
        public let standardError: Double
        /// The p-value of the sample's first half against its second: small where the rows' order matters, which no
        /// permutation test allows.
        public let halvesPValue: Double
    }

    /// The share of random splits of a sample into two parts in which the test finds a difference.
    ///
    /// Parts hold up to 10,000 rows. O(repetitions) tests
    public func level(of sample: Sample, repetitions: Int = 400) -> Level {
        precondition(sample.rows >= 4, "\(sample.rows) rows can't be split into two samples")
        let rows = min(sample.rows / 2, 10_000)
        let values = concurrentResults(repetitions, threads: threads) { repetition in
            var random = RandomStream(seed: seed, purpose: "calibration \(repetition)")
            let (first, second) = split(sample, rows, rows, using: &random)
            return test(first, second, using: &random).pValue
        }
        let rejections = values.count { $0 <= level }
        var random = RandomStream(seed: seed, purpose: "halves")
        let half = sample.rows / 2
        let halves = test(
            sample.selecting(0..<half), sample.selecting(half..<sample.rows), using: &random)
        return Level(
            repetitions: repetitions, rows: rows, rejections: rejections,
            share: Double(rejections) / Double(repetitions),
            standardError: (level * (1 - level) / Double(repetitions)).squareRoot(),
            halvesPValue: halves.pValue)
    }

    /// The smallest shift of a column that the test finds in 80 % of samples.
    public struct Power: Sendable, Codable, Equatable {
        /// The column's number, from 0.
        public let column: Int
        /// The shift in the column's unit.
        public let shift: Double
        /// The shift in standard deviations of the column.
        public let standardized: Double
    }

    /// For each column, the shift of the second sample's values that the test would find with probability 0.8, were the
    /// samples drawn from the pooled one. About 10 % exact: from 7 steps of bisection with 100 samples each.
    ///
    /// Samples above 1,000 rows are thinned to that many; the shift is then scaled by the square root of the sizes'
    /// ratio, as the distance of two shifted samples grows with n shift^2. O(700 columns) tests
    public func power(_ x: Sample, _ y: Sample) -> [Power] {
        let most = 1_000
        let shrink = max(1, Double(min(x.rows, y.rows)) / Double(most))
        let sizes = [x.rows, y.rows].map { max(2, Int(Double($0) / shrink)) }.map { min($0, 4 * most) }
        let pooled = Sample(pooling: x, y)
        return (0..<x.columns).map { column in
            let deviation = Statistics.standardDeviation(pooled.column(column))
            var (low, high) = (0.0, 8.0)
            var center: Double { low > 0 ? (low * high).squareRoot() : high / 2 }
            for step in 0..<7 {
                let middle = step == 0 ? 0.5 : center
                let found = share(pooled, sizes, column, shift: middle * deviation, step: step)
                if found < 0.8 { low = middle } else { high = middle }
            }
            let standardized = center / shrink.squareRoot()
            return Power(column: column, shift: standardized * deviation, standardized: standardized)
        }
    }

    private func share(_ pooled: Sample, _ sizes: [Int], _ column: Int, shift: Double, step: Int) -> Double {
        var quick = test
        quick.permutations = min(test.permutations, 199)
        let repetitions = 100
        let found = concurrentResults(repetitions, threads: threads) { [quick] repetition in
            var random = RandomStream(seed: seed, purpose: "power \(column) \(step) \(repetition)")
            let (first, second) = split(pooled, sizes[0], sizes[1], using: &random)
            return quick(first, second.shifted(column: column, by: shift), using: &random).pValue <= level
        }
        return Double(found.count { $0 }) / Double(repetitions)
    }

    /// Random rows of a sample, no row twice.
    private func split(_ sample: Sample, _ n: Int, _ m: Int, using random: inout RandomStream) -> (
        Sample, Sample
    ) {
        var order = Array(0..<sample.rows)
        random.shuffle(&order)
        return (sample.selecting(order[..<n]), sample.selecting(order[n..<n + m]))
    }
}

extension Sample {
    /// A copy with a number added to one column.
    func shifted(column: Int, by shift: Double) -> Sample {
        var builder = SampleBuilder(columns: columns, precision: .double, expectedRows: rows)
        for row in 0..<rows {
            for c in 0..<columns { builder.append(self[row, c] + (c == column ? shift : 0)) }
        }
        return builder.finish()
    }
}
