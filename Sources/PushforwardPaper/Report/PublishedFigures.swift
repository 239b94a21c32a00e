import Pushforward
import PushforwardGraphics

/// The figures about the paper's runs as published.
enum PublishedFigures {
    /// Figures 1 and 5: training inputs and wanted outputs.
    static func data() -> Figure {
        let normal = FigureParts.sample("normal:2", points: 1000)
        let uniform = FigureParts.sample("uniform:2", points: 1000)
        return Figure(
            "Inputs and target outputs (the paper's figures 1 and 5)", columns: 4, panelSize: (250, 260),
            panels: [
                FigureParts.cloud("f1: input", normal, on: "normal:2", role: .source),
                FigureParts.cloud("f1: target output", uniform, on: "uniform:2", role: .target),
                FigureParts.cloud("f2: input", uniform, on: "uniform:2", role: .source),
                FigureParts.cloud("f2: target output", normal, on: "normal:2", role: .target),
            ])
    }

    /// Figures 4, 6 and 10: our losses, and the paper's columns with the point that only decays.
    static func losses(_ map: PaperMap, _ finished: FinishedRun, decay: PointDecay?) -> Figure {
        var panels = finished.record.histories.enumerated().map { index, history in
            FigureParts.losses(
                finished.record.histories.count == 1 ? "our run" : "our run, network \(index + 1)", history)
        }
        let tables = map == .f1 ? [PublishedTable.f1] : map == .f2 ? [.f2] : PublishedTable.f3
        for table in tables {
            let epochs = table.epochs.map(Double.init)
            var marks: [Mark] = [
                .points(
                    x: epochs, y: table.training, role: .training, label: "paper: training", radius: 3,
                    opacity: 0.9),
                .points(
                    x: epochs, y: table.validation, role: .validation, label: "paper: validation",
                    radius: 2.4, opacity: 0.9),
                .points(
                    x: epochs, y: table.test, role: .test, label: "paper: test", radius: 1.8, opacity: 0.9),
            ]
            if let decay {
                marks.append(
                    .line(
                        x: epochs, y: decay.fitted, role: .reference, label: "one point sliding to the origin"
                    ))
            }
            panels.append(
                Panel(
                    "the paper's table, \(table.name)", x: Axis("epoch"), y: Axis("squared MMD"), marks: marks
                ))
        }
        return Figure(
            "\(map.rawValue) as published: losses", columns: 2, panelSize: (430, 280), panels: panels)
    }

    /// Figures 4 (second), 7, 8 and 9: predictions on the target's axes and on their own.
    static func predictions(_ map: PaperMap, _ finished: FinishedRun) -> Figure {
        let target = finished.record.run.target
        let output = FigureParts.output(finished, points: 200)
        return Figure(
            "\(map.rawValue) as published: predictions for 200 test points", columns: 3,
            panels: [
                FigureParts.cloud(
                    "target", FigureParts.sample(target, points: 200), on: target, role: .target),
                FigureParts.cloud("predictions, same axes", output, on: target, role: .result),
                FigureParts.cloud("predictions, enlarged", output, on: nil, role: .result),
            ])
    }

    /// Figures 2 and 3: weights of f1 after training with L1 and L2, beside those it started from.
    static func weights(_ lasso: FinishedRun?, _ ridge: FinishedRun) -> Figure {
        var random = RandomStream(seed: ridge.record.run.plans[0].seed, purpose: "initial weights")
        let start = Network(
            ridge.models[0].network.shape, initializer: ridge.record.run.plans[0].network.initializer,
            using: &random)
        var rows: [(String, Network, Role)] = [("at the start", start, .source)]
        if let lasso { rows.append(("after L1 0.01", lasso.models[0].network, .result)) }
        rows.append(("after L2 0.01", ridge.models[0].network, .target))
        return Figure(
            "f1 as published: weights (the paper's figures 2 and 3)", columns: 3, panelSize: (290, 210),
            panels: rows.flatMap { label, network, role in
                (0..<3).map {
                    FigureParts.histogram("W\($0 + 1) \(label)", network.weights(ofLayer: $0), role: role)
                }
            })
    }

    /// The runs that explain the failure, by their test losses.
    static func explanation(_ map: PaperMap, published: FinishedRun, others: [FinishedRun]) -> Figure {
        let roles: [Role] = [.result, .target, .highlight]
        let runs = [published] + others
        let marks = zip(runs, roles).map { run, role in
            Mark.line(
                x: run.record.histories[0].place.map(Double.init), y: run.record.histories[0].test,
                role: role,
                label: run.record.run.name)
        }
        let spreads = zip(runs, roles).map { run, role in
            FigureParts.cloud(
                run.record.run.name, FigureParts.output(run, points: 1000), on: run.record.run.target,
                role: role)
        }
        return Figure(
            "\(map.rawValue): what the penalty and the gradient do", columns: 2, panelSize: (400, 300),
            panels: [Panel("test loss", x: Axis("epoch"), y: Axis("squared MMD"), marks: marks)] + spreads)
    }
}
