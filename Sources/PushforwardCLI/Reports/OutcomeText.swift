import Pushforward
import PushforwardGraphics

/// The lines of a report with the outcome of a test.
struct OutcomeText {
    private let outcome: TwoSampleTest.Outcome
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64

    init(_ outcome: TwoSampleTest.Outcome, test: TwoSampleTest, alpha: Double, seed: UInt64) {
        self.outcome = outcome
        self.test = test
        self.alpha = alpha
        self.seed = seed
    }

    /// Statistic, strongest term, p-value and verdict.
    var lines: [String] {
        var lines = [row("statistic", statisticLine)]
        if let bandwidth = outcome.strongest.bandwidth, let kernel = outcome.strongest.kernel {
            lines.append(row("strongest", strongestLine(kernel, bandwidth)))
        }
        lines.append(row("p-value", pLine))
        let verdict = outcome.pValue <= alpha ? "the samples differ" : "no difference found"
        lines.append(row("verdict", "\(verdict) (level \(NumberText.plain(alpha)))"))
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

    private func strongestLine(_ kernel: Kernel.Family, _ r: Double) -> String {
        let formula = kernel == .gaussian ? "exp(-|x - y|^2 / r)" : "exp(-sum |x - y| / sqrt(r))"
        let what = test.statistic == .fuse ? "normalized squared MMD" : "squared MMD"
        return
            "z = \(NumberText.plain(outcome.strongest.standardized)), \(what) \(NumberText.plain(outcome.strongest.value)) with "
            + "\(formula), r = \(NumberText.plain(r))"
    }

    private var pLine: String {
        let p = NumberText.plain(outcome.pValue)
        let unit = outcome.binSize == 1 ? "rows" : "bins of \(NumberText.grouped(outcome.binSize)) rows"
        let what = "\(outcome.bins.map(NumberText.grouped).joined(separator: " + ")) \(unit)"
        if outcome.isComplete {
            return "\(p), exact: all \(NumberText.grouped(outcome.permutations + 1)) labelings of \(what)"
        }
        return
            "\(p) ± \(NumberText.plain(outcome.monteCarloError)) (\(NumberText.grouped(outcome.permutations)) permutations of \(what), "
            + "seed \(seed))"
    }
}
