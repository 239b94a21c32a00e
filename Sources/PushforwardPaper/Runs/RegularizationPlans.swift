import Pushforward

/// The paper's third task: f1 with penalties and dropout of growing strength, and a harder target learned from few
/// points, where over-fitting is possible.
public enum RegularizationPlans {
    /// A setting of the study: its label in figures, and the run.
    public struct Setting: Sendable {
        /// Such as `L2 0.01`.
        public let label: String
        /// The run.
        public let run: PaperRun
    }

    /// Strengths of both penalties.
    public static let strengths = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
    /// Dropout rates.
    public static let rates = [0.1, 0.25, 0.5]

    /// f1 with no, L1, L2 regularization and dropout: a fifth of the steps of the solved plan.
    public static func f1(_ settings: PaperSettings) -> [Setting] {
        settingsOf("f1", settings) { name in
            var plan = SolvedPlans.f1(settings)
            plan.name = name
            plan.data = .fresh(phases: [.init(batch: 377, steps: 6_000 / settings.haste)], even: true)
            return PaperRun(plan)
        }
    }

    /// Number of points from which the harder target is learned.
    public static let fewPoints = 500

    /// Two moons learned from 500 points, with the same regularizers.
    public static func moons(_ settings: PaperSettings) -> [Setting] {
        settingsOf("moons", settings) { name in
            var plan = SolvedPlans.f1(settings)
            plan.name = name
            plan.network.output = .identity
            plan.target = "two-moons"
            plan.loss = .spectral(
                kernel: .matern(power: 0.75, scale: 0.5), period: 8, frequencies: 64, targetPoints: fewPoints)
            // The kernel's period lets a far cloud sit still; the sliced distance calls it back.
            plan.slicedWeight = 0.1
            plan.data = .fresh(phases: [.init(batch: 377, steps: 6_000 / settings.haste)], even: true)
            var run = PaperRun(plan)
            run.targetPoints = fewPoints
            return run
        }
    }

    private static func settingsOf(
        _ prefix: String, _ settings: PaperSettings, _ make: (String) -> PaperRun
    ) -> [Setting] {
        func setting(_ label: String, _ slug: String, _ change: (inout TrainingPlan) -> Void) -> Setting {
            var run = make("\(prefix)-study-\(slug)")
            change(&run.plans[0])
            return Setting(label: label, run: run)
        }
        var all = [setting("none", "none") { _ in }]
        for (index, strength) in strengths.enumerated() {
            let power = 5 - index
            all.append(setting("L1 1e-\(power)", "l1-1e-\(power)") { $0.penalty = Penalty(l1: strength) })
        }
        for (index, strength) in strengths.enumerated() {
            let power = 5 - index
            all.append(setting("L2 1e-\(power)", "l2-1e-\(power)") { $0.penalty = Penalty(l2: strength) })
        }
        for rate in rates {
            all.append(setting("dropout \(rate)", "dropout-\(rate)") { $0.dropout = rate })
        }
        return settings.quick
            ? all.filter { ["none", "L1 1e-2", "L2 1e-2", "dropout 0.5"].contains($0.label) } : all
    }
}
