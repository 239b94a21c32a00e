package import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The shard of a table that one rank holds.
package struct TableShard: Sendable {
    /// The rank's rows.
    package let rows: SampleShard
    /// Names of the columns.
    package let names: [String]
    /// Whether the names came from the files.
    package let hasNames: Bool
    /// Rows with missing values that were left out, on all ranks.
    package let skippedRows: Int

    /// The columns of the given numbers, in that order.
    package func selectingColumns(_ columns: [Int]) -> TableShard {
        let own = rows.sample
        let sample =
            own.rows > 0 ? own.selectingColumns(columns) : Sample(columns: columns.count, values: [])
        return TableShard(
            rows: SampleShard(sample, runs: rows.runs, total: rows.total),
            names: columns.map { names[$0] },
            hasNames: hasNames, skippedRows: skippedRows)
    }
}

/// Reads this rank's shard of a table: of one file blocks of rows in turn, of several files, whose rows follow each
/// other, whole files in turn. Which rows a rank has makes no difference to results. Of a NumPy array in C order a rank
/// reads its blocks only; of text it parses its blocks only.
///
/// - Throws: `ReadingError`, the same on all ranks. Each waits for all.
package func readShard(
    _ paths: [String], options: ReadingOptions = ReadingOptions(), communicator: some Communicator
) throws -> TableShard {
    precondition(!paths.isEmpty, "a table takes at least one file")
    var reading = ShardReading(communicator.rank, communicator.size)
    reading.read(paths, options)
    let bytes = (try? JSONEncoder().encode(reading.report)).map(Array.init) ?? []
    let reports = communicator.gather(bytes).compactMap {
        try? JSONDecoder().decode(ShardReport.self, from: Data($0))
    }
    let problems = reports.compactMap(\.problem)
    if let found = problems.min(by: { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }) {
        throw ReadingError(path: found.path, line: found.line, column: found.column, reason: found.reason)
    }
    return reading.table(reports, try ShardReport.names(reports, paths, options))
}

/// What a rank tells the others of its shard.
private struct ShardReport: Codable {
    struct Problem: Codable {
        /// Number of the file.
        let file: Int
        let path: String
        let line: Int?
        let column: Int?
        let reason: String
    }

    struct Names: Codable {
        let names: [String]
        /// Whether they came from the file.
        let areGiven: Bool
    }

    var problem: Problem?
    /// Names of the columns of each file of which the rank has read something.
    var names: [Int: Names] = [:]
    /// Rows of each file that the rank has read, or of each of its blocks of one file.
    var counts: [Int: Int] = [:]
    var skippedRows = 0

    /// The names of the first file's columns, which those of the others have too.
    static func names(_ reports: [ShardReport], _ paths: [String], _ options: ReadingOptions) throws -> Names
    {
        let files = reports.reduce(into: [Int: Names]()) { $0.merge($1.names) { own, _ in own } }
            .sorted { $0.key < $1.key }
        guard let first = files.first?.value else {
            throw ReadingError(path: paths[0], reason: "expected rows, found none")
        }
        for (file, other) in files.dropFirst() {
            let areCompared = first.areGiven && other.areGiven && options.columns == nil
            if other.names.count != first.names.count || (areCompared && other.names != first.names) {
                throw ReadingError(
                    path: paths[file],
                    reason:
                        "expected the columns \(first.names.joined(separator: ", ")) of \(paths[0]), found "
                        + other.names.joined(separator: ", "))
            }
        }
        return first
    }
}

/// The rows of a rank while it reads.
private struct ShardReading: ~Copyable {
    private let rank: Int
    private let size: Int
    private static let block = 1 << 16
    private var builder: SampleBuilder?
    private var precision = Sample.Precision.single
    private var columns: Int?
    /// Numbers of the files or blocks that were read, and their rows.
    private var parts: [(number: Int, rows: Int)] = []
    private(set) var report = ShardReport()

    init(_ rank: Int, _ size: Int) {
        self.rank = rank
        self.size = size
    }

    /// Reads what is this rank's, up to the first error.
    mutating func read(_ paths: [String], _ options: ReadingOptions) {
        var file = 0
        do {
            if paths.count == 1 { return try readBlocks(paths[0], options) }
            for number in stride(from: rank, to: paths.count, by: size) {
                file = number
                let table = try readSample(paths[number], options: options)
                try add(table, number: number, file: number, paths[number])
                report.skippedRows += table.skippedRows
            }
        } catch let error as ReadingError {
            report.problem = .init(
                file: file, path: error.path, line: error.line, column: error.column, reason: error.reason)
        } catch {
            report.problem = .init(
                file: file, path: paths[file], line: nil, column: nil, reason: "\(error)")
        }
    }

    /// Blocks of one file are counted as files are: where each begins is known when all ranks have read theirs.
    private mutating func readBlocks(_ path: String, _ options: ReadingOptions) throws {
        let (rank, size) = (rank, size)
        try readParts(path, options: options, rows: ShardReading.block, wants: { $0 % size == rank }) {
            number, part in
            try add(part, number: number, file: 0, path)
            report.skippedRows = part.skippedRows
        }
    }

    private mutating func add(_ table: ReadTable, number: Int, file: Int, _ path: String) throws {
        let sample = table.sample
        if report.names[file] == nil {
            report.names[file] = .init(names: table.names, areGiven: table.hasNames)
        }
        report.counts[number] = sample.rows
        parts.append((number, sample.rows))
        if let columns, columns != sample.columns {
            throw ReadingError(path: path, reason: "expected \(columns) columns, found \(sample.columns)")
        }
        if builder == nil || (sample.precision == .double && precision == .single) { widen(for: sample) }
        builder?.append(rowsOf: sample)
    }

    /// A builder of the sample's precision, with the rows so far: one part in double precision makes all so.
    private mutating func widen(for sample: Sample) {
        let rows = builder.take()?.finish()
        (precision, columns) = (sample.precision, sample.columns)
        var wide = SampleBuilder(
            columns: sample.columns, precision: precision, expectedRows: sample.rows + (rows?.rows ?? 0))
        if let rows { wide.append(rowsOf: rows) }
        builder = consume wide
    }

    mutating func table(_ reports: [ShardReport], _ names: ShardReport.Names) -> TableShard {
        let counts = reports.reduce(into: [Int: Int]()) { $0.merge($1.counts) { $1 } }
        var (starts, total) = ([Int: Int](), 0)
        for number in counts.keys.sorted() {
            starts[number] = total
            total += counts[number]!
        }
        var place = 0
        let runs = parts.map { number, rows in
            defer { place += rows }
            return SampleShard.Run(first: starts[number]!, place: place, count: rows)
        }
        let sample = builder.take()?.finish() ?? Sample(columns: names.names.count, values: [])
        return TableShard(
            rows: SampleShard(sample, runs: runs, total: total), names: names.names, hasNames: names.areGiven,
            skippedRows: reports.reduce(0) { $0 + $1.skippedRows })
    }
}
