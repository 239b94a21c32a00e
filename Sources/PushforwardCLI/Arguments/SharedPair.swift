import Pushforward

/// Two samples with the same columns, of which each rank holds its share of the rows; a rank that is alone holds all.
final class SharedPair {
    let x: SampleShare
    let y: SampleShare
    /// Names of the columns.
    let columns: [String]
    /// Names of the samples.
    let names: [String]
    /// The files of each sample, in the order of their rows.
    let paths: [[String]]
    let communicator: any Communicator

    /// A pair whose rows this rank has alone.
    init(whole pair: SamplePair) {
        x = SampleShare(whole: pair.x)
        y = SampleShare(whole: pair.y)
        columns = pair.names
        names = [pair.paths.first, pair.paths.second]
        paths = names.map { [$0] }
        communicator = SoleCommunicator()
        whole = pair
    }

    /// Reads the shares of this rank. If `areShards`, each name is a pattern that matches the files of a sample.
    ///
    /// - Throws: `ReadingError`, the same on all ranks, and `FileError` for a pattern that matches no file.
    init(_ names: [String], areShards: Bool, input: ReadingArguments) throws {
        communicator = Ranks.current
        self.names = names
        paths = areShards ? try names.map { try filePaths(matching: $0) } : names.map { [$0] }
        if communicator.size > 1, names.contains("-") {
            throw ReadingError(path: "-", reason: "several ranks can't share standard input; name files")
        }
        let options = try input.options()
        let (first, second) = try (
            readShare(paths[0], options: options, communicator: communicator),
            readShare(paths[1], options: options, communicator: communicator)
        )
        let order = try input.order(
            (first.names, first.hasNames, names[0]), (second.names, second.hasNames, names[1]))
        x = first.share
        y = (order.map(second.selectingColumns) ?? second).share
        columns = first.names
        guard communicator.rank == 0 else { return }
        for (table, name) in [(first, names[0]), (second, names[1])] {
            ReadingArguments.reportSkipped(table.skippedRows, name)
        }
    }

    /// Throws unless both samples have enough rows.
    func requireRows(_ minimum: Int) throws {
        for (share, name) in [(x, names[0]), (y, names[1])] where share.total < minimum {
            throw ReadingError(path: name, reason: "expected at least \(minimum) rows, found \(share.total)")
        }
    }

    /// Both samples with all their rows. The ranks exchange the rows at the first access, so all of them must access it.
    private(set) lazy var whole = SamplePair(
        x: x.gathered(by: communicator), y: y.gathered(by: communicator), names: columns,
        paths: (names[0], names[1]))

    /// The number of files of each sample, in words.
    var parts: [String] { paths.map { "\($0.count) file\($0.count == 1 ? "" : "s")" } }

    /// The first line of a report: names and sizes.
    var headline: String {
        SamplePair.headline(names, rows: [x.total, y.total], columns: columns.count)
    }
}
