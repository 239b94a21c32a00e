import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// A published loss column explained by one point that slides to the origin, p(epoch) = start exp(-rate epoch),
/// measured with one bandwidth: no spread, no learning.
package struct PointDecay: Sendable, Codable, Equatable {
    /// The point at epoch 0.
    package let start: [Double]
    /// Rate per epoch.
    package let rate: Double
    /// Bandwidth r of the kernel.
    package let bandwidth: Double
    /// Largest difference to the column.
    package let largestError: Double
    /// The fitted losses at the column's epochs.
    package let fitted: [Double]

    /// Fits a column by least squares over start, rate and bandwidth, from several first guesses.
    ///
    /// - Parameters:
    ///   - epochs: The column's epochs.
    ///   - losses: Its losses.
    ///   - loss: The squared MMD of a point for a bandwidth.
    /// - Complexity: Tens of thousands of calls of `loss`: a second or so.
    package static func fitted(
        to losses: [Double], atEpochs epochs: [Int], loss: @Sendable ([Double], Double) -> Double
    ) -> PointDecay {
        func curve(_ q: [Double]) -> [Double] {
            epochs.map { epoch in
                let shrink = Double.exp(-Double.exp(q[2]) * Double(epoch))
                return loss([q[0] * shrink, q[1] * shrink], Double.exp(q[3]))
            }
        }
        func error(_ q: [Double]) -> Double {
            zip(curve(q), losses).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        var best: (point: [Double], value: Double)?
        for (first, second) in [(1.0, 0.5), (1.5, 1.5), (0.5, 1.5), (2.0, 0.2)] {
            for r in [1.0, 6.0] {
                var found = minimize(
                    from: [first, second, Double.log(0.002), Double.log(r)], steps: [0.3, 0.3, 0.3, 0.5],
                    tolerance: 1e-16, error)
                found = minimize(
                    from: found.point, steps: [0.1, 0.1, 0.1, 0.1], tolerance: 1e-18, error)
                if found.value < best?.value ?? .infinity { best = found }
            }
        }
        let q = best!.point
        let fitted = curve(q)
        return PointDecay(
            start: [q[0], q[1]], rate: Double.exp(q[2]), bandwidth: Double.exp(q[3]),
            largestError: zip(fitted, losses).map { abs($0 - $1) }.max() ?? 0, fitted: fitted)
    }
}
