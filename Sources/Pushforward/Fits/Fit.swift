import PushforwardData
public import PushforwardNetworks
public import PushforwardNumerics

/// A fit: a plan with the two sides that it joins.
///
///     let fit = try Fit(from: FitSide(named: "normal:2"), to: FitSide(named: "two-moons"))
///     let fitted = try fit.train()
///     print(fitted.certificate.floorRatio)
public struct Fit: Sendable {
    /// The plan.
    public let plan: TrainingPlan
    private let source: FitParts
    private let target: FitParts
    /// Applied to points before the network.
    private let input: Standardizing
    private let all: Matrix?
    /// Coordinates of the source and of the target.
    public let dimensions: (source: Int, target: Int)

    /// What a fit gives.
    public struct Result: Sendable {
        /// The map with its standardizings.
        public let model: Model
        /// The losses.
        public let history: History
        /// Steps done, and the step after which the network was taken; see ``TrainingResult``.
        public let steps: (done: Int, network: Int)
        /// How good the map is, on points that training never saw.
        public let certificate: Certificate
    }

    /// A fit by the recipe for these sides, or by a plan.
    ///
    /// - Throws: ``PlanError`` where the plan does not fit these sides.
    public init(from source: FitSide, to target: FitSide, plan: TrainingPlan? = nil) throws {
        let plan = plan ?? TrainingPlan.recipe(from: source, to: target)
        dimensions = (source.dimension, target.dimension)
        try plan.validate(dimensions: dimensions, targetRows: target.rows)
        self.plan = plan
        let data = plan.data.scaled(to: source.rows)
        self.source = source.split(data, seed: plan.seed, standardize: plan.standardize)
        self.target = target.split(plan.data, seed: plan.seed, standardize: plan.standardize)
        input = self.source.scale.followed(
            byOffset: plan.network.inputOffset, scale: plan.network.inputScale)
        all = target.sample
    }

    /// A fit by a plan, between the sides that it names.
    ///
    /// - Throws: ``PlanError``, `UnknownDistribution`, `ReadingError`.
    public init(_ plan: TrainingPlan) throws {
        try self.init(from: FitSide(named: plan.from), to: FitSide(named: plan.to), plan: plan)
    }

    /// Steps of the plan.
    public var steps: Int { plan.steps }

