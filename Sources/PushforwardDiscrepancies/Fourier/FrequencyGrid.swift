import PushforwardNumerics

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

    /// The grid on which a Gaussian kernel of bandwidth r is exact to `tolerance` for data of the given extents: the
    /// frequencies of its quadrature.
    public init(bandwidth r: Double, extents: [Double], tolerance: Double) {
        let axes = extents.map { GaussianQuadrature(bandwidth: r, extent: $0, tolerance: tolerance) }
        self.init(spacing: axes.map(\.step), counts: axes.map(\.weights.count))
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
        weights(at: { places in
            let mirrored = places.reduce(1.0) { $0 * ($1 > 0 ? 2 : 1) }
            let frequency = zip(places, spacing).map { Double($0) * $1 }
            return mirrored * spacing.reduce(1, *) * density(frequency)
        })
    }

    /// Weights of the features for the weighted sum of Gaussian kernels of the given bandwidths.
    func weights(gaussians bandwidths: [Double], shares: [Double]) -> [Float] {
        let axes = bandwidths.map { r in
            zip(spacing, counts).map { GaussianQuadrature(bandwidth: r, step: $0, count: $1).weights }
        }
        return weights(at: { places in
            zip(axes, shares).reduce(0) { sum, term in
                sum + zip(term.0, places).reduce(term.1) { $0 * $1.0[$1.1] }
            }
        })
    }

    /// Weights given by the numbers of the frequencies of each coordinate, alike for cosines and sines.
    private func weights(at value: ([Int]) -> Double) -> [Float] {
        var weights = [Float](repeating: 0, count: featureCount)
        for a in 0..<firstWidth {
            for b in 0..<(counts.count == 2 ? secondWidth : 1) {
                let places = counts.count == 2 ? [a % counts[0], b % counts[1]] : [a % counts[0]]
                weights[a * secondWidth + b] = Float(value(places))
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
}
