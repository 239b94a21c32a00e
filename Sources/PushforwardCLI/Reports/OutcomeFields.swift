import Pushforward

/// The fields of every JSON report of a test.
struct OutcomeFields: Encodable {
    let rows: [Int]
    let statistic: String
    let statisticValue: Double
    let terms: [TwoSampleTest.Term]
    let pValue: Double
    let pValueError: Double
    let scale: ColumnScale?
    let permutations: Int
    let isExact: Bool
    let bins: [Int]
    let binSize: Int
    let alpha: Double
    let seed: UInt64
    let differenceFound: Bool

    init(_ outcome: TwoSampleTest.Outcome, rows: [Int], test: TwoSampleTest, alpha: Double, seed: UInt64) {
        self.rows = rows
        statistic = test.statistic.rawValue
        statisticValue = outcome.statistic
        terms = outcome.terms
        pValue = outcome.pValue
        pValueError = outcome.pValueError
        scale = outcome.scale
        permutations = outcome.permutations
        isExact = outcome.isComplete
        bins = outcome.bins
        binSize = outcome.binSize
        self.alpha = alpha
        self.seed = seed
        differenceFound = outcome.pValue <= alpha
    }
}

/// The fields of two objects in one.
struct Merged<First: Encodable, Second: Encodable>: Encodable {
    let first: First
    let second: Second

    func encode(to encoder: any Encoder) throws {
        try first.encode(to: encoder)
        try second.encode(to: encoder)
    }
}
