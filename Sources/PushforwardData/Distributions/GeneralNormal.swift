public import PushforwardNumerics

/// The normal distribution with a mean and a covariance matrix.
public struct GeneralNormal: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    private let mean: [Double]
    /// The lower triangular factor L of the covariance L L', row after row.
    private let factor: [Double]
    /// Number of coordinates of each point.
    public var dimension: Int { mean.count }

    /// N(mean, covariance); `nil` if the covariance is not symmetric and positive definite.
    ///
    /// - Parameters:
    ///   - name: The name in the catalogue.
    ///   - mean: The d coordinates of the mean.
    ///   - covariance: The d x d covariance, row after row.
    /// - Complexity: O(d^3).
    public init?(name: String, mean: [Double], covariance: [Double]) {
        guard let factor = GeneralNormal.cholesky(covariance, count: mean.count) else { return nil }
        self.name = name
        self.mean = mean
        self.factor = factor
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillNormal(floats)
        transform(floats)
    }

    /// The image of evenly spread standard normal points.
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        StandardNormal(dimension: dimension).fillQuasiRandom(floats, using: &random)
        transform(floats)
    }

    /// x = mean + L z, from the last coordinate on, so that it can be done in place.
    private func transform(_ floats: UnsafeMutableBufferPointer<Float>) {
        let d = dimension
        for start in stride(from: 0, to: floats.count, by: d) {
            for i in (0..<d).reversed() {
                var sum = mean[i]
                for j in 0...i { sum += factor[i * d + j] * Double(floats[start + j]) }
                floats[start + i] = Float(sum)
            }
        }
    }

    private static func cholesky(_ matrix: [Double], count d: Int) -> [Double]? {
        precondition(matrix.count == d * d, "a covariance of \(d) coordinates is not \(matrix.count) numbers")
        var factor = [Double](repeating: 0, count: d * d)
        for i in 0..<d {
            for j in 0...i {
                guard abs(matrix[i * d + j] - matrix[j * d + i]) <= 1e-9 * abs(matrix[i * d + i]) else {
                    return nil
                }
                let sum = (0..<j).reduce(matrix[i * d + j]) { $0 - factor[i * d + $1] * factor[j * d + $1] }
                if i == j {
                    guard sum > 0 else { return nil }
                    factor[i * d + i] = sum.squareRoot()
                } else {
                    factor[i * d + j] = sum / factor[j * d + j]
                }
            }
        }
        return factor
    }
}
