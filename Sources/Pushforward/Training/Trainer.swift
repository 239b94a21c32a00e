import CPushforwardKernels
import PushforwardData
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

/// Carries out a plan on one core.
///
/// The random streams of initial weights, source points, target points, shuffling and dropout are separate, so
/// that plans that differ in one respect share all others.
public struct Trainer {
    /// The plan.
    public let plan: TrainingPlan
    private let source: any Distribution
    private let target: any Distribution
    private var own: (any BatchLoss)?

    /// A trainer for a plan whose distributions are in the catalogue.
    ///
    /// - Throws: ``PlanError``, `UnknownDistribution`.
    public init(_ plan: TrainingPlan) throws {
        try self.init(
            plan, source: Catalogue.distribution(named: plan.source),
            target: Catalogue.distribution(named: plan.target))
    }

    /// A trainer for a plan with the given distributions.
    ///
    /// - Throws: ``PlanError``.
    public init(_ plan: TrainingPlan, source: any Distribution, target: any Distribution) throws {
        try plan.validate()
        guard source.dimension == plan.network.inputs, target.dimension == plan.network.outputs else {
            throw PlanError(
                plan: plan.name, field: "network.widths",
                problem: "\(plan.network.widths) does not lead from \(source.dimension) coordinates of "
                    + "\(source.name) to \(target.dimension) of \(target.name)")
        }
        self.plan = plan
        self.source = source
        self.target = target
    }

    /// A trainer that minimizes a custom loss in place of the plan's, to which the plan's power, weight and sliced
    /// part still apply.
    ///
    /// - Throws: ``PlanError``, also for plans with sets in place of fresh points.
    public init(
        _ plan: TrainingPlan, source: any Distribution, target: any Distribution, loss: any BatchLoss
    ) throws {
        try self.init(plan, source: source, target: target)
        guard case .fresh = plan.data else {
            throw PlanError(
                plan: plan.name, field: "data", problem: "must be fresh points for a custom loss, not sets")
        }
        own = loss
    }

    /// Trains the network.
    ///
    /// - Parameter progress: Called now and then with the share of the steps done.
    /// - Returns: The network and its losses. O(steps * batch * parameters) time; no allocation a step.
    /// - Throws: ``TrainingError`` where the loss stops being a number.
    public func train(progress: (Double) -> Void = { _ in }) throws -> TrainingResult {
        switch plan.data {
        case .sets(let training, let validation, let test, let batch, let epochs):
            let sets = TrainingSets(
                plan, source: source, target: target, counts: [training, validation, test])
            return try trainOnSets(sets, batch: batch, epochs: epochs, progress: progress)
        case .fresh:
            return try train { progress(Double($0.step) / Double($0.steps)) }
        }
    }

    /// Trains on fresh points, from a checkpoint on where one is given, and shows how it goes.
    ///
    /// - Parameters:
    ///   - checkpoint: The state of an earlier run of the same plan, which then ends with the same bytes as a run that
    ///     was never interrupted.
    ///   - watch: Points that decide when to stop.
    ///   - communicator: Ranks that share batches of more than 4,096 points; each of them calls this with the same plan, and
    ///     gets the same result, to the last bit that of one alone.
    ///   - observe: Called every few steps; an error that it throws ends the training.
    /// - Throws: ``TrainingError``, ``CheckpointError``, and what `observe` throws.
    public func train(
        from checkpoint: Checkpoint? = nil, watching watch: ValidationWatch? = nil,
        communicator: any Communicator = SoleCommunicator(),
        observe: (TrainingSnapshot) throws -> Void
    ) throws -> TrainingResult {
        guard case .fresh = plan.data else {
            throw PlanError(
                plan: plan.name, field: "data", problem: "must be fresh points for an observed run, not sets")
        }
        var training = TrainingLoop(
            plan, source: source, target: target, own: own, communicator: communicator, watch: watch)
        if let checkpoint { try training.restore(checkpoint) }
        let pause = max(1, min(training.interval, 25))
        while !training.isFinished {
            try training.advance()
            if training.step % pause == 0 || training.isFinished { try observe(training.snapshot) }
        }
        return training.result
    }

    private func trainOnSets(
        _ sets: TrainingSets, batch: Int, epochs: Int, progress: (Double) -> Void
    ) throws -> TrainingResult {
        var run = TrainingState(
            plan, batch: batch, target: { Matrix(rows: 1, columns: plan.network.outputs) })
        var shuffling = RandomStream(seed: plan.seed, purpose: "shuffling")
        var evaluation = SetLosses(plan, sets: sets)
        var history = History()
        let count = sets.source[0].rows
        var orders = (Array(0..<count), Array(0..<count))
        var x = Matrix(rows: batch, columns: source.dimension)
        var y = Matrix(rows: batch, columns: target.dimension)
        for epoch in 0..<epochs {
            let losses = evaluation.losses(of: run.network)
            shuffling.shuffle(&orders.0)
            shuffling.shuffle(&orders.1)
            var sum = 0.0
            for first in stride(from: 0, through: count - batch, by: batch) {
                sets.source[0].gather(orders.0[first..<first + batch], into: &x)
                sets.target[0].gather(orders.1[first..<first + batch], into: &y)
                sum += run.step(x, y)
            }
            guard sum.isFinite else { throw TrainingError(plan: plan.name, step: epoch * (count / batch)) }
            history.place.append(epoch)
            history.training.append(sum / Double(count / batch))
            history.validation.append(losses.validation)
            history.test.append(losses.test)
            if epoch % 16 == 0 { progress(Double(epoch) / Double(epochs)) }
        }
        return TrainingResult(
            network: run.result, history: history, steps: plan.steps, networkStep: plan.steps)
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
