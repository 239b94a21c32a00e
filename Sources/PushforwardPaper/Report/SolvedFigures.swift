import Pushforward
import PushforwardGraphics

/// The figures about the solved maps and the regularization study.
enum SolvedFigures {
    /// Source, target and result side by side, and the densities of target and result.
    static func clouds(_ map: PaperMap, _ finished: FinishedRun) -> Figure {
        let run = finished.record.run
        let target = FigureParts.sample(run.target, points: 2000)
        let result = FigureParts.output(finished, points: 2000)
        let many = (
            FigureParts.sample(run.target, points: 200_000), FigureParts.output(finished, points: 200_000)
        )
        return Figure(
            "\(map.rawValue) solved: target and result", columns: 2, panelSize: (400, 350),
            panels: [
                FigureParts.cloud("target, 2,000 points", target, on: run.target, role: .target),
                FigureParts.cloud("result, 2,000 points", result, on: run.target, role: .result),
                FigureParts.density("density of the target, 200,000 points", many.0, on: run.target),
                FigureParts.density("density of the result, 200,000 points", many.1, on: run.target),
            ])
    }

    /// Losses of the solved runs.
    static func losses(_ results: PaperResults) -> Figure {
        let panels = PaperMap.allCases.compactMap { map -> Panel? in
            guard let finished = results.median(map) else { return nil }
            let roles: [Role] = [.training, .result]
            let marks = zip(finished.record.histories.enumerated(), roles).map { entry, role in
                Mark.line(
                    x: entry.element.place.map(Double.init), y: entry.element.training, role: role,
                    label: "network \(entry.offset + 1)")
            }
            return Panel(
                map.rawValue, x: Axis("step"), y: Axis("distance to the target", kind: .logarithmic),
                marks: marks)
        }
        return Figure("Solved maps: the minimized distance", columns: 3, panels: panels)
    }

    /// Floor ratios of anchors, published and solved maps.
    static func floorRatios(_ results: PaperResults) -> Figure {
        let panels = PaperMap.allCases.compactMap { map -> Panel? in
            guard let published = results.runs.published[map] else { return nil }
            var rows = results.anchors.filter { $0.map == map }.map { ($0.name, $0.certificate) }
            rows.append(("as published", results.result(published).record.certificate))
            for (index, run) in (results.runs.solved[map] ?? []).enumerated() {
                rows.append(("solved, run \(index + 1)", results.result(run).record.certificate))
            }
            return Panel(
                map.rawValue, x: Axis("floor ratio (1 is perfect)", kind: .logarithmic), y: Axis(""),
                marks: [
                    .bars(
                        names: rows.map(\.0), values: rows.map(\.1.floorRatio),
                        deviations: rows.map(\.1.floorRatioDeviation), role: .result),
                    .verticalRule(1, label: ""),
                ])
        }
        return Figure("Floor ratios", columns: 1, panelSize: (760, 300), panels: panels)
    }

    /// f3 for growing numbers of folds: the exact curve and the trained networks.
    static func folds(_ finished: FinishedRun) -> Figure {
        let numbers = FigureParts.sample("uniform:1", points: 4000)
        let panels = [0, 1, 2, 4, 6, 10].map { folds in
            let map = UnfoldedMap(folds: folds, first: finished.models[0], second: finished.models[1])
            return FigureParts.cloud(
                folds == 1 ? "1 fold" : "\(folds) folds", map(numbers), on: "normal:2", role: .result,
                radius: 1)
        }
        return Figure("f3 solved: from a curve to the plane by folding u", columns: 3, panels: panels)
    }

    /// Weights of every layer for every setting of the study.
    static func studyWeights(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Figure {
        Figure(
            "f1 solved with penalties and dropout: weights", columns: 3, panelSize: (290, 200),
            panels: settings.flatMap { setting in
                let network = results.result(setting.run).models[0].network
                let role: Role =
                    setting.label.hasPrefix("L1")
                    ? .result : setting.label.hasPrefix("L2") ? .target : .source
                return (0..<network.shape.layerCount).map {
                    FigureParts.histogram(
                        "W\($0 + 1), \(setting.label)", network.weights(ofLayer: $0), role: role)
                }
            })
    }

    /// Floor ratios of the study.
    static func study(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Figure {
        let certificates = settings.map { results.result($0.run).record.certificate }
        return Figure(
            "f1 with penalties and dropout", columns: 1, panelSize: (760, 380),
            panels: [
                Panel(
                    "floor ratio after \(settings[0].run.plans[0].steps) steps",
                    x: Axis("floor ratio (1 is perfect)", kind: .logarithmic),
                    y: Axis(""),
                    marks: [
                        .bars(
                            names: settings.map(\.label), values: certificates.map(\.floorRatio),
                            deviations: certificates.map(\.floorRatioDeviation), role: .result),
                        .verticalRule(1, label: ""),
                    ])
            ])
    }

    /// Two moons from few points: distances to the truth and to the training points, and three results.
    static func moons(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Figure {
        let records = settings.map { results.result($0.run).record }
        func bars(_ title: String, _ values: [Double], _ role: Role) -> Panel {
            Panel(
                title, x: Axis("sliced W1", kind: .logarithmic), y: Axis(""),
                marks: [.bars(names: settings.map(\.label), values: values, role: role)])
        }
        return Figure(
            "Two moons learned from \(RegularizationPlans.fewPoints) points: distances", columns: 2,
            panelSize: (430, 380),
            panels: [
                bars("to the distribution itself", records.map(\.certificate.slicedWasserstein), .target),
                bars(
                    "to the \(RegularizationPlans.fewPoints) points",
                    records.map { $0.distanceToSample ?? .nan }, .source),
            ])
    }

    /// The training points of the moons and what is learned from them.
    static func moonClouds(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Figure {
        let sample = (try? settings[0].run.targetSample()) ?? nil
        var panels =
            sample.map { [FigureParts.cloud("the \($0.rows) points", $0, on: "two-moons", role: .target)] }
            ?? []
        for setting in settings
        where ["none", "L1 1e-4", "L2 1e-4", "L2 1e-2", "dropout 0.1"].contains(setting.label) {
            panels.append(
                FigureParts.cloud(
                    setting.label, FigureParts.output(results.result(setting.run), points: 2000),
                    on: "two-moons",
                    role: .result, radius: 1.2))
        }
        return Figure("Two moons: results", columns: 3, panels: panels)
    }
}
