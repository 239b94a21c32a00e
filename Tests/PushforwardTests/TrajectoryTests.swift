import RealModule
import Testing

@testable import Pushforward

/// Ten steps of f1's kind of training against PyTorch in double precision (`Tools/reference/trajectory.py`).
struct TrajectoryTests {
    /// The numbers that the script uses too.
    private func numbers(_ count: Int, _ offset: Double) -> [Float] {
        (0..<count).map { Float(Double.sin(0.7 * Double($0) + offset)) }
    }

    private func plan() -> TrainingPlan {
        var plan = TrainingPlan(from: "normal:2", to: "normal:2")
        plan.network.hidden = [5, 4]
        plan.network.activation = .sigmoid
        var mmd = TrainingPlan.Distance.PairwiseMMD()
        mmd.multiples = [1]
        mmd.estimator = .unbiased
        plan.loss.distance = .pairwiseMMD(mmd)
        plan.training.batch = 8
        plan.training.steps = 10
        plan.training.momentum = 0.9
        plan.training.nesterov = false
        plan.training.learningRate = 0.5
        plan.training.l2 = 0.01
        return plan
    }

    @Test func tenStepsAgreeWithAutomaticDifferentiation() {
        let plan = plan()
        var run = TrainingState(plan, shape: plan.network.shape(inputs: 2, outputs: 2)) {
            Matrix(rows: 1, columns: 2)
        }
        let widths = [2, 5, 4, 2]
        for layer in 0..<3 {
            run.network.setLayer(
                layer, weights: numbers(widths[layer] * widths[layer + 1], 0.1 * Double(layer)),
                biases: numbers(widths[layer + 1], 1 + 0.1 * Double(layer)).map { Float(0.1 * Double($0)) })
        }
        let losses = (0..<10).map { step in
            let y = numbers(16, 3 + Double(step)).map { Float(0.5 + 0.5 * Double($0)) }
            return run.step(
                Matrix(rows: 8, columns: 2, values: numbers(16, 2 + Double(step))),
                Matrix(rows: 8, columns: 2, values: y))
        }
        let exactLosses = [
            1.3224169928, 0.8406056562, 1.2946164840, 1.3316669744, 1.3327853252, 1.3365668092, 1.3430936139,
            1.2955215723, 1.0463036284, 0.8441962676,
        ]
        let lastWeights = [
            0.5429379678, 0.4240874305, 0.0473914084, 0.1373391084, 0.0840756448, -0.1473022307, 0.4893840878,
            -0.0728783979,
        ]
        let firstWeights = [
            0.0174715918, 0.4099600445, 0.6476598704, 0.5601588485, 0.2482176875, -0.1900946279,
            -0.5238972954,
            -0.5993199816, -0.3987152617, 0.0053316985,
        ]
        // Single precision: rounding of 1e-7 per step, amplified by ten steps at a large rate.
        for (ours, exact) in zip(losses, exactLosses) { #expect(abs(ours - exact) < 2e-5) }
        for (ours, exact) in zip(run.network.weights(ofLayer: 2), lastWeights) {
            #expect(abs(Double(ours) - exact) < 2e-5)
        }
        for (ours, exact) in zip(run.network.weights(ofLayer: 0), firstWeights) {
            #expect(abs(Double(ours) - exact) < 2e-5)
        }
        for (ours, exact) in zip(run.network.biases(ofLayer: 2), [1.0628993357, -0.2641032469]) {
            #expect(abs(Double(ours) - exact) < 2e-5)
        }
    }
}
