import PushforwardNumerics
import RealModule

/// The frequencies 0, h, 2h, ... of each coordinate, on which a kernel's spectral density is sampled.
///
/// By Poisson's summation formula the trapezoidal rule on them replaces a kernel by its periodic continuation of
/// period 2 pi / h, which is again positive definite; where the period exceeds the data's extent and the
/// kernel's reach it is the kernel itself.
public struct FrequencyGrid: Sendable, Equatable {
    /// Step h of each coordinate, 1 or 2 of them.
    public let spacing: [Double]
    /// Number of frequencies 0 ..< count of each coordinate, a multiple of 16.
    public let counts: [Int]

    /// A grid of at least the given numbers of frequencies, rounded up to the kernels' padding.
    public init(spacing: [Double], counts: [Int]) {
        precondition(
            (1...2).contains(spacing.count) && spacing.count == counts.count,
            "a grid has 1 or 2 coordinates, not \(spacing.count) and \(counts.count)")
        self.spacing = spacing
        self.counts = counts.map(padded)
    }

    /// The grid on which a Gaussian kernel of bandwidth r is exact to `tolerance` for data of the given extents:
    /// period P = extent + sqrt(r log(2 / tolerance)) and P L / (pi sqrt(r)) frequencies, L = sqrt(log(1 / tolerance)).
    public init(bandwidth r: Double, extents: [Double], tolerance: Double) {
        let periods = extents.map { $0 + (r * Double.log(2 / tolerance)).squareRoot() }
        let cutOff = Double.log(1 / tolerance).squareRoot()
        self.init(
            spacing: periods.map { 2 * .pi / $0 },
            counts: periods.map { Int(($0 * cutOff / (.pi * r.squareRoot())).rounded(.up)) + 1 })
    }

    /// Number of features of a point: (cosines and sines) of the first coordinate times those of the second.
    public var featureCount: Int { firstWidth * secondWidth }
    /// Features of the first coordinate: cosines, then sines.
    var firstWidth: Int { 2 * counts[0] }
    /// Features of the second coordinate; a constant and padding in one dimension.
    var secondWidth: Int { counts.count == 2 ? 2 * counts[1] : padded(1) }

    /// Weights of the features for a spectral density, [firstWidth][secondWidth]: with them the squared MMD is
    /// sum weight (mean feature of x - mean feature of y)^2. `density` takes the frequency vector.
    public func weights(density: ([Double]) -> Double) -> [Float] {
        var weights = [Float](repeating: 0, count: featureCount)
        for a in 0..<firstWidth {
            let first = a % counts[0]
            for b in 0..<(counts.count == 2 ? secondWidth : 1) {
                let second = counts.count == 2 ? b % counts[1] : 0
                let mirrored = (first > 0 ? 2.0 : 1) * (second > 0 ? 2.0 : 1)
                var frequency = [Double(first) * spacing[0]]
                if counts.count == 2 { frequency.append(Double(second) * spacing[1]) }
                weights[a * secondWidth + b] = Float(
                    mirrored * spacing.reduce(1, *) * density(frequency))
            }
        }
        return weights
    }

    /// Sets the weights of all products with a sine to 0.
    func clearSines(_ weights: inout [Float]) {
        for a in 0..<firstWidth {
            for b in 0..<secondWidth where a >= counts[0] || (counts.count == 2 && b >= counts[1]) {
                weights[a * secondWidth + b] = 0
            }
        }
    }

    /// The sum of the weights of products of cosines: the kernel at distance 0.
    func cosineSum(_ weights: [Float]) -> Double {
        var sum = 0.0
        for a in 0..<counts[0] {
            for b in 0..<(counts.count == 2 ? counts[1] : 1) { sum += Double(weights[a * secondWidth + b]) }
        }
        return sum
    }

    /// The density of exp(-|x|^2 / r) in d dimensions: (r / (4 pi))^(d/2) exp(-r |w|^2 / 4).
    static func gaussianDensity(_ r: Double, _ frequency: [Double]) -> Double {
        let square = frequency.reduce(0) { $0 + $1 * $1 }
        return Double.pow(r / (4 * .pi), Double(frequency.count) / 2) * Double.exp(-r * square / 4)
    }
}
