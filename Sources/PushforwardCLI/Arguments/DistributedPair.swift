import Pushforward

/// Two samples with the same columns of which a rank holds a shard: all rows where it is alone.
final class DistributedPair {
    let x: SampleShard
    let y: SampleShard
    /// Files, sizes and columns.
    let description: PairDescription
    let communicator: any Communicator

    /// The rows of a pair that this program has alone.
    init(whole pair: SamplePair) {
        x = SampleShard(whole: pair.x)
        y = SampleShard(whole: pair.y)
        description = PairDescription(
            paths: [pair.paths.first, pair.paths.second], rows: [pair.x.rows, pair.y.rows],
            columns: pair.names)
        communicator = SoleCommunicator()
        whole = pair
    }

    /// Two files that this program reads alone, or this rank's shards of them where there are several ranks or files.
    ///
    /// - Throws: `ReadingError`, the same on all ranks, and `FileError` for a pattern without files.
    static func read(_ names: [String], areShards: Bool, input: ReadingArguments) throws -> DistributedPair {
        areShards || Ranks.areSeveral
            ? try DistributedPair(names, areShards: areShards, input: input)
            : DistributedPair(whole: try input.read(names[0], names[1]))
    }

    /// Reads the shards of this rank; patterns in quotes stand for the files of a sample where `areShards`.
    ///
    /// - Throws: `ReadingError`, the same on all ranks, and `FileError` for a pattern without files.
    private init(_ names: [String], areShards: Bool, input: ReadingArguments) throws {
        communicator = Ranks.current
        let paths = areShards ? try names.map { try filePaths(matching: $0) } : names.map { [$0] }
        if communicator.size > 1, names.contains("-") {
            throw ReadingError(path: "-", reason: "expected files, which several ranks can read")
        }
        let options = try input.options()
        let (first, second) = try (
            readShard(paths[0], options: options, communicator: communicator),
            readShard(paths[1], options: options, communicator: communicator)
        )
        let order = try input.order(
            (first.names, first.hasNames, names[0]), (second.names, second.hasNames, names[1]))
        x = first.rows
        y = (order.map(second.selectingColumns) ?? second).rows
        description = PairDescription(paths: names, rows: [x.total, y.total], columns: first.names)
        for (table, name) in [(first, names[0]), (second, names[1])]
        where communicator.rank == 0 {
            ReadingArguments.reportSkipped(table.skippedRows, name)
        }
    }

    /// Throws unless both samples have enough rows.
    func requireRows(_ least: Int) throws {
        for (rows, path) in zip(description.rows, description.paths) where rows < least {
            throw ReadingError(path: path, reason: "expected at least \(least) rows, found \(rows)")
        }
    }

    /// Both samples with all their rows, which the ranks exchange when they are first asked for: by all of them.
    private(set) lazy var whole = SamplePair(
        x: x.gathered(by: communicator), y: y.gathered(by: communicator), names: description.columns,
        paths: (description.paths[0], description.paths[1]))

    /// Both samples with up to a number of rows at equal steps, on the first rank; `nil` on the others. Called by all.
    func thinned(to rows: Int) -> (x: Sample, y: Sample)? {
        let (first, second) = (
            x.thinned(to: rows, by: communicator), y.thinned(to: rows, by: communicator)
        )
        guard let first, let second else { return nil }
        return (first, second)
    }
}
