import RealModule
import Testing

@testable import Pushforward

struct OptimizerTests {
    static let optimizers: [Optimizer] = [
        .plainSGD, .sgd(momentum: 0.9, nesterov: false), .sgd(momentum: 0.9, nesterov: true),
        .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
        .adamW(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, decay: 0.02),
    ]

    /// Five steps on one weight and one bias with fixed gradients against the published formulas in double precision.
    @Test(
        arguments: optimizers,
        [
            Penalty.none, Penalty(l1: 0.03), Penalty(l2: 0.05),
            Penalty(l1: 0.02, l2: 0.04, includesBiases: true),
        ])
    func stepsFollowTheFormulas(optimizer: Optimizer, penalty: Penalty) {
        var network = Network(zeros: NetworkShape(widths: [1, 1], hidden: .identity))
        network.setLayer(0, weights: [0.7], biases: [-0.4])
        var state = OptimizerState(optimizer, penalty: penalty, parameters: network.parameters.count)
        var exact = (weight: Reference(0.7), bias: Reference(-0.4))
        for step in 1...5 {
            var gradient = Network(zeros: network.shape)
            let (dw, db) = (0.3 * Double(step) - 0.7, 0.2 - 0.1 * Double(step))
            gradient.setLayer(0, weights: [Float(dw)], biases: [Float(db)])
            state.update(&network, gradient: gradient.parameters.pointer, learningRate: 0.1)
            exact.weight.update(optimizer, penalty, gradient: dw, step: step, isWeight: true)
            exact.bias.update(optimizer, penalty, gradient: db, step: step, isWeight: false)
        }
        #expect(abs(Double(network.weights(ofLayer: 0)[0]) - exact.weight.value) < 2e-6)
        #expect(abs(Double(network.biases(ofLayer: 0)[0]) - exact.bias.value) < 2e-6)
    }

    private struct Reference {
        var value: Double
        var first = 0.0
        var second = 0.0

        init(_ value: Double) { self.value = value }

        mutating func update(
            _ optimizer: Optimizer, _ penalty: Penalty, gradient: Double, step: Int, isWeight: Bool
        ) {
            var g = gradient
            if isWeight || penalty.includesBiases {
                g += penalty.l1 * (value > 0 ? 1 : -1) + 2 * penalty.l2 * value
            }
            let rate = 0.1
            func adam(_ b1: Double, _ b2: Double, _ epsilon: Double) -> Double {
                first = b1 * first + (1 - b1) * g
                second = b2 * second + (1 - b2) * g * g
                let corrected = first / (1 - Double.pow(b1, step))
                return corrected / ((second / (1 - Double.pow(b2, step))).squareRoot() + epsilon)
            }
            switch optimizer {
            case .sgd(let momentum, let nesterov):
                first = momentum * first + g
                value -= rate * (nesterov ? g + momentum * first : first)
            case .adam(let b1, let b2, let epsilon): value -= rate * adam(b1, b2, epsilon)
            case .adamW(let b1, let b2, let epsilon, let decay):
                let decayed = isWeight || penalty.includesBiases ? decay * value : 0
                value -= rate * (adam(b1, b2, epsilon) + decayed)
            }
        }
    }

    @Test func schedules() {
        #expect(Schedule.constant.factor(step: 7, of: 10) == 1)
        #expect(abs(Schedule.cosine(warmUp: 0, final: 0).factor(step: 50, of: 100) - 0.5) < 1e-12)
        #expect(abs(Schedule.cosine(warmUp: 0, final: 0.1).factor(step: 100, of: 100) - 0.1) < 1e-12)
        #expect(Schedule.cosine(warmUp: 0.1, final: 0).factor(step: 0, of: 100) == 0.1)
        #expect(Schedule.warmUp(0.2).factor(step: 9, of: 100) == 0.5)
        let halves = Schedule.step(factor: 0.5, at: [0.5, 0.75])
        #expect([0, 49, 50, 80].map { halves.factor(step: $0, of: 100) } == [1, 1, 0.5, 0.25])
    }
}
