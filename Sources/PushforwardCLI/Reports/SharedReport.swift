import Pushforward

/// The outcome of a test on shards or sketches, as text and as JSON.
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

    func json() throws -> String {
        try TestReport.json(
            Merged(
                first: OutcomeFields(outcome, rows: rows, test: test, alpha: alpha, seed: seed),
                second: ["samples": names]))
    }
}
