/// The rows of a sample that one rank holds, in runs of consecutive ones.
package struct SampleShard: Sendable {
    /// Consecutive rows: their first number in the whole sample, and in the rank's own.
    package struct Run: Sendable {
        /// Number of the first row in the whole sample.
        package let first: Int
        /// Number of the first row among the rank's own.
        package let place: Int
        /// Number of rows.
        package let count: Int

        /// Consecutive rows.
        ///
        /// - Parameters:
        ///   - first: Number of the first row in the whole sample.
        ///   - place: Number of the first row among the rank's own.
        ///   - count: Number of rows.
        package init(first: Int, place: Int, count: Int) {
            self.first = first
            self.place = place
            self.count = count
        }
    }

    /// The rank's own rows.
    package let sample: Sample
    /// Where they are in the whole, in ascending order.
    package let runs: [Run]
    /// Rows of the whole sample.
    package let total: Int

    /// The rows that a rank holds.
    ///
    /// - Parameters:
    ///   - sample: The rank's own rows.
    ///   - runs: Their places in the whole sample, in ascending order; their counts add up to the rows of `sample`.
    ///   - total: Number of rows of the whole sample.
    package init(_ sample: Sample, runs: [Run], total: Int) {
        precondition(
            runs.reduce(0) { $0 + $1.count } == sample.rows,
            "runs of \(runs.reduce(0) { $0 + $1.count }) rows do not fit a sample of \(sample.rows)")
        self.sample = sample
        self.runs = runs
        self.total = total
    }

    /// All rows of a sample: the share of a rank that is alone.
    package init(whole sample: Sample) {
        self.init(
            sample, runs: [Run(first: 0, place: 0, count: sample.rows)], total: sample.rows)
    }

    /// The share of one of several ranks, which take blocks of rows in turn.
    ///
    /// - Parameters:
    ///   - sample: The whole sample.
    ///   - rank: Number of the rank, from 0.
    ///   - size: Number of ranks.
    ///   - block: Rows per block.
    /// - Complexity: O(n d / size).
    package init(of sample: Sample, rank: Int, of size: Int, block: Int = 65_536) {
        var (runs, rows): ([Run], [Int]) = ([], [])
        for first in stride(from: rank * block, to: sample.rows, by: size * block) {
            let count = min(block, sample.rows - first)
            runs.append(Run(first: first, place: rows.count, count: count))
            rows += first..<first + count
        }
        self.init(sample.selecting(rows), runs: runs, total: sample.rows)
    }

    /// The place of a row of the whole sample among the rank's own; `nil` where another rank has it. O(log runs)
    package func place(ofRow row: Int) -> Int? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].first <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, row < runs[low - 1].first + runs[low - 1].count else { return nil }
        return runs[low - 1].place + row - runs[low - 1].first
    }
}
