import CPushforwardKernels
import PushforwardNetworks
import PushforwardNumerics
import RealModule

/// The rule by which a gradient changes the parameters.
public enum Optimizer: Sendable, Codable, Equatable {
    /// v = momentum v + g; w -= rate v, or w -= rate (g + momentum v) with `nesterov`.
    case sgd(momentum: Double, nesterov: Bool)
    /// Adam (Kingma and Ba 2015, algorithm 1).
    case adam(beta1: Double, beta2: Double, epsilon: Double)
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019): weights, not biases, also lose
    /// rate decay w per step.
    case adamW(beta1: Double, beta2: Double, epsilon: Double, decay: Double)

    /// Gradient descent without momentum.
    public static let plainSGD = Optimizer.sgd(momentum: 0, nesterov: false)
}

/// Penalties on the parameters, added to the loss: l1 sum |w| + l2 sum w^2 (both: the elastic net).
public struct Penalty: Sendable, Codable, Equatable {
    /// Strength of sum |w|; its derivative at 0 is taken as 0.
    public var l1: Double
    /// Strength of sum w^2, with derivative 2 l2 w.
    public var l2: Double
    /// Whether biases are penalized too.
    public var includesBiases: Bool

    /// Penalties of the given strengths.
    public init(l1: Double = 0, l2: Double = 0, includesBiases: Bool = false) {
        self.l1 = l1
        self.l2 = l2
        self.includesBiases = includesBiases
    }

    /// No penalty.
    public static let none = Penalty()
}

/// The state of an optimizer for one network.
struct OptimizerState {
    private let optimizer: Optimizer
    private let penalty: Penalty
    private var first: AlignedArray<Float>
    private var second: AlignedArray<Float>
    var step = 0

    /// The running moments of the gradient.
    var moments: [[Float]] {
        get { [first.numbers, second.numbers] }
        set {
            first = AlignedArray(newValue[0])
            second = AlignedArray(newValue[1])
        }
    }

    init(_ optimizer: Optimizer, penalty: Penalty, parameters count: Int) {
        self.optimizer = optimizer
        self.penalty = penalty
        first = AlignedArray<Float>(zeros: count)
        if case .sgd = optimizer {
            second = AlignedArray<Float>(zeros: 0)
        } else {
            second = AlignedArray<Float>(zeros: count)
        }
    }

    /// One step. O(parameters)
    mutating func update(_ network: inout Network, gradient: UnsafePointer<Float>, learningRate: Double) {
        step += 1
        let ranges = network.parameterRanges
        let pointer = network.parameters.mutablePointer
        for range in ranges.weights {
            apply(range, penalized: true, pointer, gradient, learningRate)
        }
        for range in ranges.biases {
            apply(range, penalized: penalty.includesBiases, pointer, gradient, learningRate)
        }
    }

    private mutating func apply(
        _ range: Range<Int>, penalized: Bool, _ weights: UnsafeMutablePointer<Float>,
        _ gradient: UnsafePointer<Float>, _ learningRate: Double
    ) {
        var update = coefficients(learningRate: learningRate, penalized: penalized)
        let start = range.lowerBound
        if case .sgd = optimizer {
            ProcessorKernels.active.sgd(
                range.count, &update, gradient + start, first.mutablePointer + start, weights + start)
        } else {
            ProcessorKernels.active.adam(
                range.count, &update, gradient + start, first.mutablePointer + start,
                second.mutablePointer + start, weights + start)
        }
    }

    private func coefficients(learningRate: Double, penalized: Bool) -> pf_update {
        var update = pf_update()
        update.learning_rate = Float(learningRate)
        update.l1 = penalized ? Float(penalty.l1) : 0
        update.l2 = penalized ? Float(penalty.l2) : 0
        switch optimizer {
        case .sgd(let momentum, let nesterov):
            update.momentum = Float(momentum)
            update.nesterov = nesterov ? 1 : 0
        case .adam(let beta1, let beta2, let epsilon):
            setMoments(&update, beta1, beta2, epsilon)
        case .adamW(let beta1, let beta2, let epsilon, let decay):
            setMoments(&update, beta1, beta2, epsilon)
            update.decay = penalized ? Float(decay) : 0
        }
        return update
    }

    private func setMoments(_ update: inout pf_update, _ beta1: Double, _ beta2: Double, _ epsilon: Double) {
        update.beta1 = Float(beta1)
        update.beta2 = Float(beta2)
        update.epsilon = Float(epsilon)
        update.correction1 = Float(1 - Double.pow(beta1, step))
        update.correction2 = Float(1 - Double.pow(beta2, step))
    }
}
