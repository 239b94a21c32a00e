public import PushforwardNetworks

extension TrainingPlan {
    /// A network between the two sides.
    public struct NetworkPart: Sendable, Codable, Equatable {
        /// Widths of the hidden layers, up to 64 of them.
        public var hidden: [Int] = []
        /// Activation of the hidden layers.
        public var activation = Activation.tanh
        /// Activation of the output layer; other than `identity` its values are what standardizing is undone on.
        public var output = Activation.identity
        /// The network's input is (x - inputOffset) / inputScale; x is standardized where the plan says so.
        public var inputOffset = 0.0
        /// See `inputOffset`; positive.
        public var inputScale = 1.0
        /// The rule for the variance of the initial weights.
        public var initialization = Initializer.Scheme.glorot
        /// Factors on the initial weights, one a layer; see `Initializer`.
        public var gains: [Double] = []
        /// Standard deviation of the first layer's initial biases.
        public var biasScale = 0.0
        /// When positive, half the width of the cube in which units of the first layer have their zeros at the start.
        public var centerRange = 0.0
        /// Whether the biases of the other layers start so that their sums are centered.
        public var centersLaterLayers = false
        /// Probability with which a hidden unit is dropped in training, 0 ..< 1.
        public var dropout = 0.0

        /// A single layer.
        public init() {}

        /// Widths and activations between sides of the given numbers of coordinates.
        public func shape(inputs: Int, outputs: Int) -> NetworkShape {
            NetworkShape(widths: [inputs] + hidden + [outputs], hidden: activation, output: output)
        }

        /// How the parameters start.
        public var initializer: Initializer {
            Initializer(
                initialization, gains: gains, biasScale: biasScale, centerRange: centerRange,
                centersLaterLayers: centersLaterLayers)
        }
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

        /// Points a step.
        public var batch = 100
        /// Number of steps.
        public var steps = 1_000
        /// What follows those steps, with other batch sizes.
        public var laterPhases: [Phase] = []
        /// Whether source points are evenly spread, where their distribution knows how.
        public var even = false
        /// The rule of the steps.
        public var optimizer = Rule.sgd
        /// Momentum of `sgd`, 0 ..< 1.
        public var momentum = 0.0
        /// Whether the momentum is Nesterov's.
        public var nesterov = true
        /// Decay of the weights under `adamW`.
        public var decay = 0.0
        /// The learning rate at its highest.
        public var learningRate = 0.01
        /// The course of the learning rate.
        public var schedule = Course.constant
        /// Share of the steps over which the learning rate rises, 0 ... 1.
        public var warmUp = 0.0
        /// Decay of the moving average of the parameters, which is the result; 0 for the last ones.
        public var averaging = 0.0
        /// Largest Euclidean length of the gradient; longer ones are scaled down. 0 for no limit.
        public var clipping = 0.0
        /// Penalty l1 sum |w|.
        public var l1 = 0.0
        /// Penalty l2 sum w^2.
        public var l2 = 0.0
        /// Whether the penalties count biases too.
        public var penalizesBiases = false

        /// 1,000 steps of plain gradient descent.
        public init() {}

        /// The rule with its numbers.
        var rule: Optimizer {
            switch optimizer {
            case .sgd: .sgd(momentum: momentum, nesterov: nesterov)
            case .adam: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
            case .adamW: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: decay)
            }
        }

        /// The course with its numbers.
        var rateFactor: Schedule {
            schedule == .cosine ? .cosine(warmUp: warmUp, final: 0) : .warmUp(warmUp)
        }

        /// The penalties.
        var penalty: Penalty { Penalty(l1: l1, l2: l2, includesBiases: penalizesBiases) }
    }

    /// Which points are used.
    public struct DataPart: Sendable, Codable, Equatable {
        /// Rows of a file that are kept for the certificate.
        public var holdOut = 0
        /// Rows of a file that decide when training stops.
        public var validation = 0
        /// Share of the steps without a better validation after which training stops.
        public var patience = 1.0
        /// Numbers of fixed points; `nil` for fresh points in every step.
        public var sets: Sets?

        /// Fixed points of both sides. The training set is shuffled each epoch and taken in batches.
        public struct Sets: Sendable, Codable, Equatable {
            /// Points to train on.
            public var training: Int
            /// Points whose loss is measured each epoch.
            public var validation: Int
            /// Other points whose loss is measured each epoch.
            public var test: Int

            /// Numbers of points; at least 2 each.
            public init(training: Int, validation: Int, test: Int) {
                self.training = training
                self.validation = validation
                self.test = test
            }
        }

        /// Fresh points, none of them held out.
        public init() {}
    }
}
