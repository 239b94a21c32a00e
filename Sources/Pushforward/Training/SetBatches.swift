import PushforwardData
import PushforwardNetworks
import PushforwardNumerics

/// Fixed samples of source and target: training, validation, test.
struct TrainingSets {
    let source: [Matrix]
    let target: [Matrix]

    init(
        _ plan: TrainingPlan, _ sets: TrainingPlan.DataPart.Sets, streams: inout BatchStreams,
        source: any Distribution, target: any Distribution
    ) {
        let counts = [sets.training, sets.validation, sets.test]
        self.source = counts.map {
            plan.training.even
                ? source.quasiRandomSample($0, using: &streams.points)
                : source.sample($0, using: &streams.points)
        }
        self.target = counts.map { target.sample($0, using: &streams.targets) }
    }
}

/// Batches of fixed sets, each side shuffled every epoch.
struct SetBatches: TrainingBatches {
    let sets: TrainingSets
    let streams: BatchStreams
    /// Steps of an epoch.
    let epoch: Int
    private let batch: Int
    private var shuffling: RandomStream
    private var orders: (source: [Int], target: [Int])

    init(
        _ plan: TrainingPlan, _ counts: TrainingPlan.DataPart.Sets, source: any Distribution,
        target: any Distribution
    ) {
        var streams = BatchStreams(seed: plan.seed)
        sets = TrainingSets(plan, counts, streams: &streams, source: source, target: target)
        self.streams = streams
        batch = plan.training.batch
        epoch = counts.training / batch
        shuffling = RandomStream(seed: plan.seed, purpose: "shuffling")
        orders = (Array(0..<counts.training), Array(0..<counts.training))
    }

    var sample: Matrix { sets.target[0] }

    mutating func fill(_ x: inout Matrix, _ y: inout Matrix, step: Int) {
        if step % epoch == 0 { shuffle() }
        let first = step % epoch * batch
        sets.source[0].gather(orders.source[first..<first + batch], into: &x)
        if y.rows > 0 { sets.target[0].gather(orders.target[first..<first + batch], into: &y) }
    }

    /// Shuffles as often as the run before has, so that its orders need not be kept. O(epochs points)
    mutating func resume(_ streams: BatchStreams, at step: Int) {
        for _ in 0..<(step + epoch - 1) / epoch { shuffle() }
    }

    private mutating func shuffle() {
        shuffling.shuffle(&orders.source)
        shuffling.shuffle(&orders.target)
    }
}

/// The losses of the validation and the test set, with the plan's loss and memory made once.
struct SetLosses {
    private let sets: TrainingSets
    private let workspace: Workspace
    private var losses: [TrainingLoss]
    private let directions: RandomStream

    init(_ plan: TrainingPlan, shape: NetworkShape, sets: TrainingSets, custom: (any BatchLoss)?) {
        self.sets = sets
        workspace = Workspace(
            shape, capacity: sets.source.dropFirst().map(\.rows).max() ?? 1, training: false)
        losses = sets.target.dropFirst().map { target in
            var loss = TrainingLoss(
                plan.loss, seed: plan.seed, batch: target.rows, dimension: shape.outputs, custom: custom
            ) { target }
            loss.beginPhase(batch: target.rows, target: target)
            return loss
        }
        directions = losses[0].directions
    }

    mutating func losses(of network: Network) -> (validation: Double, test: Double) {
        (loss(of: network, set: 1), loss(of: network, set: 2))
    }

    private mutating func loss(of network: Network, set: Int) -> Double {
        let (x, y) = (sets.source[set], sets.target[set])
        x.values.withUnsafeBufferPointer {
            workspace.forward(network, input: $0.baseAddress!, rows: x.rows)
        }
        // The same directions of a sliced distance in every epoch.
        losses[set - 1].directions = directions
        return y.values.withUnsafeBufferPointer {
            losses[set - 1].evaluate(
                workspace.output, count: x.rows, stride: workspace.outputStride, target: $0.baseAddress!,
                delta: nil)
        }
    }
}

extension Matrix {
    /// Copies the rows of the given numbers into another matrix of as many rows. O(count d)
    func gather(_ rows: ArraySlice<Int>, into other: inout Matrix) {
        let width = columns
        values.withUnsafeBufferPointer { from in
            other.values.withUnsafeMutableBufferPointer { to in
                for (place, row) in rows.enumerated() {
                    for c in 0..<width { to[place * width + c] = from[row * width + c] }
                }
            }
        }
    }
}
