import CPushforwardKernels

/// An elementwise activation function f.
public enum Activation: String, Sendable, Codable, CaseIterable {
    /// f(x) = x
    case identity
    /// f(x) = 1 / (1 + exp(-x))
    case sigmoid
    /// f(x) = tanh(x)
    case tanh
    /// f(x) = max(x, 0); slope 0 at 0
    case relu
    /// f(x) = x for x > 0, else 0.01 x
    case leakyReLU
    /// f(x) = x / (1 + exp(-x))
    case silu
    /// f(x) = x Phi(x) with the normal distribution function Phi (absolute error 1.5e-7 in Phi)
    case gelu
    /// f(x) = log(1 + exp(x))
    case softplus

    /// The kernels' number of this function.
    var kernel: Int32 {
        switch self {
        case .identity: Int32(PF_IDENTITY.rawValue)
        case .sigmoid: Int32(PF_SIGMOID.rawValue)
        case .tanh: Int32(PF_TANH.rawValue)
        case .relu: Int32(PF_RELU.rawValue)
        case .leakyReLU: Int32(PF_LEAKY_RELU.rawValue)
        case .silu: Int32(PF_SILU.rawValue)
        case .gelu: Int32(PF_GELU.rawValue)
        case .softplus: Int32(PF_SOFTPLUS.rawValue)
        }
    }

    /// f(0)
    var valueAtZero: Float {
        switch self {
        case .sigmoid: 0.5
        case .softplus: Float(0.693_147_18)
        case .identity, .tanh, .relu, .leakyReLU, .silu, .gelu: 0
        }
    }
}
