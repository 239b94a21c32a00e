import Pushforward
import PushforwardGraphics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The outcome of `pushforward test`, as text and as JSON.
struct TestReport {
    private let comparison: SampleComparison
    private let pair: SamplePair
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64
    private let power: [TestCalibration.Power]?
    private var outcome: TwoSampleTest.Outcome { comparison.outcome }

    init(
        _ comparison: SampleComparison, pair: SamplePair, test: TwoSampleTest, alpha: Double, seed: UInt64,
        power: [TestCalibration.Power]?
    ) {
        self.comparison = comparison
        self.pair = pair
        self.test = test
        self.alpha = alpha
        self.seed = seed
        self.power = power
    }

    var isDifferent: Bool { outcome.pValue <= alpha }

    // MARK: Text

    var text: String {
        let columns = pair.names.count
        var lines = [
            pair.headline,
            "",
        ]
        lines += OutcomeText(outcome, test: test, alpha: alpha, seed: seed).lines
        lines += ["", "columns (Kolmogorov-Smirnov, p with Holm's correction over \(columns)\(thinning))"]
        lines += columnLines
        lines += ["", "where"] + whereLines
        if let power {
            lines += ["", "smallest shift found with probability 80 %, about"] + powerLines(power)
        }
        return lines.joined(separator: "\n")
    }

    private var thinning: String {
        max(pair.x.rows, pair.y.rows) > SampleComparison.columnRows
            ? "; up to \(grouped(SampleComparison.columnRows)) rows" : ""
    }

    private var columnLines: [String] {
        let order = comparison.columns.indices.sorted {
            let (a, b) = (comparison.columns[$0], comparison.columns[$1])
            return (a.correctedPValue, -a.test.statistic) < (b.correctedPValue, -b.test.statistic)
        }
        let shown = order.prefix(10).map { comparison.columns[$0] }
        let width = shown.map(\.name.count).max() ?? 0
        let lines = shown.map { column in
            "  " + column.name + String(repeating: " ", count: width - column.name.count)
                + "  distance \(number(column.test.statistic)) at \(number(column.test.location)), "
                + "p = \(number(column.correctedPValue))"
        }
        return lines + (order.count > 10 ? ["  and \(order.count - 10) more"] : [])
    }

    private var whereLines: [String] {
        let (first, second) = pair.labels
        guard comparison.moreOfFirst.value > comparison.moreOfSecond.value else {
            return ["  nowhere: all points are equal"]
        }
        return [
            "  more of \(first) near \(point(comparison.moreOfFirst.point)), "
                + "witness \(number(comparison.moreOfFirst.value))",
            "  more of \(second) near \(point(comparison.moreOfSecond.point)), "
                + "witness \(number(comparison.moreOfSecond.value))",
        ]
    }

    private func powerLines(_ power: [TestCalibration.Power]) -> [String] {
        power.map {
            "  \(pair.names[$0.column])  \(number($0.shift)), \(number($0.standardised)) standard deviations"
        }
    }

    private func point(_ coordinates: [Double]) -> String {
        let shown = coordinates.prefix(6).map(number).joined(separator: ", ")
        return "(\(shown)\(coordinates.count > 6 ? ", ..." : ""))"
    }

    private func number(_ value: Double) -> String { TestReport.number(value) }
    private func grouped(_ value: Int) -> String { TestReport.grouped(value) }

    /// Significant digits without trailing zeros, with a plain minus for scripts.
    static func number(_ value: Double, digits: Int = 4) -> String {
        var text = NumberText.significant(value, digits: digits).split(
            separator: "\u{2212}", omittingEmptySubsequences: false
        )
        .joined(separator: "-")
        if text.contains("."), !text.contains("e") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    /// 1234567 as 1,234,567.
    static func grouped(_ value: Int) -> String {
        var result = ""
        for (place, digit) in String(value).reversed().enumerated() {
            if place > 0 && place % 3 == 0 && digit != "-" { result.append(",") }
            result.append(digit)
        }
        return String(result.reversed())
    }

    static func text(_ level: TestCalibration.Level, alpha: Double, path: String) -> String {
        let share = number(level.share)
        return """
            \(path): \(grouped(level.repetitions)) random splits into \(grouped(level.rows)) + \(grouped(level.rows)) rows
            \(grouped(level.rejections)) found different at level \(number(alpha)): a share of \(share), expected \
            \(number(alpha)) ± \(number(level.standardError))
            first half of the file against the second: p = \(number(level.halvesPValue))\
            \(level.halvesPValue <= alpha ? " (the order of the rows matters, so tests that permute rows are not valid)" : "")
            """
    }

    // MARK: JSON

    /// The fields that need the rows of both samples, beside ``OutcomeFields``.
    private struct Details: Encodable {
        let files: [String]
        let columns: [SampleComparison.Column]
        let method: String
        let moreOfFirst: Witness.Extreme
        let moreOfSecond: Witness.Extreme
        let power: [TestCalibration.Power]?
    }

    func json() throws -> String {
        try TestReport.json(
            Merged(
                first: OutcomeFields(outcome, rows: comparison.rows, test: test, alpha: alpha, seed: seed),
                second: Details(
                    files: [pair.paths.first, pair.paths.second], columns: comparison.columns,
                    method: outcome.method.rawValue, moreOfFirst: comparison.moreOfFirst,
                    moreOfSecond: comparison.moreOfSecond, power: power)))
    }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder.readable.encode(value), as: UTF8.self)
    }
}
