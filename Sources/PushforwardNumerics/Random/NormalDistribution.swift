import CPushforwardKernels
import RealModule

/// The standard normal distribution in double precision.
package enum NormalDistribution {
    /// The density phi(x) = exp(-x^2 / 2) / sqrt(2 pi).
    package static func density(_ x: Double) -> Double {
        Double.exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    }

    /// The distribution function Phi(x), to relative accuracy in both tails.
    package static func distribution(_ x: Double) -> Double {
        0.5 * Double.erfc(-x / 2.0.squareRoot())
    }

    /// -log(1 - Phi(x)), to relative accuracy for any x: by the error function up to 25 and by the first terms of the tail's
    /// asymptotic series beyond (relative error below 1e-8 there).
    package static func negativeLogSurvival(_ x: Double) -> Double {
        guard x > 25 else { return -Double.log(0.5 * Double.erfc(x / 2.0.squareRoot())) }
        let square = 1 / (x * x)
        return 0.5 * x * x + Double.log(x * (2 * Double.pi).squareRoot())
            - Double.log(onePlus: -square * (1 - 3 * square * (1 - 5 * square)))
    }

    /// The quantile Phi^-1(p) for 0 < p < 1; -inf at 0, +inf at 1, NaN outside.
    ///
    /// Acklam's rational approximation (relative error 1.2e-9) and one step of Halley's method, which leaves a
    /// relative error of a few ulp.
    package static func quantile(_ p: Double) -> Double {
        guard p > 0 && p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
        if p > 0.5 { return -lowerQuantile(1 - p) }
        return lowerQuantile(p)
    }

    /// Replaces uniform floats of (0, 1) by normal ones, in single precision (relative error 1e-6). O(n)
    package static func applyQuantile(_ floats: UnsafeMutableBufferPointer<Float>) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { words in
            for start in stride(from: 0, to: floats.count, by: 1024) {
                let count = min(1024, floats.count - start)
                for i in 0..<count { words[i] = word(Double(floats[start + i])) }
                ProcessorKernels.active.normals(count, words.baseAddress!, floats.baseAddress! + start)
            }
        }
    }

    /// The random word whose normal is the quantile of u: the top bit is set in the lower half, the others hold
    /// the tail's probability times 2^32.
    private static func word(_ u: Double) -> UInt32 {
        let tail = min(u, 1 - u) * 0x1p32
        return UInt32(min(max(tail - 0.5, 0), 0x7fff_ffff)) | (u < 0.5 ? 0x8000_0000 : 0)
    }

    private static func lowerQuantile(_ p: Double) -> Double {
        let x = p < 0.02425 ? tail(p) : center(p)
        let error = distribution(x) - p
        let step = error * (2 * Double.pi).squareRoot() * Double.exp(0.5 * x * x)
        return x - step / (1 + 0.5 * x * step)
    }

    private static func tail(_ p: Double) -> Double {
        let q = (-2 * Double.log(p)).squareRoot()
        return polynomial(q, tailNumerator) / (q * polynomial(q, tailDenominator) + 1)
    }

    private static func center(_ p: Double) -> Double {
        let q = p - 0.5
        let r = q * q
        return polynomial(r, centerNumerator) * q / (r * polynomial(r, centerDenominator) + 1)
    }

    /// Coefficients highest power first.
    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }

    private static let centerNumerator = [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    private static let centerDenominator = [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01,
    ]
    private static let tailNumerator = [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
        4.374664141464968e+00, 2.938163982698783e+00,
    ]
    private static let tailDenominator = [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00,
    ]
}
