import PushforwardNumerics

/// The three means of a kernel over all pairs, those of a point with itself among them, less what they have in common.
package struct KernelMeans {
    package let xx: Double
    package let yy: Double
    /// xx + yy - 2 xy, kept apart: the three means alone would lose its digits where it is small.
    package let difference: Double
    package let valueAtZero: Double

    /// mean over i != j is (n xx - k(0)) / (n - 1).
    package func squaredMMD(_ n: Int, _ m: Int, _ estimator: Estimator) -> Double {
        guard estimator == .unbiased else { return difference }
        return difference - (valueAtZero - xx) / Double(n - 1) - (valueAtZero - yy) / Double(m - 1)
    }
}

extension KernelMeans {
    /// From the mean features of both samples, whose products times the weight are kernel values.
    package init(_ p: [Double], _ q: [Double], weight: Double, atZero: Double) {
        var (xx, yy, difference) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for (a, b) in zip(p, q) {
            xx.add(weight * a * a)
            yy.add(weight * b * b)
            difference.add(weight * (a - b) * (a - b))
        }
        self.init(xx: xx.value, yy: yy.value, difference: difference.value, valueAtZero: weight * atZero)
    }

    package static func sum(_ parts: [KernelMeans]) -> KernelMeans {
        KernelMeans(
            xx: parts.reduce(0) { $0 + $1.xx }, yy: parts.reduce(0) { $0 + $1.yy },
            difference: parts.reduce(0) { $0 + $1.difference },
            valueAtZero: parts.reduce(0) { $0 + $1.valueAtZero })
    }
}
