import PushforwardData
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

/// A fit: a plan with the two sides that it joins.
///
///     let fit = try Fit(from: FitSide(named: "normal:2"), to: FitSide(named: "two-moons"))
///     let fitted = try fit.train()
///     print(fitted.certificate.floorRatio)
public struct Fit: Sendable {
    /// The plan.
    public let plan: FitPlan
    private let source: FitParts
    private let target: FitParts
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
    /// - Throws: ``PlanError`` where the plan can't be run with these sides.
    public init(from source: FitSide, to target: FitSide, plan: FitPlan? = nil) throws {
        let plan = plan ?? FitPlan.recipe(from: source, to: target)
        try plan.validate(source: source, target: target)
        self.plan = plan
        self.source = source.split(plan.data.scaled(to: source.rows), seed: plan.seed)
        self.target = target.split(plan.data, seed: plan.seed)
        all = target.sample
        dimensions = (source.dimension, target.dimension)
    }

    /// Steps of the plan.
    public var steps: Int { plan.training.steps }

    /// Trains the network and certifies the map.
    ///
    /// - Parameters:
    ///   - checkpoint: The state of an earlier run of this fit.
    ///   - communicator: Ranks that share batches of more than 4,096 points; see `Trainer`.
    ///   - tasks: Threads of the certificate, which does not depend on them; training has one.
    ///   - observe: Called every few steps with the state and the map as it is.
    /// - Throws: ``TrainingError``, ``CheckpointError``, and what `observe` throws.
    public func train(
        from checkpoint: Checkpoint? = nil, communicator: any Communicator = SoleCommunicator(),
        tasks: Int = 1, observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> Result {
        let result = try trainNetwork(from: checkpoint, communicator: communicator, observe: observe)
        let map = model(result.network)
        return Result(
            model: map, history: result.history, steps: (result.steps, result.networkStep),
            certificate: certificate(map, certifier: certifier(tasks: tasks)))
    }

    /// Trains the network without certifying it.
    package func trainNetwork(
        from checkpoint: Checkpoint? = nil, communicator: any Communicator = SoleCommunicator(),
        observe: (TrainingSnapshot) throws -> Void = { _ in }
    ) throws -> TrainingResult {
        let trainer = try Trainer(
            plan.training(dimensions: dimensions), source: standardised(source), target: standardised(target))
        return try trainer.train(
            from: checkpoint, watching: watch, communicator: communicator, observe: observe)
    }

    /// A network of this fit with the standardizings of its sides.
    public func model(_ network: Network) -> Model {
        Model(
            network, input: plan.standardise ? source.scale : nil,
            output: plan.standardise ? target.scale : nil,
            metadata: ["source": plan.from, "target": plan.to])
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
    /// - Parameter tasks: Threads.
    public func glance(tasks: Int = 1) -> Glance {
        guard let all, let holdOut = target.holdOut else {
            return Glance(source.training, target.certificate, seed: plan.seed, tasks: tasks)
        }
        return Glance(
            source.training, rows: all, training: target.training, points: holdOut.rows, seed: plan.seed,
            tasks: tasks)
    }

    private func standardised(_ side: FitParts) -> any Distribution {
        plan.standardise ? StandardizedDistribution(side.training, side.scale) : side.training
    }

    private var watch: ValidationWatch? {
        guard let validation = target.validation else { return nil }
        var random = RandomStream(seed: plan.seed, purpose: "validation source")
        let points = source.training.sample(4 * validation.rows, using: &random)
        guard plan.standardise else {
            return ValidationWatch(source: points, target: validation, patience: plan.data.patience)
        }
        return ValidationWatch(
            source: source.scale(points), target: target.scale(validation), patience: plan.data.patience)
    }

    /// What certifies maps onto a named target, with the target's floor measured; `nil` for rows of a file.
    ///
    /// - Parameter tasks: Threads; certificates do not depend on them.
    public func certifier(tasks: Int = 1) -> Certifier? {
        all == nil ? Certifier(target: target.certificate, tasks: tasks) : nil
    }

    /// The certificate of a map of this fit: against fresh points of a named target, or the rows held out from a file.
    ///
    /// - Parameters:
    ///   - map: The map.
    ///   - certifier: The ``certifier(tasks:)`` of this or another fit to the same target, so that its floor is measured once.
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

/// A distribution whose points are standardized.
struct StandardizedDistribution: Distribution {
    private let base: any Distribution
    private let scale: Standardizing

    init(_ base: any Distribution, _ scale: Standardizing) {
        self.base = base
        self.scale = scale
    }

    var name: String { base.name }
    var dimension: Int { base.dimension }
    var size: Int? { base.size }

    func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        base.fill(floats, using: &random)
        scale.apply(floats)
    }

    func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        base.fillQuasiRandom(floats, using: &random)
        scale.apply(floats)
    }
}

extension FitPlan.DataPart {
    /// The same shares of a source's rows, none of them for validation.
    func scaled(to rows: Int?) -> FitPlan.DataPart {
        FitPlan.DataPart(holdOut: min((rows ?? 0) / 2, 10_000), validation: 0, patience: patience)
    }
}

extension FitPlan {
    /// Checks the plan against its sides.
    ///
    /// - Throws: ``PlanError``.
    func validate(source: FitSide, target: FitSide) throws {
        func check(_ condition: Bool, _ field: String, _ problem: @autoclosure () -> String) throws {
            if !condition { throw PlanError(plan: "\(from) to \(to)", field: field, problem: problem()) }
        }
        if let rows = target.rows {
            try check(data.holdOut >= 0, "data.holdOut", "must be at least 0, not \(data.holdOut)")
            try check(data.validation >= 0, "data.validation", "must be at least 0, not \(data.validation)")
            try check(
                2 * data.holdOut <= rows, "data.holdOut",
                "must be at most half of the \(rows) rows, not \(data.holdOut)")
            try check(
                data.holdOut + data.validation <= rows - 4, "data.validation",
                "and holdOut must leave at least 4 of \(rows) rows for training, not \(rows - data.holdOut - data.validation)"
            )
            try check(
                data.holdOut != 1 && data.validation != 1, "data.holdOut and validation",
                "must each be 0 or at least 2, not 1")
        }
        try check(data.patience > 0, "data.patience", "must be positive, not \(data.patience)")
        try check(
            network.hidden.count <= 64, "network.hidden",
            "must have at most 64 layers, not \(network.hidden.count)"
        )
        try check(
            loss.multiples.map { (1...8).contains($0.count) && $0.allSatisfy { $0 > 0 } } ?? true,
            "loss.multiples", "must be 1 to 8 positive numbers, not \(loss.multiples ?? [])")
        try check(
            network.gains.allSatisfy(\.isFinite) && network.biasScale.isFinite, "network.gains",
            "must be finite")
        do {
            try training(dimensions: (source.dimension, target.dimension)).validate()
        } catch let error as PlanError {
            let names = [
                "network.widths": "network.hidden", "learningRate": "training.learningRate",
                "dropout": "network.dropout", "penalty": "training.l1 and l2",
                "averaging": "training.averaging",
                "clipping": "training.clipping", "lossPower": "loss.power", "data.batch": "training.batch",
                "data.steps": "training.steps", "slicedWeight": "loss.slicedWeight",
                "slicedDirections": "loss.slicedDirections", "slicedTargetPoints": "loss.targetPoints",
            ]
            throw PlanError(
                plan: "\(from) to \(to)", field: names[error.field] ?? error.field, problem: error.problem)
        }
    }
}
