import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A rank's share of a table.
public struct SharedTable: Sendable {
    /// The rank's rows.
    public let share: SampleShare
    /// Names of the columns.
    public let names: [String]
    /// Whether the names came from the files.
    public let hasNames: Bool
    /// Rows with missing values that were left out, on all ranks.
    public let skippedRows: Int

    /// The columns of the given numbers, in that order.
    public func selectingColumns(_ columns: [Int]) -> SharedTable {
        let sample = share.sample.rows > 0 ? share.sample.selectingColumns(columns) : share.sample
        return SharedTable(
            share: SampleShare(sample, runs: share.runs, total: share.total),
            names: columns.map { names[$0] },
            hasNames: hasNames, skippedRows: skippedRows)
    }
}

/// Reads a table that several ranks share. They take blocks of rows in turn if there is one file, and otherwise whole
/// files in turn. In a NumPy array in C order a rank reads only its blocks; in text it parses only its blocks.
///
/// - Parameters:
///   - paths: The files whose rows follow each other, at least one.
///   - options: How to read them.
///   - communicator: The ranks; all of them must call this.
/// - Throws: `ReadingError`, the same on all ranks. Each waits for all.
public func readShare(
    _ paths: [String], options: ReadingOptions = ReadingOptions(), communicator: some Communicator
) throws -> SharedTable {
    precondition(!paths.isEmpty, "a table takes at least one file")
    var reading = ShareReading(communicator.rank, communicator.size)
    var problem: ReadingError?
    do {
        try paths.count == 1
            ? reading.readBlocks(paths[0], options) : reading.readFiles(paths, options)
    } catch let error as ReadingError {
        problem = error
    }
    let report = ShareReport(
        problem: problem.map { .init(path: $0.path, line: $0.line, column: $0.column, reason: $0.reason) },
        names: reading.names, hasNames: reading.hasNames, counts: reading.counts,
        skippedRows: reading.skippedRows)
    let bytes = (try? JSONEncoder().encode(report)).map(Array.init) ?? []
    let reports = communicator.gather(bytes).compactMap {
        try? JSONDecoder().decode(ShareReport.self, from: Data($0))
    }
    if let found = reports.lazy.compactMap(\.problem).first {
        throw ReadingError(path: found.path, line: found.line, column: found.column, reason: found.reason)
    }
    let named = reports.filter { $0.names != nil }
    guard let first = named.first, let names = first.names else {
        throw ReadingError(path: paths[0], reason: "expected rows, found none")
    }
    for other in named where other.names?.count != names.count || (other.hasNames && other.names != names) {
        throw ReadingError(
            path: paths[0],
            reason: "expected the columns \(names.joined(separator: ", ")) in all files, found "
                + (other.names ?? []).joined(separator: ", "))
    }
    return reading.table(reports, names: names, hasNames: first.hasNames)
}

/// The facts about its share that a rank sends to the others.
private struct ShareReport: Codable {
    struct Problem: Codable {
        let path: String
        let line: Int?
        let column: Int?
        let reason: String
    }

    let problem: Problem?
    let names: [String]?
    let hasNames: Bool
    /// Rows of each file that the rank has read, or of each of its blocks of one file.
    let counts: [Int: Int]
    let skippedRows: Int
}

/// The rows of a rank while it reads.
private struct ShareReading: ~Copyable {
    private let rank: Int
    private let size: Int
    private static let block = 1 << 16
    private var builder: SampleBuilder?
    /// Numbers of the files or blocks that were read, and their rows.
    private var parts: [(number: Int, rows: Int)] = []
    var names: [String]?
    var hasNames = false
    var counts: [Int: Int] = [:]
    var skippedRows = 0

    init(_ rank: Int, _ size: Int) {
        self.rank = rank
        self.size = size
    }

    /// Blocks of one file count like files: the start of each is known when all ranks have read theirs.
    mutating func readBlocks(_ path: String, _ options: ReadingOptions) throws {
        let (rank, size) = (rank, size)
        try readParts(path, options: options, rows: ShareReading.block, wants: { $0 % size == rank }) {
            number, part in
            try add(part, number, path)
            note(part)
            skippedRows = part.skippedRows
        }
    }

    mutating func readFiles(_ paths: [String], _ options: ReadingOptions) throws {
        for (number, path) in paths.enumerated() where number % size == rank {
            let table = try readSample(path, options: options)
            try add(table, number, path)
            note(table)
            skippedRows += table.skippedRows
        }
    }

    private mutating func note(_ table: ReadTable) {
        if names == nil { (names, hasNames) = (table.names, table.hasNames) }
    }

    private mutating func add(_ table: ReadTable, _ number: Int, _ path: String) throws {
        let sample = table.sample
        if builder == nil {
            builder = SampleBuilder(
                columns: sample.columns, precision: sample.precision, expectedRows: sample.rows)
        }
        if let names, names.count != sample.columns {
            throw ReadingError(path: path, reason: "expected \(names.count) columns, found \(sample.columns)")
        }
        builder?.append(rowsOf: sample)
        parts.append((number, sample.rows))
        counts[number] = sample.rows
    }

    mutating func table(_ reports: [ShareReport], names: [String], hasNames: Bool) -> SharedTable {
        let counts = reports.reduce(into: [Int: Int]()) { $0.merge($1.counts) { $1 } }
        var (starts, total) = ([Int: Int](), 0)
        for number in counts.keys.sorted() {
            starts[number] = total
            total += counts[number]!
        }
        var place = 0
        let runs = parts.map { number, rows in
            defer { place += rows }
            return SampleShare.Run(first: starts[number]!, place: place, count: rows)
        }
        let sample = builder.take()?.finish() ?? Sample(columns: names.count, values: [])
        return SharedTable(
            share: SampleShare(sample, runs: runs, total: total), names: names, hasNames: hasNames,
            skippedRows: reports.reduce(0) { $0 + $1.skippedRows })
    }
}
