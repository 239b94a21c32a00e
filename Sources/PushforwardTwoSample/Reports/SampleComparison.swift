import PushforwardDiscrepancies
import PushforwardNumerics

/// Whether two samples come from one distribution, which columns differ, and where.
public struct SampleComparison: Sendable, Codable, Equatable {
    /// The test of one column.
    public struct Column: Sendable, Codable, Equatable {
        /// Its name.
        public let name: String
        /// The two-sample Kolmogorov-Smirnov test.
        public let test: KolmogorovSmirnov
        /// Its p-value after Holm's correction over all columns.
        public let correctedPValue: Double
    }

    /// Rows of a sample that the columns' tests use at most, at equal steps: sorting takes several times their memory.
    public static let columnRows = 1_000_000

    /// Rows of the first and of the second sample.
    public let rows: [Int]
    /// The joint test.
    public let outcome: TwoSampleTest.Outcome
    /// The columns, in their order.
    public let columns: [Column]
    /// The bandwidth of the witness function.
    public let witnessBandwidth: Double
    /// Where the first sample has most mass beyond the second's.
    public let moreOfFirst: Witness.Extreme
    /// Where the second sample has most mass beyond the first's.
    public let moreOfSecond: Witness.Extreme

    /// Compares two samples of at least 2 rows and the same columns.
    ///
    /// - Parameters:
    ///   - x: The first sample.
    ///   - y: The second sample.
    ///   - names: One name per column.
    ///   - test: The joint test.
    ///   - seed: Of the assignment of rows and the permutations.
    public init(_ x: Sample, _ y: Sample, names: [String], test: TwoSampleTest, seed: UInt64) {
        precondition(
            names.count == x.columns && x.columns == y.columns,
            "\(names.count) names for samples of \(x.columns) and \(y.columns) columns")
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        rows = [x.rows, y.rows]
        outcome = test(x, y, using: &random)
        let tests = SampleComparison.columnTests(x, y)
        let corrected = holmCorrection(tests.map(\.pValue))
        columns = zip(names, zip(tests, corrected)).map {
            Column(name: $0, test: $1.0, correctedPValue: $1.1)
        }
        let witness = Witness(x, y, bandwidth: outcome.strongest.bandwidth ?? medianHeuristic(of: x, and: y))
        let extremes = witness.extremes(tasks: test.tasks)
        witnessBandwidth = witness.bandwidth
        moreOfFirst = extremes.highest
        moreOfSecond = extremes.lowest
    }

    private static func columnTests(_ x: Sample, _ y: Sample) -> [KolmogorovSmirnov] {
        let (first, second) = (x.thinned(to: columnRows), y.thinned(to: columnRows))
        return (0..<x.columns).map { c in
            KolmogorovSmirnov(SortedLine(first.column(c)), SortedLine(second.column(c)))
        }
    }
}
