import Pushforward
import Testing

@testable import PushforwardRuns

struct PlanFileTests {
    private let recipe: FitPlan

    init() throws {
        recipe = FitPlan.recipe(
            from: try FitSide(named: "normal:2"), to: try FitSide(named: "two-moons"))
    }

    @Test func plansSurviveTheirFiles() throws {
        for kind in FitPlan.LossPart.Kind.allCases {
            let plan = FitPlan.recipe(
                from: try FitSide(named: "normal:3"), to: try FitSide(named: "sphere:3"), loss: kind, seed: 7)
            var layers = PlanFile()
            try layers.add(text: PlanFile.text(of: plan), path: "plan.yaml")
            #expect(try layers.applied(to: FitPlan.complete.withoutOptionalParts) == plan)
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
