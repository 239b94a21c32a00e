import PushforwardDiscrepancies
import PushforwardNetworks

/// Everything that determines a fit, as in the file of a plan: the plan and the data repeat the fit to the byte.
public struct FitPlan: Sendable, Codable, Equatable {
    /// The source of the map: a name of the catalogue or a file of points.
    public var from: String
    /// The target of the map: a name of the catalogue or a file of points.
    public var to: String
    /// Seed of all random streams.
    public var seed: UInt64
    /// Whether both sides are brought to mean 0 and deviation 1 for the network.
    public var standardise: Bool
    /// The network.
    public var network: NetworkPart
    /// The distance that is minimized.
    public var loss: LossPart
    /// The steps.
    public var training: TrainingPart
    /// The use of rows, where the target is a file.
    public var data: DataPart

    /// A network between the two sides.
    public struct NetworkPart: Sendable, Codable, Equatable {
        /// Widths of the hidden layers.
        public var hidden: [Int]
        /// Activation of the hidden layers.
        public var activation: Activation
        /// Activation of the output layer; other than `identity` its values are what standardizing is undone on.
        public var output: Activation
        /// The rule for the variance of the initial weights.
        public var initialisation: Initializer.Scheme
        /// Factors on the initial weights, one per layer.
        public var gains: [Double]
        /// Standard deviation of the first layer's initial biases.
        public var biasScale: Double
        /// Probability with which a hidden unit is dropped in training.
        public var dropout: Double
    }

    /// A distance, of standardized points.
    public struct LossPart: Sendable, Codable, Equatable {
        /// What is minimized.
        public enum Kind: String, Sendable, Codable, CaseIterable {
            /// Squared MMD.
            case mmd
            /// Energy distance, by pairs.
            case energy
            /// Squared sliced Wasserstein distance of order 2.
            case slicedWasserstein = "sliced-wasserstein"
            /// Sinkhorn divergence of squared distances.
            case sinkhorn
        }

        /// How an MMD's sums are computed.
        public enum Sums: String, Sendable, Codable, CaseIterable {
            /// Fourier sums against one fixed sample of the target; up to 2 coordinates.
            case fourier
            /// Pairs of a batch of outputs and a batch of target points.
            case pairs
        }

        /// What is minimized.
        public var kind: Kind
        /// How an MMD's sums are computed.
        public var sums: Sums?
        /// Kernel of an MMD by pairs.
        public var kernel: Kernel.Family?
        /// Gaussian kernel: its terms' bandwidths as multiples of the bandwidth.
        public var multiples: [Double]?
        /// Bandwidth r of a kernel, a squared distance; the median of a batch where it is missing.
        public var bandwidth: Double?
        /// Estimator of an MMD by pairs.
        public var estimator: Estimator?
        /// Power of the spectral density (scale^2 + |w|^2)^-power of an MMD by Fourier sums.
        public var spectralPower: Double?
        /// Its scale.
        public var spectralScale: Double?
        /// Period of the Fourier sums.
        public var period: Double?
        /// Frequencies per coordinate.
        public var frequencies: Int?
        /// Regularisation of the Sinkhorn divergence, in units of a squared distance.
        public var epsilon: Double?
        /// Points of the fixed sample of the target that losses other than batches by pairs compare with.
        public var targetPoints: Int
        /// The distance is raised to this power.
        public var power: Double
        /// Weight of a squared sliced Wasserstein distance that is added.
        public var slicedWeight: Double
        /// Directions of it that a step uses.
        public var slicedDirections: Int
    }

    /// The steps of training.
    public struct TrainingPart: Sendable, Codable, Equatable {
        /// The rule of the steps.
        public enum Rule: String, Sendable, Codable, CaseIterable {
            case sgd, adam, adamW
        }

        /// The course of the learning rate.
        public enum Course: String, Sendable, Codable, CaseIterable {
            case constant, cosine
        }

