import PushforwardTestSupport
import Testing

@testable import Pushforward

struct SharedTrainingTests {
    private static func plan(dropout: Double, slicedWeight: Double = 0) -> TrainingPlan {
        var plan = TrainingPlan(
            name: "shared", source: "normal:2", target: "ring",
            network: NetworkShape(widths: [2, 24, 40, 2], hidden: .tanh), initializer: Initializer(.glorot),
            loss: .spectral(
                kernel: .matern(power: 1, scale: 0.3), period: 6, frequencies: 8, targetPoints: 500),
            data: .fresh(phases: [.init(batch: 100, steps: 1), .init(batch: 9_000, steps: 3)], even: false),
            optimizer: .sgd(momentum: 0.9, nesterov: true), learningRate: 0.1, seed: 3)
        plan.dropout = dropout
        plan.slicedWeight = slicedWeight
        plan.clipping = 1
        plan.averaging = 0.9
        return plan
    }

    /// Batches of three blocks, after one of a single block: the same network for any number of ranks, to the last bit.
    /// A Fourier sum's grids are added; with a sliced distance beside it the outputs are gathered.
    @Test(arguments: [2, 3, 4], [(0, 0), (0.1, 0), (0, 0.2)])
    func networksAreTheSameBits(ranks: Int, options: (dropout: Double, slicedWeight: Double)) throws {
        let plan = Self.plan(dropout: options.dropout, slicedWeight: options.slicedWeight)
        let alone = try Trainer(plan).train { _ in }
        let networks = ThreadRanks(ranks).run { communicator in
            try? Trainer(plan).train(communicator: communicator) { _ in }.network.parameters.numbers
        }
        #expect(networks.allSatisfy { $0 == alone.network.parameters.numbers })
        #expect(alone.history.training.allSatisfy { $0.isFinite })
    }

    /// The sum of the blocks' gradients is that of one pass over all rows, but for rounding in single precision.
    @Test func blocksAddUpToTheWholeGradient() {
        let shape = NetworkShape(widths: [2, 16, 3], hidden: .sigmoid)
        var random = RandomStream(seed: 1)
        let network = Network(shape, initializer: Initializer(.glorot), using: &random)
        let rows = 9_000
        let input = random.normals(2 * rows)
        let slopes = random.normals(3 * rows).map { $0 + 0.5 }
        let whole = Workspace(shape, capacity: rows, training: true)
        let blocks = BatchBlocks(shape, batch: rows, communicator: SoleCommunicator())
        whole.forward(network, input: input, rows: rows)
        let outputs = blocks.forward(network, input: input, rows: rows, dropout: 0, seed: 0, gathers: true)
        var worst: Float = 0
        for i in 0..<rows {
            for c in 0..<3 {
                worst = max(
                    worst, abs(outputs[i * blocks.stride + c] - whole.output[i * whole.outputStride + c]))
                whole.outputDelta[i * whole.outputStride + c] = slopes[3 * i + c]
                blocks.outputDeltas[i * blocks.stride + c] = slopes[3 * i + c]
            }
        }
        whole.backward(network, rows: rows)
        blocks.backward(network, rows: rows)
        #expect(worst < 1e-6)
        let (expected, found) = (whole.gradient.numbers, blocks.gradient.numbers)
        let largest = expected.map(abs).max()!
        #expect(zip(expected, found).allSatisfy { abs($0 - $1) < 1e-4 * largest })
    }
}
