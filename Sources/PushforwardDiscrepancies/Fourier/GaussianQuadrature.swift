import RealModule

/// Trapezoidal quadrature of the spectral density of the kernel exp(-x^2 / r) of one coordinate:
///
///     exp(-x^2 / r) = sum_k weight_k cos(k h x),  weight_k = (1 or 2) h sqrt(r / (4 pi)) exp(-r (k h)^2 / 4)
///
/// on the frequencies 0, h, 2h, ... with h = 2 pi / P. The period P is the data's extent plus the kernel's reach
/// sqrt(r log(2 / tolerance)), so that the periodic continuation (Poisson's summation formula) is the kernel itself within
/// the tolerance, and P L / (pi sqrt(r)) frequencies with L = sqrt(log(1 / tolerance)) reach to where the density is below
/// it. The kernel of several coordinates is the product of theirs.
package struct GaussianQuadrature: Sendable {
    /// Step h of the frequencies.
    package let step: Double
    /// The weights of the frequencies k h, k = 0, 1, ...; twice the density from k = 1 on, where -k h counts too.
    package let weights: [Double]

    /// The quadrature for data of an extent.
    package init(bandwidth r: Double, extent: Double, tolerance: Double) {
        self.init(
            bandwidth: r, period: extent + (r * Double.log(2 / tolerance)).squareRoot(), tolerance: tolerance)
    }

    /// The quadrature of the kernel's continuation of a period.
    package init(bandwidth r: Double, period: Double, tolerance: Double) {
        let count = period * GaussianQuadrature.cutOff(tolerance) / (.pi * r.squareRoot())
        self.init(bandwidth: r, step: 2 * Double.pi / period, count: Int(count.rounded(.up)) + 1)
    }

    /// The quadrature on given frequencies.
    package init(bandwidth r: Double, step: Double, count: Int) {
        self.step = step
        weights = (0..<count).map { k in
            let w = Double(k) * step
            return (k > 0 ? 2 : 1) * step * (r / (4 * .pi)).squareRoot() * Double.exp(-r * w * w / 4)
        }
    }

    /// L = sqrt(log(1 / tolerance)): beyond the frequency 2 L / sqrt(r) the density is below the tolerance.
    package static func cutOff(_ tolerance: Double) -> Double { Double.log(1 / tolerance).squareRoot() }
}
