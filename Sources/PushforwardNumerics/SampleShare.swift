/// The rows of a sample that one rank holds, in runs of consecutive ones.
public struct SampleShare: Sendable {
    /// Consecutive rows: their first number in the whole sample, and in the rank's own.
    public struct Run: Sendable {
        /// Number of the first row in the whole sample.
        public let first: Int
        /// Number of the first row among the rank's own.
        public let place: Int
        /// Number of rows.
        public let count: Int

        /// A run of rows.
        public init(first: Int, place: Int, count: Int) {
            self.first = first
            self.place = place
            self.count = count
        }
    }

    /// The rank's own rows.
    public let sample: Sample
    /// Where they are in the whole, in ascending order.
    public let runs: [Run]
    /// Rows of the whole sample.
    public let total: Int

    /// Rows of a sample.
    public init(_ sample: Sample, runs: [Run], total: Int) {
        precondition(
            runs.reduce(0) { $0 + $1.count } == sample.rows,
            "runs of \(runs.reduce(0) { $0 + $1.count }) rows do not fit a sample of \(sample.rows)")
        self.sample = sample
        self.runs = runs
        self.total = total
    }

    /// The part of a sample that one of several ranks has: blocks of rows in turn.
    public init(of sample: Sample, rank: Int, of size: Int, block: Int = 65_536) {
        var (runs, rows): ([Run], [Int]) = ([], [])
        for first in stride(from: rank * block, to: sample.rows, by: size * block) {
            let count = min(block, sample.rows - first)
            runs.append(Run(first: first, place: rows.count, count: count))
            rows += first..<first + count
        }
        self.init(sample.selecting(rows), runs: runs, total: sample.rows)
    }

    /// The place of a row of the whole sample among the rank's own; `nil` where another rank has it. O(log runs)
    public func place(ofRow row: Int) -> Int? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].first <= row { low = middle + 1 } else { high = middle }
        }
        guard low > 0, row < runs[low - 1].first + runs[low - 1].count else { return nil }
        return runs[low - 1].place + row - runs[low - 1].first
    }

    /// The whole sample, from the rows of all ranks. O(n d), on every rank
    public func gathered(by communicator: some Communicator) -> Sample {
        let columns = communicator.minimum([Double(sample.rows > 0 ? sample.columns : .max)])[0]
        let width = Int(columns)
        var bytes: [UInt8] = []
        for run in runs { withUnsafeBytes(of: (Int64(run.first), Int64(run.count))) { bytes += Array($0) } }
        withUnsafeBytes(of: Int64(runs.count)) { bytes = Array($0) + bytes }
        for row in 0..<sample.rows {
            for c in 0..<width { withUnsafeBytes(of: sample[row, c]) { bytes += Array($0) } }
        }
        var values = [Double](repeating: 0, count: total * width)
        for part in communicator.gather(bytes) {
            part.withUnsafeBytes { raw in
                let count = Int(raw.loadUnaligned(as: Int64.self))
                var place = 8 + 16 * count
                for run in 0..<count {
                    let first = Int(raw.loadUnaligned(fromByteOffset: 8 + 16 * run, as: Int64.self))
                    let rows = Int(raw.loadUnaligned(fromByteOffset: 16 + 16 * run, as: Int64.self))
                    for i in 0..<rows * width {
                        values[first * width + i] = raw.loadUnaligned(fromByteOffset: place, as: Double.self)
                        place += 8
                    }
                }
            }
        }
        return Sample(columns: width, values: values)
    }
}
