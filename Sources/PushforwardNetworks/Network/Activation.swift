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

    /// The kernels' name of this function.
    var kernel: pf_activation {
        switch self {
        case .identity: PF_IDENTITY
        case .sigmoid: PF_SIGMOID
        case .tanh: PF_TANH
        case .relu: PF_RELU
        case .leakyReLU: PF_LEAKY_RELU
        case .silu: PF_SILU
        case .gelu: PF_GELU
        case .softplus: PF_SOFTPLUS
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
