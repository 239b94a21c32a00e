package import CPushforwardKernels
import PushforwardNumerics

/// A kernel k(x, y) whose scale is one bandwidth r, in units of a squared distance.
public struct Kernel: Sendable, Codable, Equatable {
    /// The formula, with q = |x - y|^2.
    public enum Family: String, Sendable, Codable, CaseIterable {
        /// sum_c weight_c exp(-q / (multiple_c r))
        case gaussian
        /// exp(-sqrt(q / r))
        case laplace
        /// exp(-sum_c |x_c - y_c| / sqrt(r)), a product over the coordinates
        case productLaplace
        /// (1 + q / r)^(-1/2)
        case inverseMultiquadric
        /// (1 + q / (shape r))^(-shape)
        case rationalQuadratic
        /// -sqrt(q): the squared MMD is the energy distance; r has no effect
        case energy
    }

    /// The formula.
    public var family: Family
    /// Gaussian only: each term's bandwidth as a multiple of r; 1 to 8 positive numbers.
    public var multiples: [Double]
    /// Gaussian only: each term's weight, as many as multiples.
    public var weights: [Double]
    /// Rational quadratic only: the exponent, positive.
    public var shape: Double

    /// The kernel of a family with its usual parameters: one Gaussian term, and shape 1.
    public init(_ family: Family) {
        self.init(family, multiples: [1], weights: [1], shape: 1)
    }

    private init(_ family: Family, multiples: [Double], weights: [Double], shape: Double) {
        precondition(
            multiples.count == weights.count && (1...Int(PF_MAXIMUM_TERMS)).contains(multiples.count),
            "a mixture has 1 to \(PF_MAXIMUM_TERMS) terms with a weight each, not \(multiples.count) and "
                + "\(weights.count)")
        self.family = family
        self.multiples = multiples
        self.weights = weights
        self.shape = shape
    }

    /// exp(-|x - y|^2 / r), the paper's kernel.
    public static let gaussian = Kernel(.gaussian)
    /// exp(-|x - y| / sqrt(r))
    public static let laplace = Kernel(.laplace)
    /// exp(-sum_c |x_c - y_c| / sqrt(r))
    public static let productLaplace = Kernel(.productLaplace)
    /// (1 + |x - y|^2 / r)^(-1/2)
    public static let inverseMultiquadric = Kernel(.inverseMultiquadric)
    /// -|x - y|
    public static let energy = Kernel(.energy)

    /// (1 + |x - y|^2 / (shape r))^(-shape)
    public static func rationalQuadratic(shape: Double) -> Kernel {
        Kernel(.rationalQuadratic, multiples: [1], weights: [1], shape: shape)
    }

    /// The weighted mean of Gaussian kernels with bandwidths `multiples` times r; equal weights by default.
    public static func gaussianMixture(multiples: [Double], weights: [Double]? = nil) -> Kernel {
        let share = 1 / Double(max(multiples.count, 1))
        return Kernel(
            .gaussian, multiples: multiples, weights: weights ?? multiples.map { _ in share }, shape: 1)
    }

    /// k(x, x).
    public var valueAtZero: Double {
        switch family {
        case .gaussian: weights.reduce(0, +)
        case .energy: 0
        case .laplace, .productLaplace, .inverseMultiquadric, .rationalQuadratic: 1
        }
    }

    /// The kernel for bandwidth r, as the inner loops take it.
    package func parameters(bandwidth r: Double) -> pf_kernel {
        var parameters = pf_kernel()
        parameters.terms = Int32(multiples.count)
        var scales = [Double](repeating: 0, count: Int(PF_MAXIMUM_TERMS))
        var shares = scales
        for (index, multiple) in multiples.enumerated() {
            scales[index] = 1 / (multiple * r)
            shares[index] = weights[index]
        }
        switch family {
        case .gaussian: parameters.kind = PF_GAUSSIAN
        case .laplace:
            parameters.kind = PF_LAPLACE
            scales[0] = 1 / r.squareRoot()
        case .productLaplace:
            parameters.kind = PF_PRODUCT_LAPLACE
            scales[0] = 1 / r.squareRoot()
        case .inverseMultiquadric:
            parameters.kind = PF_INVERSE_MULTIQUADRIC
            scales[0] = 1 / r
        case .rationalQuadratic:
            parameters.kind = PF_RATIONAL_QUADRATIC
            parameters.shape = shape
            scales[0] = 1 / (shape * r)
        case .energy: parameters.kind = PF_ENERGY
        }
        withUnsafeMutableBytes(of: &parameters.scale) {
            $0.copyBytes(from: scales.withUnsafeBytes(Array.init))
        }
        withUnsafeMutableBytes(of: &parameters.weight) {
            $0.copyBytes(from: shares.withUnsafeBytes(Array.init))
        }
        return parameters
    }
}
