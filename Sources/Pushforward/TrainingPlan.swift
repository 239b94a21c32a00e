import PushforwardDiscrepancies
import PushforwardNetworks

/// Everything that decides a training run: with it a run can be repeated to the byte.
public struct TrainingPlan: Sendable, Codable, Equatable {
    /// A name such as `f1`, also of the run's folder.
    public var name: String
    /// Name of the source distribution; see `Catalogue`.
    public var source: String
    /// Name of the target distribution.
    public var target: String
    /// Widths and activations of the network.
    public var network: NetworkShape
    /// How its parameters start.
    public var initialiser: Initialiser
    /// The distance that is minimised.
    public var loss: Loss
    /// Factor on the loss's gradient; 0 leaves the penalties alone at work.
    public var lossWeight: Double = 1
    /// The distance is raised to this power before it is minimised: 1 minimises the squared MMD, 1/2 the MMD.
    public var lossPower: Double = 1
    /// Weight of the squared sliced Wasserstein distance of order 2 that is added to the squared MMD (8 of 64
    /// directions a step); fresh points only.
    public var slicedWeight: Double = 0
    /// Which points are used.
    public var data: DataUse
    /// The rule of the steps.
    public var optimiser: Optimiser
    /// The learning rate that the schedule multiplies.
    public var learningRate: Double
    /// The learning rate over the run.
    public var schedule: Schedule = .constant
    /// Penalties on the parameters.
    public var penalty: Penalty = .none
    /// Probability with which a hidden unit is dropped in training, 0 ..< 1.
    public var dropout: Double = 0
    /// Decay of the exponential moving average of the parameters, which is the result; `nil` for the last ones.
    public var averaging: Double?
    /// Largest Euclidean length of the gradient; longer ones are scaled down. `nil` for no limit.
    public var clipping: Double?
    /// Seed of all random streams.
    public var seed: UInt64

    /// The distance that is minimised.
    public enum Loss: Sendable, Codable, Equatable {
        /// Squared MMD by pairs between a batch of outputs and a batch of target points.
        case pairs(kernel: Kernel, bandwidth: BandwidthRule, estimator: Estimator)
        /// Squared MMD as a Fourier sum with the given period and number of frequencies a coordinate, against
        /// one fixed, evenly spread sample of `targetPoints` points.
        case spectral(kernel: SpectralKernel, period: Double, frequencies: Int, targetPoints: Int)
    }

    /// Which points are used.
    public enum DataUse: Sendable, Codable, Equatable {
        /// Fixed sets, the training set shuffled each epoch and taken in batches.
        case sets(training: Int, validation: Int, test: Int, batch: Int, epochs: Int)
        /// Fresh source points each step, independent or evenly spread (`Distribution.fillEvenly`).
        case fresh(phases: [Phase], even: Bool)
    }

    /// A part of a run with one batch size.
    public struct Phase: Sendable, Codable, Equatable {
        /// Points a step.
        public var batch: Int
        /// Number of steps.
        public var steps: Int

        /// A part of a run.
        public init(batch: Int, steps: Int) {
            self.batch = batch
            self.steps = steps
        }
    }

    /// A plan; the remaining properties have their defaults.
    public init(
        name: String, source: String, target: String, network: NetworkShape, initialiser: Initialiser,
        loss: Loss, data: DataUse, optimiser: Optimiser, learningRate: Double, seed: UInt64
    ) {
        self.name = name
        self.source = source
        self.target = target
        self.network = network
        self.initialiser = initialiser
        self.loss = loss
        self.data = data
        self.optimiser = optimiser
        self.learningRate = learningRate
        self.seed = seed
    }

    /// Number of optimiser steps.
    public var steps: Int {
        switch data {
        case .sets(let training, _, _, let batch, let epochs): training / max(batch, 1) * epochs
        case .fresh(let phases, _): phases.reduce(0) { $0 + $1.steps }
        }
    }
}

/// A plan that can't be carried out.
public struct PlanError: Error, CustomStringConvertible, Equatable {
    /// The plan's name.
    public let plan: String
    /// The property at fault.
    public let field: String
    /// What it must be, and what it is.
    public let problem: String
    /// The error in one line.
    public var description: String { "plan '\(plan)': \(field) \(problem)" }
}

extension TrainingPlan {
    /// Checks every property.
    ///
    /// - Throws: ``PlanError`` for the first one that can't be.
    public func validate() throws {
        func check(_ condition: Bool, _ field: String, _ problem: @autoclosure () -> String) throws {
            if !condition { throw PlanError(plan: name, field: field, problem: problem()) }
        }
        let widths = network.widths
        try check(widths.count >= 2, "network.widths", "needs an input and an output, not \(widths)")
        try check(
            widths.allSatisfy { (1...65_536).contains($0) }, "network.widths",
            "must lie in 1...65536, not \(widths)")
        try check(
            learningRate.isFinite && learningRate > 0, "learningRate", "must be positive, not \(learningRate)"
        )
        try check((0..<1).contains(dropout), "dropout", "must lie in 0..<1, not \(dropout)")
        try check(
            penalty.l1 >= 0 && penalty.l2 >= 0, "penalty",
            "must not be negative, not \(penalty.l1) and \(penalty.l2)")
        try check((0..<1).contains(averaging ?? 0), "averaging", "must lie in 0..<1, not \(averaging ?? 0)")
        try check(clipping ?? 1 > 0, "clipping", "must be positive, not \(clipping ?? 1)")
        try check(lossPower > 0, "lossPower", "must be positive, not \(lossPower)")
        switch data {
        case .sets(let training, let validation, let test, let batch, let epochs):
            try check(batch >= 2, "data.batch", "must be at least 2, not \(batch)")
            try check(
                batch <= training, "data.batch", "of \(batch) is larger than the training set of \(training)")
            try check(
                validation >= 2 && test >= 2, "data", "needs 2 points a set, not \(validation) and \(test)")
            try check(epochs >= 1, "data.epochs", "must be at least 1, not \(epochs)")
            try check(slicedWeight == 0, "slicedWeight", "takes fresh points, not sets")
        case .fresh(let phases, _):
            try check(!phases.isEmpty, "data.phases", "must not be empty")
            for phase in phases {
                try check(phase.batch >= 2, "data.batch", "must be at least 2, not \(phase.batch)")
                try check(phase.steps >= 1, "data.steps", "must be at least 1, not \(phase.steps)")
            }
        }
        if case .spectral(_, let period, let frequencies, let points) = loss {
            try check(network.outputs <= 2, "loss", "takes 1 or 2 outputs, not \(network.outputs)")
            try check(period > 0, "loss.period", "must be positive, not \(period)")
            try check(
                (2...256).contains(frequencies), "loss.frequencies", "must lie in 2...256, not \(frequencies)"
            )
            try check(points >= 1, "loss.targetPoints", "must be at least 1, not \(points)")
            if case .sets = data { try check(false, "loss", "of spectral kind takes fresh points, not sets") }
        }
    }
}
