import PushforwardNumerics
import RealModule

/// The squared MMD between a map that sends everything to one point and a target with independent coordinates,
/// in closed form for the kernel exp(-|x - y|^2 / r): 1 + E k(Y, Y') - 2 E k(p, Y).
package enum PointMass {
    /// Against the uniform distribution on the unit cube.
    package static func squaredMMD(toUniformAt point: [Double], bandwidth r: Double) -> Double {
        let root = (Double.pi * r).squareRoot()
        let edge = 1 / r.squareRoot()
        let pair = root * Double.erf(edge) - r * (1 - Double.exp(-1 / r))
        let cross = point.reduce(1.0) { product, p in
            product * 0.5 * root * (Double.erf(p * edge) + Double.erf((1 - p) * edge))
        }
        return 1 + Double.pow(pair, point.count) - 2 * cross
    }

    /// Against the standard normal distribution.
    package static func squaredMMD(toNormalAt point: [Double], bandwidth r: Double) -> Double {
        let d = point.count
        let square = point.reduce(0) { $0 + $1 * $1 }
        let pair = Double.pow(r / (r + 4), Double(d) / 2)
        let cross = Double.pow(r / (r + 2), Double(d) / 2) * Double.exp(-square / (r + 2))
        return 1 + pair - 2 * cross
    }
}
