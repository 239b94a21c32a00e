import PushforwardData
import PushforwardNetworks
import PushforwardNumerics

/// Training on fresh points, a step at a time: all its state, so that it can be saved and resumed.
struct TrainingLoop {
    private let plan: TrainingPlan
    private let source: any Distribution
    private let target: any Distribution
    private let phases: [TrainingPlan.Phase]
    private let isEven: Bool
    /// The fixed sample of losses against one.
    private let fixed: Matrix
    private let usesTargetBatches: Bool
    private var run: TrainingState
    private var targets: RandomStream
    private var points: RandomStream
    private var log: IntervalLog
    private var watch: ValidationState?
    private var phase = -1
    private var x = Matrix(rows: 0, columns: 1)
    private var y = Matrix(rows: 0, columns: 1)

    init(
        _ plan: TrainingPlan, source: any Distribution, target: any Distribution, own: (any BatchLoss)? = nil,
        communicator: any Communicator = SoleCommunicator(), watch: ValidationWatch?
    ) {
        guard case .fresh(let phases, let isEven) = plan.data else {
            preconditionFailure("plan '\(plan.name)' has sets, not fresh points")
        }
        self.plan = plan
        self.source = source
        self.target = target
        self.phases = phases
        self.isEven = isEven
        targets = RandomStream(seed: plan.seed, purpose: "target points")
        points = RandomStream(seed: plan.seed, purpose: "source points")
        let size = min(target.size ?? .max, plan.slicedTargetPoints)
        let fixed: Matrix
        switch plan.loss {
        case .spectral(_, _, _, let count) where own == nil, .sliced(let count) where own == nil:
            fixed = target.quasiRandomSample(count, using: &targets)
            usesTargetBatches = false
        default:
            fixed =
                plan.slicedWeight > 0
                ? target.quasiRandomSample(size, using: &targets) : Matrix(rows: 1, columns: target.dimension)
            usesTargetBatches = true
        }
        self.fixed = fixed
        run = TrainingState(plan, batch: plan.largestBatch, own: own, communicator: communicator) { fixed }
        log = IntervalLog(steps: plan.steps)
        self.watch = watch.map { ValidationState($0, steps: plan.steps) }
    }

    /// Steps done.
    var step: Int { run.step }
    /// Steps between two entries of the history.
    var interval: Int { log.interval }
    /// Whether all steps are done, or validation has ended them.
    var isFinished: Bool { step >= plan.steps || watch?.hasStopped == true }

    /// The network with its losses; where validation became worse, that of the best.
    var result: TrainingResult {
        var network = run.result
        let replacement = watch?.replacement
        if let replacement { network.parameters = AlignedArray(replacement.parameters) }
        return TrainingResult(
            network: network, history: log.history, steps: step, networkStep: replacement?.step ?? step)
    }

    /// One step.
    ///
    /// - Throws: ``TrainingError``.
    mutating func advance() throws {
        beginPhaseWhereDue()
        TrainingLoop.fill(&x, from: source, evenly: isEven, using: &points)
        TrainingLoop.fill(&y, from: target, evenly: false, using: &targets)
        let loss = run.step(x, y)
        guard loss.isFinite else { throw TrainingError(plan: plan.name, step: step - 1) }
        guard log.add(loss) else { return }
        if watch != nil {
            let network = run.result
            log.addValidation(watch!.check(network, step: step))
        }
    }

    private static func fill(
        _ batch: inout Matrix, from distribution: any Distribution, evenly: Bool,
        using random: inout RandomStream
    ) {
        batch.values.withUnsafeMutableBufferPointer {
            if evenly {
                distribution.fillQuasiRandom($0, using: &random)
            } else {
                distribution.fill($0, using: &random)
            }
        }
    }

    /// The phase of the next step, with batches of its size.
    private mutating func beginPhaseWhereDue() {
        var (index, end) = (0, phases[0].steps)
        while step >= end {
            index += 1
            end += phases[index].steps
        }
        if index != phase { beginPhase(index) }
    }

