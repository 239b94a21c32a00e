import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

/// A network under training with everything that a step needs.
struct TrainingState {
    var network: Network
    private var average: AlignedArray<Float>?
    private let plan: TrainingPlan
    private let workspace: Workspace
    /// Batches of more rows than a block.
    private let blocks: BatchBlocks?
    private var loss: TrainingLoss
    private var optimizer: OptimizerState
    private var dropout: RandomStream
    private(set) var step = 0
    private let steps: Int
    private let schedule: Schedule

    init(
        _ plan: TrainingPlan, shape: NetworkShape, custom: (any BatchLoss)? = nil,
        communicator: any Communicator = SoleCommunicator(), sample: () -> Matrix
    ) {
        let batch = plan.largestBatch
        var random = RandomStream(seed: plan.seed, purpose: "initial weights")
        self.plan = plan
        network = Network(shape, initializer: plan.network.initializer, using: &random)
        average = plan.training.averaging == 0 ? nil : network.parameters
        workspace = Workspace(shape, capacity: min(batch, BatchBlocks.rows), training: true)
        blocks =
            batch > BatchBlocks.rows
            ? BatchBlocks(shape, batch: batch, communicator: communicator) : nil
        loss = TrainingLoss(
            plan.loss, seed: plan.seed, batch: batch, dimension: shape.outputs, custom: custom,
            sample: sample)
        optimizer = OptimizerState(
            plan.training.rule, penalty: plan.training.penalty, parameters: network.parameters.count)
        schedule = plan.training.rateFactor
        dropout = RandomStream(seed: plan.seed, purpose: "dropout")
        steps = plan.steps
    }

    /// The network, with averaged parameters if the plan averages them.
    var result: Network {
        var result = network
        if let average { result.parameters = average }
        return result
    }

    /// All that changes from step to step.
    var state: Checkpoint.RunState {
        get {
            Checkpoint.RunState(
                parameters: network.parameters.numbers, average: average?.numbers ?? [],
                moments: optimizer.moments, optimizerSteps: optimizer.step, step: step, dropout: dropout,
                directions: loss.directions)
        }
        set {
            network.parameters = AlignedArray(newValue.parameters)
            if average != nil { average = AlignedArray(newValue.average) }
            optimizer.moments = newValue.moments
            optimizer.step = newValue.optimizerSteps
            step = newValue.step
            dropout = newValue.dropout
            loss.directions = newValue.directions
        }
    }

    /// Prepares the parts of the loss that depend on the batch's size.
    mutating func beginPhase(batch: Int, target: Matrix) {
        loss.beginPhase(batch: batch, target: target)
    }

    /// The distance of points that some map might give, as the steps measure it; nothing of the run changes.
    func distance(of points: Matrix, target: Matrix) -> Double {
        var copy = loss
        return points.values.withUnsafeBufferPointer { outputs in
            target.values.withUnsafeBufferPointer {
                copy.evaluate(
                    outputs.baseAddress!, count: points.rows, stride: points.columns,
                    target: $0.isEmpty ? nil : $0.baseAddress, delta: nil)
            }
        }
    }

    /// One step on a batch; returns the batch's distance before the step.
    mutating func step(_ x: Matrix, _ y: Matrix) -> Double {
        let value: Double
        let gradient: UnsafePointer<Float>
        if let blocks, x.rows > BatchBlocks.rows {
            value = pass(x, y, blocks)
            gradient = blocks.gradient.pointer
        } else {
            value = pass(x, y)
            gradient = workspace.gradient.pointer
        }
        let rate = plan.training.learningRate * schedule.factor(step: step, of: steps)
        optimizer.update(&network, gradient: gradient, learningRate: rate)
        step += 1
        updateAverage()
        return value
    }

    /// Largest length of the gradient; 0 for no limit.
    private var limit: Double { plan.training.clipping }

    /// Value and gradient of a batch that is one block.
    private mutating func pass(_ x: Matrix, _ y: Matrix) -> Double {
        var stream = dropout
        x.values.withUnsafeBufferPointer { input in
            withUnsafeMutablePointer(to: &stream) {
                workspace.forward(
                    network, input: input.baseAddress!, rows: x.rows,
                    dropout: plan.network.dropout > 0 ? (plan.network.dropout, $0) : nil)
            }
        }
        dropout = stream
        let value = y.values.withUnsafeBufferPointer {
            loss.evaluate(
                workspace.output, count: x.rows, stride: workspace.outputStride,
                target: $0.isEmpty ? nil : $0.baseAddress, delta: workspace.outputDelta)
        }
        workspace.backward(network, rows: x.rows)
        if limit > 0 { workspace.clipGradientNorm(to: limit) }
        return value
    }

    /// Value and gradient of a batch of several blocks.
    private mutating func pass(_ x: Matrix, _ y: Matrix, _ blocks: BatchBlocks) -> Double {
        let seed = plan.network.dropout > 0 ? dropout.next() : 0
        let outputs = x.values.withUnsafeBufferPointer {
            blocks.forward(
                network, input: $0.baseAddress!, rows: x.rows, dropout: plan.network.dropout, seed: seed,
                gathers: loss.needsAllOutputs)
        }
        let value = y.values.withUnsafeBufferPointer {
            loss.evaluate(
                outputs, count: x.rows, stride: blocks.stride, target: $0.isEmpty ? nil : $0.baseAddress,
                delta: blocks.outputDeltas, distributed: blocks.own(of: x.rows))
        }
        blocks.backward(network, rows: x.rows)
        if limit > 0 { blocks.clipGradientNorm(to: limit) }
        return value
    }

    /// Early in a run the average forgets faster, so that the initial weights do not linger.
    private mutating func updateAverage() {
        guard average != nil else { return }
        let warmed = min(plan.training.averaging, Double(step) / Double(step + 10))
        ProcessorKernels.active.blend(
            network.parameters.count, Float(1 - warmed), network.parameters.pointer, average!.mutablePointer)
    }
}
