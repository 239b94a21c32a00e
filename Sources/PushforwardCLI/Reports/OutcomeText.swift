import Pushforward
import PushforwardGraphics

/// The lines of a report with the outcome of a test.
struct OutcomeText {
    private let outcome: TwoSampleTest.Outcome
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64
    private let columns: [String]

    /// - Parameters:
    ///   - outcome: The outcome.
    ///   - columns: Names of the columns.
    ///   - test: The test.
    ///   - alpha: The level.
    ///   - seed: The seed.
    init(
        _ outcome: TwoSampleTest.Outcome, columns: [String], test: TwoSampleTest, alpha: Double, seed: UInt64
    ) {
        self.columns = columns
        self.outcome = outcome
        self.test = test
        self.alpha = alpha
        self.seed = seed
    }

    /// Statistic, strongest term, p-value and verdict.
    var lines: [String] {
        var lines = [row("statistic", statisticLine)]
        if outcome.strongest.kind != .whole {
            lines.append(row("strongest", strongestLine(outcome.strongest)))
        }
        if let scale = outcome.scale, scale.scaling != .none { lines.append(row("scale", scaleLine(scale))) }
        lines.append(row("p-value", pLine))
        let verdict = outcome.pValue <= alpha ? "the samples differ\(place)" : "no difference found"
        lines.append(row("verdict", "\(verdict) (level \(NumberText.plain(alpha)))"))
        if outcome.smallestPValue > alpha {
            let smallest = NumberText.plain(outcome.smallestPValue)
            lines.append(
                row("", "no p-value can be below \(smallest): more rows or --permutations are needed"))
        }
        return lines
    }

    private func row(_ name: String, _ value: String) -> String {
        name.padded(to: 11) + " " + value
    }

    private var statisticLine: String {
        let value = NumberText.plain(outcome.statistic)
        let sums: String
        switch outcome.method {
        case .fourier:
            let period = outcome.isPeriodic ? ", periodic" : ""
            sums = "Fourier sums, tolerance \(NumberText.plain(test.tolerance))\(period)"
        case .features: sums = "1,024 Fourier features per bandwidth"
        case .sorting: sums = "distribution functions"
        default: sums = "all pairs"
        }
        switch test.statistic {
        case .joint:
            return
                "\(value), the maximum of log(weight / tail probability) over \(outcome.terms.count) parts (\(sums))"
        case .aggregatedMMD:
            return "\(value), the maximum of \(outcome.terms.count) standardized squared MMDs (\(sums))"
        case .fuse:
            return "\(value), the soft maximum of \(outcome.terms.count) normalized squared MMDs (\(sums))"
        case .aggregatedPValues:
            return
                "\(NumberText.plain(-outcome.statistic)), the minimum p-value of \(outcome.terms.count) squared MMDs (\(sums))"
        case .mmd: return "squared MMD (V-statistic) \(value) at the median bandwidth (\(sums))"
        case .energy: return "energy distance \(value) (\(sums))"
        case .slicedWasserstein: return "sliced W1 \(value) (\(sums))"
        case .kolmogorovSmirnov: return "maximum Kolmogorov-Smirnov distance \(value) (\(sums))"
        }
    }

    /// Where the joint statistic found the difference.
    private var place: String {
        let term = outcome.strongest
        switch term.kind {
        case .distributions, .spread: return term.columns.isEmpty ? "" : " in column \(names(term))"
        case .pairs: return " in how columns \(names(term)) depend on each other"
        case .norm: return " in the distance from the center"
        case .kernel, .whole: return ""
        }
    }

    private func names(_ term: TwoSampleTest.Term) -> String {
        term.columns.map { columns[$0] }.joined(separator: " and ")
    }

    private func strongestLine(_ term: TwoSampleTest.Term) -> String {
        let z = "z = \(NumberText.plain(term.standardized))"
        switch term.kind {
        case .kernel: return "\(z), \(kernelText(term))"
        case .distributions:
            return
                "\(z), Anderson-Darling statistic \(NumberText.plain(term.value)) times its mean, column \(names(term))"
        case .spread: return "\(z), mean square, column \(names(term))"
        case .pairs: return "\(z), mean product of columns \(names(term))"
        case .norm: return "\(z), mean of |x|"
        case .whole: return z
        }
    }

    private func kernelText(_ term: TwoSampleTest.Term) -> String {
        let formula = term.kernel == .gaussian ? "exp(-|x - y|^2 / r)" : "exp(-sum |x - y| / sqrt(r))"
        let what = test.statistic == .fuse ? "normalized squared MMD" : "squared MMD"
        return
            "\(what) \(NumberText.plain(term.value)) with \(formula), r = \(NumberText.plain(term.bandwidth ?? 0))"
    }

    private func scaleLine(_ scale: ColumnScale) -> String {
        switch scale.scaling {
        case .robust: "columns less their medians, in interquartile ranges of a normal distribution"
        case .deviation: "columns less their means, in standard deviations"
        case .none: "the data's own units"
        }
    }

    private var pLine: String {
        let p = NumberText.plain(outcome.pValue)
        let unit = outcome.binSize == 1 ? "rows" : "bins of \(NumberText.grouped(outcome.binSize)) rows"
        let what = "\(outcome.bins.map(NumberText.grouped).joined(separator: " + ")) \(unit)"
        if outcome.isComplete {
            return "\(p), exact: all \(NumberText.grouped(outcome.permutations + 1)) labelings of \(what)"
        }
        return
            "\(p) ± \(NumberText.plain(outcome.pValueError)) (\(NumberText.grouped(outcome.permutations)) permutations of \(what), "
            + "seed \(seed))"
    }
}
