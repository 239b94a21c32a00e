import ArgumentParser
import Pushforward

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
