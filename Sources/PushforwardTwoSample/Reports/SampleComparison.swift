import PushforwardDiscrepancies
public import PushforwardNumerics

/// Whether two samples come from one distribution, which columns differ, and where: what
/// ``TwoSampleTest/compare(_:_:names:seed:)`` gives.
public struct SampleComparison: Sendable, Codable, Equatable {
    /// The test of one column.
    public struct Column: Sendable, Codable, Equatable {
        /// Its name.
        public let name: String
        /// The two-sample Kolmogorov-Smirnov test.
        public let test: KolmogorovSmirnov
        /// The p-value of a difference in this column, corrected for all that was looked at: by the joint statistic, of which
        /// the column is a part, or for other statistics that of Kolmogorov and Smirnov with Holm's correction.
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
    /// The scale of the columns on which its distances are; `nil` for the data's own units.
    public let witnessScale: ColumnScale?
    /// Where the first sample has most mass beyond the second's.
    public let moreOfFirst: Witness.Extreme
    /// Where the second sample has most mass beyond the first's.
    public let moreOfSecond: Witness.Extreme
}

extension TwoSampleTest {
    /// Compares two samples of at least 2 rows and the same columns by this test, column by column, and by the witness.
    ///
    /// O((n + m) d) beyond the cost of the test.
    ///
    /// - Parameters:
    ///   - x: The first sample.
    ///   - y: The second sample.
    ///   - names: One name per column.
    ///   - seed: Of the assignment of rows to bins and the permutations.
    public func compare(_ x: Sample, _ y: Sample, names: [String], seed: UInt64) -> SampleComparison {
        let (x, y) = (SampleShard(whole: x), SampleShard(whole: y))
        let whole = try? compare(x, y, names: names, seed: seed, communicator: SoleCommunicator())
        guard let whole else { preconditionFailure("a program that has all rows gathers none") }
        return whole
    }

    /// Compares two samples of at least 2 rows and the same columns, of which every rank holds a shard. The comparison, to
    /// the last bit, is that of one rank with all rows.
    ///
    /// For the columns and the witness the first rank gathers up to ``SampleComparison/columnRows`` and ``Witness/rows``
    /// rows of each sample, at equal steps, 32 MB of columns at a time.
    ///
    /// - Parameters:
    ///   - x: The rank's shard of the first sample.
    ///   - y: Its shard of the second.
    ///   - names: One name per column.
    ///   - seed: Of the assignment of rows to bins and the permutations.
    ///   - communicator: The ranks, which all call this.
    /// - Returns: `nil` on all ranks but the first.
    /// - Throws: `GatheringError`, on all ranks, where the joint test needs more rows than one rank gathers.
    package func compare(
        _ x: SampleShard, _ y: SampleShard, names: [String], seed: UInt64, communicator: some Communicator
    ) throws -> SampleComparison? {
        let samples = ShardPair(x, y, communicator: communicator)
        precondition(
            names.count == samples.columns, "\(names.count) names for samples of \(samples.columns) columns")
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        let outcome = try self(x, y, communicator: communicator, using: &random)
        let tests = samples.columnTests(rows: SampleComparison.columnRows)
        let median = statistic.hasKernels ? nil : samples.medianHeuristic()
        let (first, second) = (
            x.thinned(to: Witness.rows, by: communicator), y.thinned(to: Witness.rows, by: communicator)
        )
        guard let outcome, let first, let second else { return nil }
        let corrected =
            outcome.columnPValues.isEmpty ? holmCorrection(tests.map(\.pValue)) : outcome.columnPValues
        let columns = zip(names, zip(tests, corrected)).map {
            SampleComparison.Column(name: $0, test: $1.0, correctedPValue: $1.1)
        }
        let scale = statistic.hasKernels ? outcome.scale : nil
        let witness = Witness(
            first, second, bandwidth: outcome.strongestKernel?.bandwidth ?? median!, scale: scale)
        let extremes = witness.extremes(threads: threads)
        return SampleComparison(
            rows: [x.total, y.total], outcome: outcome, columns: columns,
            witnessBandwidth: witness.bandwidth, witnessScale: scale, moreOfFirst: extremes.highest,
            moreOfSecond: extremes.lowest)
    }
}

extension ShardPair {
    /// The tests of the columns on the first rank; none on the others. Columns are gathered one at a time where they are
    /// long, and several where they are short. O(rows log rows columns)
    fileprivate func columnTests(rows: Int) -> [KolmogorovSmirnov] {
        let width = max(1, (1 << 22) / min(rows, max(x.total, y.total)))
        return stride(from: 0, to: columns, by: width).flatMap { start -> [KolmogorovSmirnov] in
            let part = start..<min(start + width, columns)
            let (first, second) = (
                x.thinned(to: rows, columns: part, by: communicator),
                y.thinned(to: rows, columns: part, by: communicator)
            )
            guard let first, let second else { return [] }
            return (0..<part.count).map {
                KolmogorovSmirnov(SortedLine(first.column($0)), SortedLine(second.column($0)))
            }
        }
    }
}
