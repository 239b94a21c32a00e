import PushforwardTestSupport
import Testing

@testable import Pushforward

struct SharedTrainingTests {
    private static func plan(dropout: Double, slicedWeight: Double = 0) -> TrainingPlan {
        var plan = TrainingPlan(from: "normal:2", to: "ring")
        plan.seed = 3
        plan.network.hidden = [24, 40]
        plan.network.dropout = dropout
        var mmd = TrainingPlan.Distance.FourierMMD()
        mmd.spectralPower = 1
        mmd.frequencies = 8
        plan.loss.distance = .fourierMMD(mmd)
        plan.loss.targetPoints = 500
        plan.loss.slicedWeight = slicedWeight
        plan.training.steps = 1
        plan.training.laterPhases = [.init(batch: 9_000, steps: 3)]
        plan.training.momentum = 0.9
        plan.training.learningRate = 0.1
        plan.training.clipping = 1
        plan.training.averaging = 0.9
        return plan
    }

    /// Batches of three blocks, after one of a single block: the same network for any number of ranks, to the last bit.
    /// A Fourier sum's grids are added; with a sliced distance beside it the outputs are gathered.
    @Test(arguments: [2, 3, 4], [(0, 0), (0.1, 0), (0, 0.2)])
    func networksAreTheSameBits(ranks: Int, options: (dropout: Double, slicedWeight: Double)) throws {
        let plan = Self.plan(dropout: options.dropout, slicedWeight: options.slicedWeight)
        let alone = try Fit(plan).trainNetwork()
        let networks = ThreadRanks(ranks).run { communicator in
            try? Fit(plan).trainNetwork(communicator: communicator).network.parameters.numbers
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
