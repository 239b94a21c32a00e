import ArgumentParser
import Pushforward

/// Two samples with the same columns of which a rank holds its share of the rows: all of them where it is alone.
final class SharedPair {
    let x: SampleShare
    let y: SampleShare
    /// Names of the columns.
    let columns: [String]
    /// What the samples are called.
    let names: [String]
    /// The files of each, in the order of their rows.
    let paths: [[String]]
    let communicator: any Communicator

    /// The rows of a pair that this program has alone.
    init(whole pair: SamplePair) {
        x = SampleShare(whole: pair.x)
        y = SampleShare(whole: pair.y)
        columns = pair.names
        names = [pair.paths.first, pair.paths.second]
        paths = names.map { [$0] }
        communicator = SoleCommunicator()
        whole = pair
    }

    /// Reads the shares of this rank; patterns in quotes stand for the files of a sample where `areShards`.
    ///
    /// - Throws: `ReadingError`, the same on all ranks, and `FileError` for a pattern without files.
    init(_ names: [String], areShards: Bool, input: ReadingArguments) throws {
        communicator = Ranks.current
        self.names = names
        paths = areShards ? try names.map { try filePaths(matching: $0) } : names.map { [$0] }
        if communicator.size > 1, names.contains("-") {
            throw ReadingError(path: "-", reason: "expected files, which several ranks can read")
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
        for (table, name) in [(first, names[0]), (second, names[1])]
        where table.skippedRows > 0 && communicator.rank == 0 {
            input.tellSkipped(table.skippedRows, name)
        }
    }

    /// Throws unless both samples have enough rows.
    func requireRows(_ least: Int) throws {
        for (share, name) in [(x, names[0]), (y, names[1])] where share.total < least {
            throw ReadingError(path: name, reason: "expected at least \(least) rows, found \(share.total)")
        }
    }

    /// Both samples with all their rows, which the ranks exchange when they are first asked for: by all of them.
    private(set) lazy var whole = SamplePair(
        x: x.gathered(by: communicator), y: y.gathered(by: communicator), names: columns,
        paths: (names[0], names[1]))

    /// Numbers of files, in words.
    var parts: [String] { paths.map { "\($0.count) file\($0.count == 1 ? "" : "s")" } }

    /// The sizes, as the first line of a report.
    var headline: String {
        SamplePair.headline(names, rows: [x.total, y.total], columns: columns.count)
    }
}
