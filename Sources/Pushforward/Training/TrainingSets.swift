import PushforwardData
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

/// Fixed samples of source and target: training, validation, test.
struct TrainingSets {
    let source: [Matrix]
    let target: [Matrix]

    init(_ plan: TrainingPlan, source: any Distribution, target: any Distribution, counts: [Int]) {
        var points = RandomStream(seed: plan.seed, purpose: "source points")
        var goals = RandomStream(seed: plan.seed, purpose: "target points")
        self.source = counts.map { source.sample($0, using: &points) }
        self.target = counts.map { target.sample($0, using: &goals) }
    }
}

/// The losses of the validation and the test set, with the plan's loss and memory made once.
struct SetLosses {
    private let sets: TrainingSets
    private let workspace: Workspace
    private var losses: [TrainingLoss]

    init(_ plan: TrainingPlan, sets: TrainingSets) {
        self.sets = sets
        let sizes = sets.source.dropFirst().map(\.rows)
        workspace = Workspace(plan.network, capacity: sizes.max() ?? 1, training: false)
        losses = sizes.map { size in
            TrainingLoss(plan, batch: size) { Matrix(rows: 1, columns: plan.network.outputs) }
        }
    }

    mutating func losses(of network: Network) -> (validation: Double, test: Double) {
        (loss(of: network, set: 1), loss(of: network, set: 2))
    }

    private mutating func loss(of network: Network, set: Int) -> Double {
        let (x, y) = (sets.source[set], sets.target[set])
        x.values.withUnsafeBufferPointer {
            workspace.forward(network, input: $0.baseAddress!, rows: x.rows)
        }
        return y.values.withUnsafeBufferPointer {
            losses[set - 1].evaluate(
                workspace.output, count: x.rows, stride: workspace.outputStride, target: $0.baseAddress!,
                delta: nil)
        }
    }
}
