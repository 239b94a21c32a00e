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
    public var initialiser: Initializer
    /// The distance that is minimized.
    public var loss: Loss
    /// Factor on the loss's gradient; 0 leaves the penalties alone at work.
    public var lossWeight: Double = 1
    /// The distance is raised to this power before it is minimized: 1 minimizes the squared MMD, 1/2 the MMD.
    public var lossPower: Double = 1
    /// Weight of the squared sliced Wasserstein distance of order 2 that is added to the squared MMD; fresh points only.
    public var slicedWeight: Double = 0
    /// Directions of a sliced distance that a step uses, of 64 in up to 2 coordinates and of 512 above.
    public var slicedDirections: Int = 8
    /// Points of the target's fixed sample that a sliced distance is added against, of losses with batches of the target.
    public var slicedTargetPoints: Int = 1 << 17
    /// Which points are used.
    public var data: DataUse
    /// The rule of the steps.
    public var optimiser: Optimizer
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

    /// The distance that is minimized.
    public enum Loss: Sendable, Codable, Equatable {
        /// Squared MMD by pairs between a batch of outputs and a batch of target points.
        case pairs(kernel: Kernel, bandwidth: BandwidthRule, estimator: Estimator)
        /// Squared MMD as a Fourier sum with the given period and number of frequencies per coordinate, against
        /// one fixed, evenly spread sample of `targetPoints` points.
        case spectral(kernel: SpectralKernel, period: Double, frequencies: Int, targetPoints: Int)
        /// The squared sliced Wasserstein distance of order 2 to one fixed sample.
        case sliced(targetPoints: Int)
        /// The Sinkhorn divergence of squared distances between a batch of outputs and a batch of target points.
        case sinkhorn(epsilon: Double)
    }

    /// Which points are used.
    public enum DataUse: Sendable, Codable, Equatable {
        /// Fixed sets, the training set shuffled each epoch and taken in batches.
        case sets(training: Int, validation: Int, test: Int, batch: Int, epochs: Int)
        /// Fresh source points each step, independent or evenly spread (`Distribution.fillQuasiRandom`).
        case fresh(phases: [Phase], even: Bool)
    }

    /// A part of a run with one batch size.
    public struct Phase: Sendable, Codable, Equatable {
        /// Points per step.
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
        name: String, source: String, target: String, network: NetworkShape, initialiser: Initializer,
        loss: Loss, data: DataUse, optimiser: Optimizer, learningRate: Double, seed: UInt64
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

    /// Number of optimizer steps.
    public var steps: Int {
        switch data {
        case .sets(let training, _, _, let batch, let epochs): training / max(batch, 1) * epochs
        case .fresh(let phases, _): phases.reduce(0) { $0 + $1.steps }
        }
    }
}
