import PushforwardDiscrepancies
import PushforwardNumerics

/// Two samples of the same columns of which every rank holds a shard.
struct ShardPair: Sendable {
    let x: SampleShard
    let y: SampleShard
    let communicator: any Communicator

    init(_ x: SampleShard, _ y: SampleShard, communicator: any Communicator) {
        precondition(
            x.sample.columns == y.sample.columns,
            "samples of \(x.sample.columns) and \(y.sample.columns) columns can't be compared")
        self.x = x
        self.y = y
        self.communicator = communicator
    }

    var columns: Int { x.sample.columns }
    /// Rows of both samples on all ranks.
    var rows: Int { x.total + y.total }
    /// Whether this rank is alone and has all rows.
    var isWhole: Bool { communicator.size == 1 }
    /// Whether this rank has the results.
    var isFirst: Bool { communicator.rank == 0 }

    /// Both samples with all their rows, on the first rank; `nil` on the others. Called by all ranks.
    ///
    /// - Throws: `GatheringError`, on all ranks, where they are more than a rank gathers.
    func gathered() throws -> ShardPair? {
        try SampleShard.gathered(x, y, by: communicator).map {
            ShardPair(
                SampleShard(whole: $0.first), SampleShard(whole: $0.second), communicator: SoleCommunicator())
        }
    }

    /// The squared distances from which bandwidths are chosen, on all ranks.
    ///
    /// - Parameter scale: The scale of the columns; their own units by default.
    func pooledDistances(_ scale: ColumnScale? = nil) -> PooledDistances {
        precondition(
            isWhole || rows > PooledDistances.exactLimit, "\(rows) rows on several ranks have no random pairs"
        )
        if let scale, rows <= PooledDistances.exactLimit {
            return PooledDistances(scale.apply(to: x.sample), scale.apply(to: y.sample))
        }
        return PooledDistances(
            x, y, columns: columns, transform: scale.map { scale in { scale.value($0, column: $1) } },
            communicator: communicator)
    }

    /// The median heuristic on the first rank, and on the others where all pairs are too many. Called by all.
    func medianHeuristic() -> Double? {
        if isWhole || rows > PooledDistances.exactLimit { return pooledDistances().median }
        let (first, second) = (x.thinned(by: communicator), y.thinned(by: communicator))
        guard let first, let second else { return nil }
        return PooledDistances(first, second).median
    }

    /// Up to `most` rows of both samples, all of them where there are no more, drawn from a fixed stream that does not know
    /// the labels; on all ranks. O(most columns)
    func pooledRows(_ most: Int) -> Sample {
        var stream = RandomStream(seed: 0, purpose: "pooled rows")
        let numbers = rows <= most ? Array(0..<rows) : (0..<most).map { _ in stream.integer(below: rows) }
        var values = [Double](repeating: 0, count: numbers.count * columns)
        for (place, row) in numbers.enumerated() {
            let (share, number) = row < x.total ? (x, row) : (y, row - x.total)
            // A row is added to zeros: one rank has it.
            guard let own = share.place(ofRow: number) else { continue }
            for c in 0..<columns { values[place * columns + c] = share.sample[own, c] }
        }
        return Sample(columns: columns, values: communicator.sum(values))
    }
}
