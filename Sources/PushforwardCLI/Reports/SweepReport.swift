import PushforwardGraphics
import PushforwardSweeps

/// The ranking of a sweep as text.
struct SweepReport {
    private let ranking: SweepRanking
    private let plan: SweepPlan
    private let store: String
    private let best: String?
    private static let shown = 10

    init(_ ranking: SweepRanking, plan: SweepPlan, store: String, best: String?) {
        self.ranking = ranking
        self.plan = plan
        self.store = store
        self.best = best
    }

    var text: String {
        let failed = ranking.failures > 0 ? ", \(ranking.failures) of them failed" : ""
        let seeds = plan.seeds.count == 1 ? "1 seed" : "\(plan.seeds.count) seeds"
        var lines = [
            "\(store): \(NumberText.grouped(ranking.trials)) trials\(failed), "
                + "\(ranking.entries.count) configurations (\(plan.method.rawValue)), \(seeds)",
            "",
        ]
        lines += table
        if ranking.entries.count > SweepReport.shown {
            lines.append("  and \(ranking.entries.count - SweepReport.shown) more")
        }
        lines += ["", "share of the variance of the log floor ratio that each parameter alone explains"]
        lines += importanceLines
        if let failure = ranking.entries.lazy.compactMap(\.failure).first {
            lines += ["", "first failure: \(failure)"]
        }
        if let best { lines += ["", "best plan    \(best)"] }
        return lines.joined(separator: "\n")
    }

    private var table: [String] {
        let header = ["", "floor ratio", "steps"] + ranking.parameters
        let rows = ranking.entries.prefix(SweepReport.shown).map { entry in
            let error = entry.standardError.map { " ± \(NumberText.plain($0, digits: 2))" } ?? ""
            let ratio = entry.floorRatio.map { NumberText.plain($0) + error } ?? "failed"
            return ["\(entry.configuration)", ratio, NumberText.grouped(entry.steps)] + entry.settings
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max()! }
        return ([header] + rows).map { row in
            let cells = zip(row, widths).map { $0.padded(to: $1) }
            return ("  " + cells.joined(separator: "  ")).trimmingTrailingBlanks
        }
    }

    private var importanceLines: [String] {
        let width = ranking.parameters.map(\.count).max() ?? 0
        return zip(ranking.parameters, ranking.importances).sorted { ($0.1 ?? -1) > ($1.1 ?? -1) }.map {
            name, share in
            let value =
                share.map { "\(NumberText.plain(100 * $0, digits: 2)) %" }
                ?? "unknown: too few configurations"
            return "  " + name.padded(to: width) + "  " + value
        }
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmingTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
