import Pushforward
import Testing

@testable import PushforwardRuns

struct PlanFileTests {
    private let recipe: TrainingPlan

    init() throws {
        recipe = TrainingPlan.recipe(
            from: try FitSide(named: "normal:2"), to: try FitSide(named: "two-moons"))
    }

    @Test func plansSurviveTheirFiles() throws {
        for kind in TrainingPlan.Distance.Kind.allCases {
            let plan = TrainingPlan.recipe(
                from: try FitSide(named: "normal:3"), to: try FitSide(named: "sphere:3"), loss: kind, seed: 7)
            var layers = PlanFile()
            try layers.add(text: PlanFile.text(of: plan), path: "plan.yaml")
            #expect(try layers.wholePlan() == plan)
        }
    }

    @Test func laterLayersWin() throws {
        var layers = PlanFile()
        try layers.add(
            text: "to: ring\ntraining:\n  steps: 10\n  batch: 7\nnetwork: {hidden: [3, 4]}\n", path: "a.yaml")
        try layers.add(assignment: "training.steps=20")
        try layers.add(assignment: "from=normal:2,mean=1")
        let plan = try layers.applied(to: recipe)
        #expect(plan.training.steps == 20 && plan.training.batch == 7 && plan.network.hidden == [3, 4])
        #expect(plan.to == "ring" && plan.from == "normal:2,mean=1" && plan.loss == recipe.loss)
    }

    /// The whole plan of a file that an earlier version wrote, which knows fewer keys and says more of its loss.
    @Test func filesOfEarlierVersionsAreRead() throws {
        var layers = PlanFile()
        try layers.add(text: Self.earlier, path: "plan.yaml")
        let plan = try layers.wholePlan()
        var expected = recipe
        expected.network.hidden = [16, 16]
        expected.loss.distance = .pairwiseMMD(.init())
        expected.training.batch = 200
        expected.training.steps = 200
        #expect(plan == expected)
    }

    /// `fit --from normal:2 --to two-moons --set loss.sums=pairs ...` of an earlier version.
    static let earlier = """
        from: normal:2
        to: two-moons
        seed: 1
        standardise: true
        network:
          hidden: [16, 16]
          activation: gelu
          output: identity
          initialisation: glorot
          gains: [2, 1.4, 1.4, 1]
          biasScale: 1
          dropout: 0
        loss:
          kind: mmd
          sums: pairs
          spectralPower: 0.75
          spectralScale: 0.3
          period: 6
          frequencies: 32
          targetPoints: 131072
          power: 0.5
          slicedWeight: 0.2
          slicedDirections: 8
        training:
          batch: 200
          steps: 200
          even: true
          optimiser: sgd
          momentum: 0.98
          decay: 0
          learningRate: 0.1
          schedule: cosine
          warmUp: 0.02
          averaging: 0.995
          clipping: 1
          l1: 0
          l2: 0
        data:
          holdOut: 0
          validation: 0
          patience: 0.4
        """

    /// Phases and fixed sets are keys like others.
    @Test func phasesAndSetsAreKeys() throws {
        var layers = PlanFile()
        try layers.add(assignment: "data.sets.training=1000")
        #expect(throws: ReadingError.self) { _ = try layers.applied(to: recipe) }
        try layers.add(text: "data: {sets: {validation: 20, test: 30}}", path: "a.yaml")
        try layers.add(assignment: "training.laterPhases=[{batch: 9, steps: 4}]")
        let plan = try layers.applied(to: recipe)
        #expect(plan.data.sets == .init(training: 1000, validation: 20, test: 30))
        #expect(plan.steps == recipe.steps + 4)
        var again = PlanFile()
        try again.add(text: PlanFile.text(of: plan), path: "b.yaml")
        #expect(try again.wholePlan() == plan)
    }

    /// Keys of earlier versions are read, from files and options, and written by their names of today.
    @Test func formerKeysAreRead() throws {
        var layers = PlanFile()
        try layers.add(
            text: "standardise: false\nnetwork: {initialisation: he}\n", path: "a.yaml")
        try layers.add(assignment: "training.optimiser=adam")
        let plan = try layers.applied(to: recipe)
        #expect(!plan.standardize && plan.network.initialization == .he && plan.training.optimizer == .adam)
        let text = try PlanFile.text(of: plan)
        #expect(text.contains("optimizer: adam") && !text.contains("ise:") && !text.contains("isation:"))
    }

    /// A text and the one line of its error.
    static let wrong: [(String, String)] = [
        (
            "training:\n  stepz: 3",
            "a.yaml: line 2, column 10: plans have no key 'training.stepz', did you mean 'training.steps'?"
        ),
        ("steps: 3", "a.yaml: line 1, column 8: plans have no key 'steps', did you mean 'training.steps'?"),
        (
            "training: {steps: many}",
            "a.yaml: line 1, column 19: training.steps: expected a whole number, found 'many'"
        ),
        (
            "loss: {kind: mdm}",
            "a.yaml: line 1, column 14: loss.kind: expected one of mmd, energy, sliced-wasserstein, sinkhorn, found 'mdm'"
        ),
        (
            "network:\n  hidden: 3",
            "a.yaml: line 2, column 11: network.hidden: expected a list of whole numbers, found '3'"
        ),
        (
            "training: {optimiser: fast}",
            "a.yaml: line 1, column 23: training.optimiser: expected one of sgd, adam, adamW, found 'fast'"
        ),
        ("[1, 2", "a.yaml: line 2, column 1: not YAML: did not find expected ',' or ']'"),
        ("just words", "a.yaml: expected keys of a plan"),
        ("", "a.yaml: expected keys of a plan"),
    ]

    @Test(arguments: wrong)
    func wrongPlansAreRefused(_ text: String, _ message: String) {
        let error = #expect(throws: ReadingError.self) {
            var layers = PlanFile()
            try layers.add(text: text, path: "a.yaml")
            _ = try layers.applied(to: recipe)
        }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "none")")
    }
}
