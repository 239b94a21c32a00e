public import ArgumentParser
import Pushforward

/// The arguments that say how tables are read.
struct ReadingArguments: ParsableArguments {
    @Option(
        help: "Columns to read, as names or numbers from 1, separated by commas; all by default.",
        transform: { $0.split(separator: ",").map(String.init) })
    var columns: [String]?

    @Option(
        help: "Field separator of text: comma, tab, semicolon, space or one character; detected by default.")
    var delimiter: String?

    @Option(help: "Whether the first line names the columns.")
    var header = ReadingOptions.Header.detected

    @Flag(help: "Skip rows with missing values and print their number. Without this flag they are errors.")
    var skipMissing = false

    @OptionGroup var parallel: ThreadArguments

    var threads: Int { parallel.count }

    func validate() throws {
        _ = try separator()
    }

    private func separator() throws -> UInt8? {
        switch delimiter {
        case nil: return nil
        case "comma": return 0x2c
        case "tab", "\\t": return 0x09
        case "semicolon": return 0x3b
        case "blank", "space": return 0x20
        case let text?:
            guard text.utf8.count == 1, let byte = text.utf8.first, byte != 0x22, byte != 0x0a else {
                throw ValidationError(
                    "--delimiter must be comma, tab, semicolon, space or one character, not '\(text)'.")
            }
            return byte
        }
    }

    func options() throws -> ReadingOptions {
        var options = ReadingOptions()
        options.header = header
        options.columns = columns
        options.delimiter = try separator()
        options.skipsMissing = skipMissing
        return options
    }

    /// Reads one table.
    func read(_ path: String) throws -> ReadTable {
        let table = try readSample(path, options: options())
        ReadingArguments.reportSkipped(table.skippedRows, path)
        return table
    }

    /// Reads all rows of a file, or of the files of a pattern where `areShards`.
    func readWhole(_ name: String, areShards: Bool) throws -> Sample {
        guard areShards else { return try read(name).sample }
        let table = try readShard(
            filePaths(matching: name), options: options(), communicator: SoleCommunicator())
        ReadingArguments.reportSkipped(table.skippedRows, name)
        return table.rows.sample
    }

    /// Prints the number of rows that were skipped, if there are any, to standard error.
    static func reportSkipped(_ rows: Int, _ path: String) {
        guard rows > 0 else { return }
        Terminal.write("\(path): skipped \(rows) row\(rows == 1 ? "" : "s") with missing values\n")
    }

    /// Reads two tables with the same columns; sorts the columns of the second into the first one's order by name.
    func read(_ first: String, _ second: String) throws -> SamplePair {
        guard !(first == "-" && second == "-") else {
            throw ValidationError("Only one of the two files can be standard input.")
        }
        let x = try read(first)
        let y = try read(second)
        let order = try order((x.names, x.hasNames, first), (y.names, y.hasNames, second))
        return SamplePair(
            x: x.sample, y: order.map(y.sample.selectingColumns) ?? y.sample, names: x.names,
            paths: (first, second))
    }

    /// For each column of a first table, the index of the column with the same name in a second one; `nil` if the columns
    /// have the same order.
    ///
    /// - Throws: `ReadingError` if the columns are not the same.
    func order(
        _ x: (names: [String], areGiven: Bool, path: String),
        _ y: (names: [String], areGiven: Bool, path: String)
    ) throws -> [Int]? {
        let (n, m) = (x.names.count, y.names.count)
        guard n == m else {
            throw ReadingError(path: y.path, reason: "expected \(n) columns as in \(x.path), found \(m)")
        }
        guard x.areGiven, y.areGiven, x.names != y.names, columns == nil else { return nil }
        guard Set(x.names) == Set(y.names), Set(x.names).count == n else {
            throw ReadingError(
                path: y.path,
                reason:
                    "expected the columns \(shown(x.names)) of \(x.path), found \(shown(y.names)) "
                    + "(--columns 1,2,... compares by number)")
        }
        return x.names.map { y.names.firstIndex(of: $0)! }
    }

    private func shown(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", ..." : "")
    }
}

extension ReadingOptions.Header: ExpressibleByArgument {}