        /// Points per step.
        public var batch: Int
        /// Number of steps.
        public var steps: Int
        /// Whether source points are evenly spread, where their distribution knows how.
        public var even: Bool
        /// The rule of the steps.
        public var optimiser: Rule
        /// Momentum of `sgd`, after Nesterov.
        public var momentum: Double
        /// Decay of the weights under `adamW`.
        public var decay: Double
        /// The learning rate at its highest.
        public var learningRate: Double
        /// The course of the learning rate.
        public var schedule: Course
        /// Share of the steps over which the learning rate rises.
        public var warmUp: Double
        /// Decay of the moving average of the parameters; 0 for none.
        public var averaging: Double
        /// Largest length of the gradient; 0 for no limit.
        public var clipping: Double
        /// Strength of the penalty sum |w|.
        public var l1: Double
        /// Strength of the penalty sum w^2.
        public var l2: Double
    }

    /// The use of the target's rows.
    public struct DataPart: Sendable, Codable, Equatable {
        /// Rows kept for the certificate, which training never sees.
        public var holdOut: Int
        /// Rows that decide when training stops; 0 for none.
        public var validation: Int
        /// Share of the steps without a better validation after which training stops.
        public var patience: Double
    }
}

extension FitPlan {
    /// The plan of the training between standardized points.
    ///
    /// - Parameter dimensions: Coordinates of the source and of the target.
    public func training(dimensions: (source: Int, target: Int)) -> TrainingPlan {
        var plan = TrainingPlan(
            name: "fit", source: from, target: to,
            network: NetworkShape(
                widths: [dimensions.source] + network.hidden + [dimensions.target],
                hidden: network.activation,
                output: network.output),
            initialiser: Initializer(
                network.initialisation, gains: network.gains, biasScale: network.biasScale),
            loss: trainingLoss,
            data: .fresh(phases: [.init(batch: training.batch, steps: training.steps)], even: training.even),
            optimiser: optimiser, learningRate: training.learningRate, seed: seed)
        plan.lossPower = loss.power
        plan.slicedWeight = loss.slicedWeight
        plan.slicedDirections = loss.slicedDirections
        plan.slicedTargetPoints = loss.targetPoints
        plan.schedule =
            training.schedule == .cosine
            ? .cosine(warmUp: training.warmUp, final: 0) : .warmUp(training.warmUp)
        plan.penalty = Penalty(l1: training.l1, l2: training.l2)
        plan.dropout = network.dropout
        plan.averaging = training.averaging == 0 ? nil : training.averaging
        plan.clipping = training.clipping == 0 ? nil : training.clipping
        return plan
    }

    private var trainingLoss: TrainingPlan.Loss {
        switch loss.kind {
        case .energy:
            return .pairs(kernel: .energy, bandwidth: .fixed(1), estimator: loss.estimator ?? .biased)
        case .slicedWasserstein: return .sliced(targetPoints: loss.targetPoints)
        case .sinkhorn: return .sinkhorn(epsilon: loss.epsilon ?? 0.1)
        case .mmd where loss.sums == .fourier:
            return .spectral(
                kernel: .matern(power: loss.spectralPower ?? 0.75, scale: loss.spectralScale ?? 0.3),
                period: loss.period ?? 6, frequencies: loss.frequencies ?? 32,
                targetPoints: loss.targetPoints)
        case .mmd:
            let family = loss.kernel ?? .gaussian
            let kernel =
                family == .gaussian
                ? Kernel.gaussianMixture(multiples: loss.multiples ?? [4, 1, 0.25, 0.0625]) : Kernel(family)
            return .pairs(
                kernel: kernel, bandwidth: loss.bandwidth.map { .fixed($0) } ?? .median,
                estimator: loss.estimator ?? .biased)
        }
    }

    private var optimiser: Optimizer {
        switch training.optimiser {
        case .sgd: .sgd(momentum: training.momentum, nesterov: true)
        case .adam: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
        case .adamW: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: training.decay)
        }
    }
}
