import Pushforward
import PushforwardGraphics
import PushforwardNumerics

/// The picture of a sweep: which parameter matters, and how.
public enum SweepFigure {
    /// A bar a parameter for the share of the variance that it explains, and a panel each with the floor ratio of every
    /// configuration over the parameter's values, the best one marked.
    public static func figure(_ ranking: SweepRanking, _ plan: SweepPlan) -> Figure {
        let explained = ranking.importances.map { $0 ?? 0 }
        let bars = Panel(
            "share of the variance explained", x: Axis("of the log floor ratio", domain: 0...1), y: Axis(""),
            marks: [.bars(names: ranking.parameters, values: explained, role: .result)])
        let panels = plan.parameters.indices.map { panel(ranking, plan.parameters[$0], $0) }
        let title =
            ranking.best.map { "best of \(ranking.entries.count) configurations: floor ratio \(text($0))" }
            ?? "all configurations failed"
        return Figure(
            title, columns: min(3, panels.count + 1), panelSize: (330, 270), panels: [bars] + panels)
    }

    private static func text(_ entry: SweepRanking.Entry) -> String {
        NumberText.significant(entry.floorRatio ?? .nan, digits: 3)
    }

    private static func panel(_ ranking: SweepRanking, _ parameter: SearchParameter, _ index: Int) -> Panel {
        let entries = ranking.entries.filter { $0.floorRatio != nil }
        let (axis, place) = scale(parameter, entries.map { $0.settings[index] })
        func points(_ entries: [SweepRanking.Entry], _ role: Role, _ label: String, radius: Double) -> Mark {
            .points(
                x: entries.map { place($0.settings[index]) }, y: entries.map { $0.floorRatio! }, role: role,
                label: label, radius: radius, opacity: 0.8)
        }
        let last = entries.first?.rung ?? 0
        var marks: [Mark] = []
        let early = entries.filter { $0.rung < last }
        if !early.isEmpty { marks.append(points(early, .target, "stopped early", radius: 3)) }
        marks.append(points(entries.filter { $0.rung == last }, .result, "all steps", radius: 3.4))
        if let best = ranking.best { marks.append(points([best], .highlight, "best", radius: 5)) }
        return Panel(parameter.key, x: axis, y: Axis("floor ratio", kind: .logarithmic), marks: marks)
    }

    /// The axis of a parameter and where its values lie; names that are no numbers lie at 1, 2, ...
    private static func scale(
        _ parameter: SearchParameter, _ values: [String]
    ) -> (Axis, (String) -> Double) {
        if case .range(_, _, let isLogarithmic, _, _) = parameter.values {
            return (Axis("", kind: isLogarithmic ? .logarithmic : .linear), { Double($0) ?? .nan })
        }
        guard case .choices(let choices) = parameter.values else { return (Axis(""), { _ in .nan }) }
        if choices.allSatisfy({ Double($0) != nil }) {
            let numbers = choices.compactMap(Double.init)
            let spread = numbers.min()! > 0 && numbers.max()! / numbers.min()! >= 10
            return (Axis("", kind: spread ? .logarithmic : .linear), { Double($0) ?? .nan })
        }
        let names = choices.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
        return (
            Axis(names, domain: 0.5...Double(choices.count) + 0.5),
            { value in Double((choices.firstIndex(of: value) ?? -1) + 1) }
        )
    }
}