    /// Trains the network and certifies the map.
    ///
    /// - Parameters:
    ///   - custom: A loss that takes the place of the plan's distance; the plan's power, weight and sliced part apply to it.
    ///   - checkpoint: The state of an earlier run of this fit.
    ///   - threads: Threads of the certificate, which does not depend on them; training has one.
    ///   - observe: Called every few steps with the state and the map as it is.
    /// - Throws: ``TrainingError``, ``CheckpointError``, and what `observe` throws.
    public func train(
        minimizing custom: (any BatchLoss)? = nil, from checkpoint: Checkpoint? = nil, threads: Int = 1,
        observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> Result {
        try train(
            minimizing: custom, from: checkpoint, communicator: SoleCommunicator(), threads: threads,
            observe: observe)
    }

    /// As ``train(minimizing:from:threads:observe:)``, by ranks that share batches of more than 4,096 points; each of them
    /// calls this with the same plan, and gets the same result, to the last bit that of one alone.
    package func train(
        minimizing custom: (any BatchLoss)? = nil, from checkpoint: Checkpoint? = nil,
        communicator: any Communicator, threads: Int = 1,
        observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> Result {
        let result = try trainNetwork(
            minimizing: custom, from: checkpoint, communicator: communicator, observe: observe)
        let map = model(result.network)
        return Result(
            model: map, history: result.history, steps: (result.steps, result.networkStep),
            certificate: certificate(map, certifier: certifier(threads: threads)))
    }

    /// Trains the network without certifying it. O(steps batch parameters)
    ///
    /// - Parameters:
    ///   - custom: A loss that takes the place of the plan's distance.
    ///   - checkpoint: The state of an earlier run of the same plan, which then ends with the same bytes as a run that
    ///     was never interrupted.
    ///   - observe: Called every few steps; an error that it throws ends the training.
    /// - Throws: ``TrainingError``, ``CheckpointError``, and what `observe` throws.
    public func trainNetwork(
        minimizing custom: (any BatchLoss)? = nil, from checkpoint: Checkpoint? = nil,
        observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> TrainingResult {
        try trainNetwork(
            minimizing: custom, from: checkpoint, communicator: SoleCommunicator(), observe: observe)
    }

    /// As ``trainNetwork(minimizing:from:observe:)``, by ranks that share batches of more than 4,096 points.
    package func trainNetwork(
        minimizing custom: (any BatchLoss)? = nil, from checkpoint: Checkpoint? = nil,
        communicator: any Communicator, observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> TrainingResult {
        var training = TrainingLoop(
            plan, source: standardized(source.training, input),
            target: standardized(target.training, target.scale), custom: custom,
            communicator: communicator, watch: watch)
        if let checkpoint { try training.restore(checkpoint) }
        return try training.finish(observe: observe)
    }

    /// A network of this fit with the standardizings of its sides.
    public func model(_ network: Network) -> Model {
        Model(
            network, input: input, output: target.scale, metadata: ["source": plan.from, "target": plan.to])
    }

    /// Points of the target that training may see, for pictures.
    public func targetPoints(_ count: Int) -> Matrix {
        var random = RandomStream(seed: plan.seed, purpose: "picture target")
        return target.training.sample(count, using: &random)
    }

    /// Points of the source, for pictures.
    public func sourcePoints(_ count: Int) -> Matrix {
        var random = RandomStream(seed: plan.seed, purpose: "picture source")
        return source.training.sample(count, using: &random)
    }

    /// What estimates the floor ratio of this fit's maps while they are trained. O(directions points)
    ///
    /// - Parameter threads: Threads.
    public func glance(threads: Int = 1) -> Glance {
        guard let all, let holdOut = target.holdOut else {
            return Glance(source.training, target.certificate, seed: plan.seed, threads: threads)
        }
        return Glance(
            source.training, rows: all, training: target.training, points: holdOut.rows, seed: plan.seed,
            threads: threads)
    }

    private func standardized(_ base: any Distribution, _ scale: Standardizing) -> any Distribution {
        scale.isIdentity ? base : StandardizedDistribution(base, scale)
    }

    private var watch: ValidationWatch? {
        guard let validation = target.validation else { return nil }
        var random = RandomStream(seed: plan.seed, purpose: "validation source")
        let points = source.training.sample(4 * validation.rows, using: &random)
        return ValidationWatch(
            source: input(points), target: target.scale(validation), patience: plan.data.patience)
    }

    // MARK: Certificates

    /// What certifies maps onto a named target, with the target's floor measured; `nil` for rows of a file.
    ///
    /// - Parameter threads: Threads; certificates do not depend on them.
    public func certifier(threads: Int = 1) -> Certifier? {
        all == nil ? Certifier(target: target.certificate, threads: threads) : nil
    }

    /// The certificate of a map of this fit: against fresh points of a named target, or the rows held out from a file.
    ///
    /// - Parameters:
    ///   - map: The map.
    ///   - certifier: The ``certifier(threads:)`` of this or another fit to the same target, so that its floor is measured
    ///     once.
    public func certificate(_ map: Model, certifier: Certifier? = nil) -> Certificate {
        let seed = plan.seed &+ 0x5eed
        guard let holdOut = target.holdOut, let all else {
            return (certifier ?? Certifier(target: target.certificate)).certify(
                source: source.certificate, seed: seed, map: { map($0) })
        }
        return SampleCertifier(all: all, holdOut: holdOut).certify(
            source: source.certificate, seed: seed, map: { map($0) })
    }
}
