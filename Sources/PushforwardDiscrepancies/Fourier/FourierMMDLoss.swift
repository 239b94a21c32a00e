package import PushforwardNumerics
import RealModule

/// A translation-invariant kernel given by its spectral density, for sums without pairs.
public enum SpectralKernel: Sendable, Codable, Equatable {
    /// The weighted sum of exp(-|x - y|^2 / r) over bandwidths r.
    case gaussianMixture(bandwidths: [Double], weights: [Double])
    /// Density (scale^2 + |w|^2)^(-power): the Matern kernel of smoothness power - d/2 and inverse length
    /// `scale`. As scale tends to 0, power (d + 1) / 2 gives the energy distance.
    case matern(power: Double, scale: Double)
    /// As `matern`, made even about 0 and about half the period: of the features only the cosines are kept
    /// (Neumann boundary conditions). For targets that fill the box between the two.
    case reflectedMatern(power: Double, scale: Double)

    /// The features' weights on a grid, divided by their sum at one point, so that k(x, x) is about 1 for every
    /// kernel; the constant feature, which two samples always share, is left out.
    func weights(on grid: FrequencyGrid) -> [Float] {
        var weights =
            switch self {
            case .gaussianMixture(let bandwidths, let weights):
                grid.weights(gaussians: bandwidths, shares: weights)
            case .matern(let power, let scale), .reflectedMatern(let power, let scale):
                grid.weights { Double.pow($0.reduce(scale * scale) { $0 + $1 * $1 }, -power) }
            }
        weights[0] = 0
        if case .reflectedMatern = self { grid.clearSines(&weights) }
        let total = grid.cosineSum(weights)
        return weights.map { Float(Double($0) / total) }
    }
}

/// Squared MMD (V-statistic) of a moving sample against a fixed one as a Fourier sum over a frequency grid, with
/// the gradient with respect to the moving points:
///
///     sum_ab weight_ab (mean feature_ab of x - mean feature_ab of y)^2
///
/// with the kernel scaled to k(x, x) = 1. Goals, in order: 1 the gradient exact for the value; 2 the kernel's periodic continuation on the grid, which
/// is a kernel too; 3 cost linear in the number of points. O(n features)
public struct FourierMMDLoss {
    private var sketch: EmpiricalCharacteristicFunction
    private let weights: [Float]
    private let target: [Double]

    /// The distance to the sample whose mean features are `target` (``EmpiricalCharacteristicFunction/means(of:)``).
    public init(kernel: SpectralKernel, grid: FrequencyGrid, target: [Double]) {
        precondition(
            target.count == grid.featureCount,
            "a sketch of \(target.count) numbers is not of a grid of \(grid.featureCount)")
        sketch = EmpiricalCharacteristicFunction(grid)
        weights = kernel.weights(on: grid)
        self.target = target
    }

    /// The value for `count` points, `stride` floats apart, and the derivative by point i in row i of `delta`.
    public mutating func evaluate(
        _ points: UnsafePointer<Float>, count: Int, stride: Int,
        delta: (pointer: UnsafeMutablePointer<Float>, stride: Int)? = nil
    ) -> Double {
        let means = sketch.means(of: points, count: count, stride: stride)
        return evaluate(means, points, count, stride, rows: [0..<count], delta)
    }

    /// As ``evaluate(_:count:stride:delta:)`` for points of which ranks have their own rows, for each its ranges: the value
    /// on all ranks, and the derivative with respect to the rank's own points.
    package mutating func evaluate(
        _ points: UnsafePointer<Float>, count: Int, stride: Int, rows: [Range<Int>],
        communicator: some Communicator, delta: (pointer: UnsafeMutablePointer<Float>, stride: Int)? = nil
    ) -> Double {
        let means = sketch.means(
            of: points, count: count, stride: stride, rows: rows, communicator: communicator)
        return evaluate(means, points, count, stride, rows: rows, delta)
    }

    private mutating func evaluate(
        _ means: [Double], _ points: UnsafePointer<Float>, _ count: Int, _ stride: Int, rows: [Range<Int>],
        _ delta: (pointer: UnsafeMutablePointer<Float>, stride: Int)?
    ) -> Double {
        var value = CompensatedSum()
        var slope = [Float](repeating: 0, count: means.count)
        for index in means.indices {
            let difference = means[index] - target[index]
            value.add(Double(weights[index]) * difference * difference)
            slope[index] = weights[index] * Float(2 * difference / Double(count))
        }
        if let delta {
            for i in rows.joined() {
                for c in 0..<sketch.grid.counts.count { delta.pointer[i * delta.stride + c] = 0 }
            }
            sketch.addGradient(
                slope: slope, points: points, rows: rows, stride: stride, delta: delta.pointer,
                deltaStride: delta.stride)
        }
        return value.value
    }
}