    private mutating func beginPhase(_ index: Int) {
        phase = index
        run.beginPhase(batch: phases[index].batch, target: fixed)
        x = Matrix(rows: phases[index].batch, columns: source.dimension)
        y = Matrix(rows: usesTargetBatches ? phases[index].batch : 0, columns: target.dimension)
    }

    /// What a loss is to be compared with: the distances of one constant point, the target's mean,
    /// and of points of the target itself, in batches of the first steps' size.
    func anchors() -> LossAnchors {
        var copy = self
        copy.beginPhase(0)
        var random = RandomStream(seed: plan.seed, purpose: "anchors")
        let (size, d) = (phases[0].batch, target.dimension)
        let truth = target.sample(size, using: &random)
        let batch = usesTargetBatches ? target.sample(size, using: &random) : Matrix(rows: 0, columns: d)
        var constant = Matrix(rows: size, columns: d)
        for c in 0..<d {
            let mean = Float(Statistics.mean(truth.doubles(c)))
            for row in 0..<size { constant[row, c] = mean }
        }
        return LossAnchors(
            constant: copy.run.distance(of: constant, target: batch),
            truth: copy.run.distance(of: truth, target: batch))
    }

    // MARK: Saving

    /// The state of the training.
    var snapshot: TrainingSnapshot {
        TrainingSnapshot(
            step: step, steps: plan.steps, history: log.history, currentNetwork: { run.result },
            checkpoint: { checkpoint }, anchors: { anchors() })
    }

    private var checkpoint: Checkpoint {
        Checkpoint(
            plan: plan, run: run.state, targets: targets, points: points, log: log,
            validation: watch?.progress)
    }

    /// Goes on from a checkpoint.
    ///
    /// - Throws: ``CheckpointError`` where it belongs to another plan.
    mutating func restore(_ checkpoint: Checkpoint) throws {
        let own = run.state
        guard checkpoint.plan == plan, checkpoint.run.parameters.count == own.parameters.count,
            checkpoint.run.average.count == own.average.count,
            checkpoint.run.moments.map(\.count) == own.moments.map(\.count),
            (checkpoint.validation == nil) == (watch == nil)
        else { throw CheckpointError(reason: "belongs to a plan other than '\(plan.name)'") }
        run.state = checkpoint.run
        targets = checkpoint.targets
        points = checkpoint.points
        log = checkpoint.log
        if let validation = checkpoint.validation { watch?.progress = validation }
    }
}

/// The state of a training after some steps.
public struct TrainingSnapshot {
    /// Steps done.
    public let step: Int
    /// Steps of the plan.
    public let steps: Int
    /// The losses up to here.
    public let history: History
    private let currentNetwork: () -> Network
    private let makeCheckpoint: () -> Checkpoint
    private let makeAnchors: () -> LossAnchors

    init(
        step: Int, steps: Int, history: History, currentNetwork: @escaping () -> Network,
        checkpoint: @escaping () -> Checkpoint, anchors: @escaping () -> LossAnchors
    ) {
        makeAnchors = anchors
        self.step = step
        self.steps = steps
        self.history = history
        self.currentNetwork = currentNetwork
        makeCheckpoint = checkpoint
    }

    /// The network of this step, with averaged parameters if the plan averages them. O(parameters)
    public var network: Network { currentNetwork() }
    /// The whole state. O(parameters)
    public var checkpoint: Checkpoint { makeCheckpoint() }
    /// The anchors of the loss. O(batch), or its square for pairs
    public var anchors: LossAnchors { makeAnchors() }
}

/// Losses without which a loss means nothing.
public struct LossAnchors: Sendable, Codable, Equatable {
    /// That of the map that gives the target's mean everywhere.
    public let constant: Double
    /// That of independent points of the target.
    public let truth: Double
}

/// A loss that is not finite.
public struct TrainingError: Error, CustomStringConvertible, Equatable {
    /// The plan's name.
    public let plan: String
    /// The step at which it happened.
    public let step: Int
    /// The error in one line.
    public var description: String {
        "plan '\(plan)': the loss of step \(step) is not finite; set a lower learning rate or gradient clipping"
    }
}
