import ArgumentParser
import Pushforward

/// `pushforward test` of samples that are read in shares: by several ranks, or from many files.
struct SharedTestRun {
    let test: TwoSampleTest
    let alpha: Double
    let seed: UInt64

    /// Reads both samples and tests them.
    ///
    /// - Parameters:
    ///   - names: What the samples are called.
    ///   - paths: The files of each, in the order of their rows.
    /// - Returns: The report on rank 0; `nil` on the others.
    /// - Throws: `ReadingError`, the same on all ranks.
    func report(names: [String], paths: [[String]], options: ReadingOptions) throws -> SharedReport? {
        try report(names, paths, options, Ranks.current)
    }

    private func report(
        _ names: [String], _ paths: [[String]], _ options: ReadingOptions, _ communicator: some Communicator
    ) throws -> SharedReport? {
        let x = try readShare(paths[0], options: options, communicator: communicator)
        let y = try matched(
            readShare(paths[1], options: options, communicator: communicator), to: x, path: paths[1][0])
        for (table, path) in [(x, paths[0][0]), (y, paths[1][0])] where table.share.total < 2 {
            throw ReadingError(path: path, reason: "expected at least 2 rows, found \(table.share.total)")
        }
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        let outcome = test(
            x.share, y.share, columns: x.names.count, communicator: communicator, using: &random)
        return outcome.map {
            SharedReport(
                $0, names: names, parts: paths.map { "\($0.count) file\($0.count == 1 ? "" : "s")" },
                rows: [x.share.total, y.share.total], test: test, alpha: alpha, seed: seed)
        }
    }

    /// The second table with its columns in the order of the first.
    private func matched(_ y: SharedTable, to x: SharedTable, path: String) throws -> SharedTable {
        guard x.names.count == y.names.count else {
            throw ReadingError(
                path: path, reason: "expected \(x.names.count) columns, found \(y.names.count)")
        }
        guard x.hasNames, y.hasNames, x.names != y.names else { return y }
        let order = x.names.compactMap { y.names.firstIndex(of: $0) }
        guard Set(order).count == x.names.count else {
            throw ReadingError(
                path: path,
                reason: "expected the columns \(x.names.joined(separator: ", ")), found "
                    + y.names.joined(separator: ", "))
        }
        return y.selectingColumns(order)
    }
}

/// The outcome of a test of which no program has all rows, as text and as JSON.
struct SharedReport {
    private let outcome: TwoSampleTest.Outcome
    private let names: [String]
    private let parts: [String]
    private let rows: [Int]
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64

    init(
        _ outcome: TwoSampleTest.Outcome, names: [String], parts: [String], rows: [Int], test: TwoSampleTest,
        alpha: Double, seed: UInt64
    ) {
        self.outcome = outcome
        self.names = names
        self.parts = parts
        self.rows = rows
        self.test = test
        self.alpha = alpha
        self.seed = seed
    }

    var isDifferent: Bool { outcome.pValue <= alpha }

    var text: String {
        let sides = names.indices.map { "\(names[$0]): \(TestReport.grouped(rows[$0])) rows in \(parts[$0])" }
        return
            ([sides.joined(separator: "; "), ""]
            + OutcomeText(outcome, test: test, alpha: alpha, seed: seed).lines)
            .joined(separator: "\n")
    }

    private struct Document: Encodable {
        let samples: [String]
        let rows: [Int]
        let statistic: String
        let statisticValue: Double
        let terms: [TwoSampleTest.Term]
        let pValue: Double
        let monteCarloError: Double
        let permutations: Int
        let isExact: Bool
        let bins: [Int]
        let binSize: Int
        let alpha: Double
        let seed: UInt64
        let differenceFound: Bool
    }

    func json() throws -> String {
        try TestReport.json(
            Document(
                samples: names, rows: rows, statistic: test.statistic.rawValue,
                statisticValue: outcome.statistic,
                terms: outcome.terms, pValue: outcome.pValue, monteCarloError: outcome.monteCarloError,
                permutations: outcome.permutations, isExact: outcome.isComplete, bins: outcome.bins,
                binSize: outcome.binSize, alpha: alpha, seed: seed, differenceFound: isDifferent))
    }
}
