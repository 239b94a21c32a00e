public import PushforwardNumerics
import RealModule

/// The law of one random number: a quantile function where it has a simple one, otherwise a way to draw it.
public struct UnivariateDistribution: Sendable {
    /// The quantile function on (0, 1); `nil` where numbers are drawn by rejection.
    public let quantile: (@Sendable (Double) -> Double)?
    private let drawing: @Sendable (inout RandomStream) -> Double

    /// A law with the given quantile function.
    public init(quantile: @escaping @Sendable (Double) -> Double) {
        self.quantile = quantile
        drawing = { quantile($0.uniform()) }
    }

    /// A law that a function draws from.
    public init(drawing: @escaping @Sendable (inout RandomStream) -> Double) {
        quantile = nil
        self.drawing = drawing
    }

    /// One number.
    public func draw(using random: inout RandomStream) -> Double { drawing(&random) }

    /// Density rate exp(-rate x) for x > 0.
    public static func exponential(rate: Double) -> UnivariateDistribution {
        UnivariateDistribution { -Double.log(onePlus: -$0) / rate }
    }

    /// Density exp(-|x - mean| / scale) / (2 scale).
    public static func laplace(mean: Double, scale: Double) -> UnivariateDistribution {
        UnivariateDistribution {
            $0 < 0.5 ? mean + scale * Double.log(2 * $0) : mean - scale * Double.log(2 * (1 - $0))
        }
    }

    /// Density 1 / (pi scale (1 + ((x - median) / scale)^2)).
    public static func cauchy(median: Double, scale: Double) -> UnivariateDistribution {
        UnivariateDistribution { median - scale / Double.tan(.pi * $0) }
    }

    /// exp of N(mean, standardDeviation^2).
    public static func logNormal(mean: Double, standardDeviation: Double) -> UnivariateDistribution {
        UnivariateDistribution { Double.exp(mean + standardDeviation * NormalDistribution.quantile($0)) }
    }

    /// Density proportional to x^(shape - 1) exp(-x / scale) for x > 0 (Marsaglia and Tsang 2000).
    public static func gamma(shape: Double, scale: Double) -> UnivariateDistribution {
        UnivariateDistribution(drawing: { scale * Double.exp(logarithmOfGamma(shape, using: &$0)) })
    }

    /// Density proportional to x^(alpha - 1) (1 - x)^(beta - 1) on (0, 1): G(alpha) / (G(alpha) + G(beta)).
    public static func beta(alpha: Double, beta: Double) -> UnivariateDistribution {
        UnivariateDistribution(drawing: { random in
            // Logarithms, since gamma numbers of small shapes underflow.
            let (a, b) = (logarithmOfGamma(alpha, using: &random), logarithmOfGamma(beta, using: &random))
            return 1 / (1 + Double.exp(b - a))
        })
    }

    /// Student's t: N(0, 1) / sqrt(chi squared / k), k being the degrees of freedom.
    public static func studentT(degreesOfFreedom: Double) -> UnivariateDistribution {
        UnivariateDistribution(drawing: { random in
            let normal = NormalDistribution.quantile(random.uniform())
            let gamma = logarithmOfGamma(degreesOfFreedom / 2, using: &random)
            return normal * Double.exp(0.5 * (Double.log(degreesOfFreedom / 2) - gamma))
        })
    }

    /// Density proportional to exp(concentration cos(x - mean)) on the circle, x in [-pi, pi) (Best and Fisher 1979).
    public static func vonMises(mean: Double, concentration: Double) -> UnivariateDistribution {
        guard concentration > 1e-6 else {
            return UnivariateDistribution { wrapped(mean + 2 * .pi * ($0 - 0.5)) }
        }
        let tau = 1 + (1 + 4 * concentration * concentration).squareRoot()
        let rho = (tau - (2 * tau).squareRoot()) / (2 * concentration)
        let r = (1 + rho * rho) / (2 * rho)
        return UnivariateDistribution(drawing: { random in
            while true {
                let z = Double.cos(.pi * random.uniform())
                let cosine = (1 + r * z) / (r + z)
                let c = concentration * (r - cosine)
                let u = random.uniform()
                if c * (2 - c) > u || Double.log(c / u) + 1 >= c {
                    let angle = Double.acos(min(1, max(-1, cosine)))
                    return wrapped(mean + (random.uniform() < 0.5 ? -angle : angle))
                }
            }
        })
    }

    private static func wrapped(_ angle: Double) -> Double {
        angle - 2 * .pi * ((angle + .pi) / (2 * .pi)).rounded(.down)
    }

    /// log of a gamma number with scale 1; shapes below 1 by G(shape) = G(shape + 1) U^(1 / shape).
    private static func logarithmOfGamma(_ shape: Double, using random: inout RandomStream) -> Double {
        if shape < 1 {
            return logarithmOfGamma(shape + 1, using: &random) + Double.log(random.uniform()) / shape
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = NormalDistribution.quantile(random.uniform())
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if Double.log(random.uniform()) < 0.5 * x * x + d - d * v + d * Double.log(v) {
                return Double.log(d * v)
            }
        }
    }
}

/// Independent coordinates of one law.
public struct IndependentCoordinates: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    /// Number of coordinates of each point.
    public let dimension: Int
    private let law: UnivariateDistribution

    /// Independent coordinates that follow the same law.
    ///
    /// - Parameters:
    ///   - law: The law of each coordinate.
    ///   - dimension: Number of coordinates.
    ///   - name: The name in the catalogue.
    public init(_ law: UnivariateDistribution, dimension: Int, name: String) {
        self.law = law
        self.dimension = dimension
        self.name = name
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        for i in floats.indices { floats[i] = Float(law.draw(using: &random)) }
    }

    /// A shifted lattice mapped by the quantile function, where there is one and there are at most 2 coordinates.
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        guard let quantile = law.quantile, dimension <= 2 else { return fill(floats, using: &random) }
        RandomLattice.fill(floats, dimension: dimension, using: &random)
        for i in floats.indices { floats[i] = Float(quantile(Double(floats[i]))) }
    }
}
