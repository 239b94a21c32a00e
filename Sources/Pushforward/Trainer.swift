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

    /// Trains the network.
    ///
    /// - Parameter progress: Called now and then with the share of the steps done.
    /// - Returns: The network and its losses. O(steps * batch * parameters) time; no allocation a step.
    public func train(progress: (Double) -> Void = { _ in }) -> TrainingResult {
        switch plan.data {
        case .sets(let training, let validation, let test, let batch, let epochs):
            let sets = TrainingSets(
                plan, source: source, target: target, counts: [training, validation, test])
            return trainOnSets(sets, batch: batch, epochs: epochs, progress: progress)
        case .fresh(let phases, let even):
            return trainOnFreshPoints(phases, even: even, progress: progress)
        }
    }

    private func trainOnSets(
        _ sets: TrainingSets, batch: Int, epochs: Int, progress: (Double) -> Void
    ) -> TrainingResult {
        var run = TrainingRun(plan, batch: batch, target: { Matrix(rows: 1, columns: plan.network.outputs) })
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
            history.place.append(epoch)
            history.training.append(sum / Double(count / batch))
            history.validation.append(losses.validation)
            history.test.append(losses.test)
            if epoch % 16 == 0 { progress(Double(epoch) / Double(epochs)) }
        }
        return TrainingResult(network: run.result, history: history)
    }

    private func trainOnFreshPoints(
        _ phases: [TrainingPlan.Phase], even: Bool, progress: (Double) -> Void
    ) -> TrainingResult {
        var targets = RandomStream(seed: plan.seed, purpose: "target points")
        var points = RandomStream(seed: plan.seed, purpose: "source points")
        let fixed: Matrix
        let usesPairs: Bool
        switch plan.loss {
        case .spectral(_, _, _, let count):
            fixed = target.evenSample(count, using: &targets)
            usesPairs = false
        case .pairs:
            fixed =
                plan.slicedWeight > 0
                ? target.evenSample(1 << 17, using: &targets) : Matrix(rows: 1, columns: target.dimension)
            usesPairs = true
        }
        var run = TrainingRun(plan, batch: phases.map(\.batch).max()!) { fixed }
        var log = IntervalLog(steps: plan.steps)
        for phase in phases {
            run.beginPhase(batch: phase.batch, target: fixed)
            var x = Matrix(rows: phase.batch, columns: source.dimension)
            var y = Matrix(rows: usesPairs ? phase.batch : 0, columns: target.dimension)
            for _ in 0..<phase.steps {
                x.values.withUnsafeMutableBufferPointer {
                    if even { source.fillEvenly($0, using: &points) } else { source.fill($0, using: &points) }
                }
                y.values.withUnsafeMutableBufferPointer { target.fill($0, using: &targets) }
                if let share = log.add(run.step(x, y)) { progress(share) }
            }
        }
        return TrainingResult(network: run.result, history: log.history)
    }
}

/// Mean losses over 200 intervals of a run.
private struct IntervalLog {
    private(set) var history = History()
    private let steps: Int
    private let interval: Int
    private var sum = 0.0
    private var count = 0

    init(steps: Int) {
        self.steps = steps
        interval = max(1, steps / 200)
    }

    /// Adds one step's loss; returns the share of the steps done at the end of an interval.
    mutating func add(_ loss: Double) -> Double? {
        sum += loss
        count += 1
        guard count % interval == 0 else { return nil }
        history.place.append(count - interval)
        history.training.append(sum / Double(interval))
        sum = 0
        return Double(count) / Double(steps)
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
