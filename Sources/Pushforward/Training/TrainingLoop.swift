import PushforwardData
import PushforwardNetworks
import PushforwardNumerics

/// The training of a network, a step at a time: all its state, so that it can be saved and resumed.
///
/// The random streams of initial weights, source points, target points, shuffling and dropout are separate, so that plans
/// that differ in one respect share all others. A step allocates nothing.
struct TrainingLoop {
    private let plan: TrainingPlan
    private let phases: [TrainingPlan.TrainingPart.Phase]
    private let target: any Distribution
    private let inputs: Int
    private var batches: any TrainingBatches
    private let usesTargetBatches: Bool
    private var run: TrainingState
    private var log: IntervalLog
    /// The losses of fixed sets, where the plan has them.
    private var setLosses: SetLosses?
    private var watch: ValidationState?
    private var phase = -1
    private var x = Matrix(rows: 0, columns: 1)
    private var y = Matrix(rows: 0, columns: 1)

    /// A training at its first step, by a valid plan.
    ///
    /// - Parameters:
    ///   - source: What the network's inputs are drawn from.
    ///   - target: What its outputs are to become.
    ///   - custom: Takes the place of the plan's distance.
    ///   - communicator: Ranks that share large batches.
    ///   - watch: Points that decide when to stop.
    init(
        _ plan: TrainingPlan, source: any Distribution, target: any Distribution,
        custom: (any BatchLoss)? = nil, communicator: any Communicator = SoleCommunicator(),
        watch: ValidationWatch? = nil
    ) {
        self.plan = plan
        phases = plan.phases
        self.target = target
        inputs = source.dimension
        let shape = plan.network.shape(inputs: source.dimension, outputs: target.dimension)
        let usesFixedSample = custom == nil && plan.loss.distance.parameters.usesFixedSample
        usesTargetBatches = !usesFixedSample
        if let counts = plan.data.sets {
            let batches = SetBatches(plan, counts, source: source, target: target)
            setLosses = SetLosses(plan, shape: shape, sets: batches.sets, custom: custom)
            log = IntervalLog(interval: batches.epoch, countsIntervals: true)
            self.batches = batches
        } else {
            log = IntervalLog(interval: max(1, plan.steps / 200), countsIntervals: false)
            batches = FreshBatches(plan, source: source, target: target, usesFixedSample: usesFixedSample)
        }
        let sample = batches.sample
        run = TrainingState(plan, shape: shape, custom: custom, communicator: communicator) { sample }
        self.watch = watch.map { ValidationState($0, steps: plan.steps) }
    }

    /// Steps done.
    var step: Int { run.step }
    /// Whether all steps are done, or validation has ended them.
    var isFinished: Bool { step >= plan.steps || watch?.hasStopped == true }

    /// The network with its losses; where validation became worse, that of the best.
    private var result: TrainingResult {
        var network = run.result
        let replacement = watch?.replacement
        if let replacement { network.parameters = AlignedArray(replacement.parameters) }
        return TrainingResult(
            network: network, history: log.history, steps: step, networkStep: replacement?.step ?? step)
    }

    /// Trains to the end. O(steps batch parameters)
    ///
    /// - Parameter observe: Called every few steps; an error that it throws ends the training.
    /// - Throws: ``TrainingError``, and what `observe` throws.
    mutating func finish(observe: (TrainingSnapshot) throws -> Void) throws -> TrainingResult {
        let pause = max(1, min(log.interval, 25))
        while !isFinished {
            try advance()
            if step % pause == 0 || isFinished { try observe(snapshot) }
        }
        return result
    }

    /// One step.
    ///
    /// - Throws: ``TrainingError``.
    private mutating func advance() throws {
        beginPhaseWhereDue()
        measureSetsWhereDue()
        batches.fill(&x, &y, step: step)
        let loss = run.step(x, y)
        guard loss.isFinite else { throw TrainingError(plan: plan.title, step: step - 1) }
        guard log.add(loss), watch != nil else { return }
        let network = run.result
        let distance = watch!.check(network, step: step)
        if setLosses == nil { log.addValidation(distance) }
    }

    /// The losses of fixed sets before a whole epoch.
    private mutating func measureSetsWhereDue() {
        guard setLosses != nil, step % log.interval == 0, step + log.interval <= plan.steps else { return }
        let losses = setLosses!.losses(of: run.network)
        log.addValidation(losses.validation)
        log.addTest(losses.test)
    }

    /// The phase of the next step, with batches of its size.
    private mutating func beginPhaseWhereDue() {
        var (index, end) = (0, phases[0].steps)
        while step >= end {
            index += 1
            end += phases[index].steps
        }
        if index != phase { beginPhase(index, batch: phases[index].batch) }
    }

    private mutating func beginPhase(_ index: Int, batch: Int) {
        phase = index
        run.beginPhase(batch: batch, target: batches.sample)
        x = Matrix(rows: batch, columns: inputs)
        y = Matrix(rows: usesTargetBatches ? batch : 0, columns: target.dimension)
    }

    /// What a loss is to be compared with: the distances of one constant point, the target's mean,
    /// and of points of the target itself, in batches of the first steps' size.
    private func anchors() -> LossAnchors {
        var copy = self
        let (size, d) = (plan.training.batch, target.dimension)
        copy.beginPhase(0, batch: size)
        var random = RandomStream(seed: plan.seed, purpose: "anchors")
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
    private var snapshot: TrainingSnapshot {
        TrainingSnapshot(
            step: step, steps: plan.steps, history: log.history, currentNetwork: { run.result },
            checkpoint: { checkpoint }, anchors: { anchors() })
    }

    private var checkpoint: Checkpoint {
        Checkpoint(
            plan: plan, run: run.state, streams: batches.streams, log: log, validation: watch?.progress)
    }

    /// Resumes from a checkpoint.
    ///
    /// - Throws: ``CheckpointError`` where it belongs to another plan.
    mutating func restore(_ checkpoint: Checkpoint) throws {
        let current = run.state
        guard checkpoint.plan == plan, checkpoint.run.parameters.count == current.parameters.count,
            checkpoint.run.average.count == current.average.count,
            checkpoint.run.moments.map(\.count) == current.moments.map(\.count),
            (checkpoint.validation == nil) == (watch == nil)
        else { throw CheckpointError(reason: "belongs to a plan other than '\(plan.title)'") }
        run.state = checkpoint.run
        batches.resume(checkpoint.streams, at: step)
        log = checkpoint.log
        if let validation = checkpoint.validation { watch?.progress = validation }
    }
}
