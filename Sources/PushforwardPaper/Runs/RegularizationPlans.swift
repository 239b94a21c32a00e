import Pushforward

/// The paper's third task: f1 with penalties and dropout of growing strength, and a harder target learned from few
/// points, where over-fitting is possible.
package enum RegularizationPlans {
    /// A setting of the study: its label in figures, and the run.
    package struct Setting: Sendable {
        /// Such as `L2 0.01`.
        package let label: String
        /// The run.
        package let run: PaperRun
    }

    /// Strengths of both penalties.
    package static let strengths = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
    /// Dropout rates.
    package static let rates = [0.1, 0.25, 0.5]

    /// f1 with no, L1, L2 regularization and dropout: a fifth of the steps of the solved plan.
    package static func f1(_ settings: PaperSettings) -> [Setting] {
        settingsOf("f1", settings) { name in
            shortened(SolvedPlans.f1(settings), name, settings) { _ in }
        }
    }

    /// Number of points from which the harder target is learned.
    package static let fewPoints = 500

    /// Two moons learned from 500 points, with the same regularizers.
    package static func moons(_ settings: PaperSettings) -> [Setting] {
        settingsOf("moons", settings) { name in
            var run = shortened(SolvedPlans.f1(settings), name, settings) { plan in
                plan.network.output = .identity
                plan.to = "two-moons"
                var mmd = TrainingPlan.Distance.FourierMMD()
                mmd.spectralScale = 0.5
                mmd.period = 8
                mmd.frequencies = 64
                plan.loss.distance = .fourierMMD(mmd)
                plan.loss.targetPoints = fewPoints
                // The kernel's period lets a far cloud sit still; the sliced distance calls it back.
                plan.loss.slicedWeight = 0.1
            }
            run.targetPoints = fewPoints
            return run
        }
    }

    /// A solved run with fewer and smaller batches.
    private static func shortened(
        _ run: PaperRun, _ name: String, _ settings: PaperSettings,
        _ change: (inout TrainingPlan) -> Void
    ) -> PaperRun {
        run.changed(name) { plan in
            plan.training.batch = 377
            plan.training.steps = 6_000 / settings.haste
            change(&plan)
        }
    }

    private static func settingsOf(
        _ prefix: String, _ settings: PaperSettings, _ make: (String) -> PaperRun
    ) -> [Setting] {
        func setting(_ label: String, _ slug: String, _ change: (inout TrainingPlan) -> Void) -> Setting {
            let name = "\(prefix)-study-\(slug)"
            return Setting(label: label, run: make(name).changed(name, change))
        }
        var all = [setting("none", "none") { _ in }]
        for (index, strength) in strengths.enumerated() {
            let power = 5 - index
            all.append(setting("L1 1e-\(power)", "l1-1e-\(power)") { $0.training.l1 = strength })
        }
        for (index, strength) in strengths.enumerated() {
            let power = 5 - index
            all.append(setting("L2 1e-\(power)", "l2-1e-\(power)") { $0.training.l2 = strength })
        }
        for rate in rates {
            all.append(setting("dropout \(rate)", "dropout-\(rate)") { $0.network.dropout = rate })
        }
        return settings.quick
            ? all.filter { ["none", "L1 1e-2", "L2 1e-2", "dropout 0.5"].contains($0.label) } : all
    }
}
