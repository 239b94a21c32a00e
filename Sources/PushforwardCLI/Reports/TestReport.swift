import Pushforward
import PushforwardGraphics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The outcome of `pushforward test`, as text and as JSON.
struct TestReport {
    private let outcome: TwoSampleTest.Outcome
    private let samples: PairDescription
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64
    /// Columns and places, which sketches do not hold.
    private let comparison: SampleComparison?
    private let power: [TestCalibration.Power]?

    init(
        _ outcome: TwoSampleTest.Outcome, of samples: PairDescription, test: TwoSampleTest, alpha: Double,
        seed: UInt64, comparison: SampleComparison? = nil, power: [TestCalibration.Power]? = nil
    ) {
        self.outcome = outcome
        self.samples = samples
        self.test = test
        self.alpha = alpha
        self.seed = seed
        self.comparison = comparison
        self.power = power
    }

    var isDifferent: Bool { outcome.pValue <= alpha }

    // MARK: Text

    var text: String {
        var lines = [samples.headline, ""]
        lines += OutcomeText(outcome, columns: samples.columns, test: test, alpha: alpha, seed: seed).lines
        if let comparison {
            lines += [
                "",
                "columns (Kolmogorov-Smirnov distance, p \(correction)\(thinning))",
            ]
            lines += columnLines(comparison)
            lines += ["", "where"] + whereLines(comparison)
        }
        if let power {
            lines += ["", "smallest shift found with probability 80 %, about"] + powerLines(power)
        }
        return lines.joined(separator: "\n")
    }

    private var correction: String {
        test.statistic == .joint
            ? "of the joint test for what each shows" : "with Holm's correction over \(samples.columns.count)"
    }

    private var thinning: String {
        samples.rows.max()! > SampleComparison.columnRows
            ? "; up to \(NumberText.grouped(SampleComparison.columnRows)) rows" : ""
    }

    private func columnLines(_ comparison: SampleComparison) -> [String] {
        let order = comparison.columns.indices.sorted {
            let (a, b) = (comparison.columns[$0], comparison.columns[$1])
            return (a.correctedPValue, -a.test.statistic) < (b.correctedPValue, -b.test.statistic)
        }
        let shown = order.prefix(10).map { comparison.columns[$0] }
        let width = shown.map(\.name.count).max() ?? 0
        let lines = shown.map { column in
            "  " + column.name.padded(to: width)
                + "  distance \(NumberText.plain(column.test.statistic)) "
                + "at \(NumberText.plain(column.test.location)), p = \(NumberText.plain(column.correctedPValue))"
        }
        return lines + (order.count > 10 ? ["  and \(order.count - 10) more"] : [])
    }

    private func whereLines(_ comparison: SampleComparison) -> [String] {
        let (first, second) = samples.labels
        guard comparison.moreOfFirst.value > comparison.moreOfSecond.value else {
            return ["  nowhere: all points are equal"]
        }
        return [
            "  more of \(first) near \(point(comparison.moreOfFirst.point)), "
                + "witness \(NumberText.plain(comparison.moreOfFirst.value))",
            "  more of \(second) near \(point(comparison.moreOfSecond.point)), "
                + "witness \(NumberText.plain(comparison.moreOfSecond.value))",
        ]
    }

    private func powerLines(_ power: [TestCalibration.Power]) -> [String] {
        power.map {
            "  \(samples.columns[$0.column])  \(NumberText.plain($0.shift)), \(NumberText.plain($0.standardized)) standard deviations"
        }
    }

    private func point(_ coordinates: [Double]) -> String {
        let shown = coordinates.prefix(6).map { NumberText.plain($0) }.joined(separator: ", ")
        return "(\(shown)\(coordinates.count > 6 ? ", ..." : ""))"
    }

    static func text(_ level: TestCalibration.Level, alpha: Double, path: String) -> String {
        let (share, due) = (NumberText.plain(level.share), NumberText.plain(alpha))
        let half = NumberText.grouped(level.rows)
        return """
            \(path): \(NumberText.grouped(level.repetitions)) random splits into \(half) + \(half) rows
            \(NumberText.grouped(level.rejections)) found different at level \(due): a share of \(share), expected \
            \(due) ± \(NumberText.plain(level.standardError))
            first half of the file against the second: p = \(NumberText.plain(level.halvesPValue))\
            \(level.halvesPValue <= alpha ? " (the order of the rows matters, so tests that permute rows are not valid)" : "")
            """
    }

    // MARK: JSON

    /// The fields that need the rows of both samples, beside ``OutcomeFields``; of sketches without columns and places.
    private struct Details: Encodable {
        let files: [String]
        let columns: [SampleComparison.Column]?
        let method: String
        let moreOfFirst: Witness.Extreme?
        let moreOfSecond: Witness.Extreme?
        let power: [TestCalibration.Power]?
    }

    func json() throws -> String {
        try TestReport.json(
            Merged(
                first: OutcomeFields(outcome, rows: samples.rows, test: test, alpha: alpha, seed: seed),
                second: Details(
                    files: samples.paths, columns: comparison?.columns,
                    method: outcome.method.rawValue, moreOfFirst: comparison?.moreOfFirst,
                    moreOfSecond: comparison?.moreOfSecond, power: power)))
    }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder.readable.encode(value), as: UTF8.self)
    }
}
