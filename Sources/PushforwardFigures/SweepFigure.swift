import Pushforward
package import PushforwardGraphics

/// The picture of a sweep: which parameter matters, and how.
package struct SweepFigure: Sendable {
    /// A parameter that varied.
    package struct Parameter: Sendable {
        /// How its values lie on an axis.
        package enum Scale: Sendable {
            /// They are numbers of a range.
            case range(isLogarithmic: Bool)
            /// They are these, numbers or names.
            case choices([String])
        }

        /// Its name.
        package let name: String
        /// How its values lie on an axis.
        package let scale: Scale
        /// The share of the variance that it explains, from 0 to 1; `nil` where it is not known.
        package let explainedShare: Double?

        /// A parameter.
        package init(name: String, scale: Scale, explainedShare: Double?) {
            self.name = name
            self.scale = scale
            self.explainedShare = explainedShare
        }
    }

    /// A configuration that was tried.
    package struct Configuration: Sendable {
        /// Its values of the parameters, in their order.
        package let settings: [String]
        /// Its floor ratio; `nil` where it gave no map.
        package let floorRatio: Double?
        /// Whether it was given up before the steps that the best one did.
        package let isGivenUp: Bool

        /// A configuration.
        package init(settings: [String], floorRatio: Double?, isGivenUp: Bool) {
            self.settings = settings
            self.floorRatio = floorRatio
            self.isGivenUp = isGivenUp
        }
    }

    private let parameters: [Parameter]
    private let configurations: [Configuration]
    private var best: Configuration? { configurations.first { $0.floorRatio != nil } }

    /// The picture of the given configurations, from best to worst.
    package init(_ parameters: [Parameter], _ configurations: [Configuration]) {
        precondition(
            configurations.allSatisfy { $0.settings.count == parameters.count },
            "configurations of \(Set(configurations.map(\.settings.count)).sorted()) settings for "
                + "\(parameters.count) parameters")
        self.parameters = parameters
        self.configurations = configurations
    }

    /// A bar per parameter for the share of the variance that it explains, and a panel each with the floor ratio of every
    /// configuration over the parameter's values, the best one marked.
    package func figure() -> Figure {
        let bars = Panel(
            "share of the variance explained", x: Axis("of log floor ratio", domain: 0...1), y: Axis(""),
            marks: [
                .bars(
                    names: parameters.map(\.name), values: parameters.map { $0.explainedShare ?? 0 },
                    role: .result)
            ])
        let panels = parameters.indices.map(panel)
        return Figure(
            title, columns: min(3, panels.count + 1), panelSize: (330, 270), panels: [bars] + panels)
    }

    private var title: String {
        guard let ratio = best?.floorRatio else { return "no configuration gave a map" }
        return
            "best of \(configurations.count) configurations: floor ratio \(NumberText.significant(ratio))"
    }

    private func panel(_ index: Int) -> Panel {
        let parameter = parameters[index]
        let shown = configurations.filter { $0.floorRatio != nil }
        let place = parameter.scale.place
        func points(_ shown: [Configuration], _ role: Role, _ label: String, radius: Double) -> Mark {
            .points(
                x: shown.map { place($0.settings[index]) }, y: shown.compactMap(\.floorRatio), role: role,
                label: label, radius: radius, opacity: 0.8)
        }
        var marks: [Mark] = []
        let early = shown.filter(\.isGivenUp)
        if !early.isEmpty { marks.append(points(early, .target, "given up early", radius: 3)) }
        marks.append(points(shown.filter { !$0.isGivenUp }, .result, "all steps", radius: 3.4))
        if let best { marks.append(points([best], .highlight, "best", radius: 5)) }
        return Panel(
            parameter.name, x: parameter.scale.axis, y: Axis("floor ratio", kind: .logarithmic), marks: marks)
    }
}

extension SweepFigure.Parameter.Scale {
    /// The choices as numbers; `nil` of a range, and where one of them is none.
    private var numbers: [Double]? {
        guard case .choices(let choices) = self else { return nil }
        let numbers = choices.compactMap(Double.init)
        return numbers.count == choices.count ? numbers : nil
    }

    /// Numbers on their own axis, logarithmic where they span ten times the least or more; names at 1, 2, ...
    fileprivate var axis: Axis {
        switch self {
        case .range(let isLogarithmic): return Axis("", kind: isLogarithmic ? .logarithmic : .linear)
        case .choices(let choices):
            if let numbers {
                let isWide = numbers.min()! > 0 && numbers.max()! / numbers.min()! >= 10
                return Axis("", kind: isWide ? .logarithmic : .linear)
            }
            let names = choices.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
            return Axis(names, domain: 0.5...Double(choices.count) + 0.5)
        }
    }

    /// Where a value lies on the axis.
    fileprivate var place: (String) -> Double {
        guard case .choices(let choices) = self, numbers == nil else { return { Double($0) ?? .nan } }
        return { Double((choices.firstIndex(of: $0) ?? -1) + 1) }
    }
}
