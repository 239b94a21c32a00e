import PushforwardNumerics
import RealModule

/// How the parts of a test become one statistic: the largest of log(w / p) over the parts, w being a part's weight and p
/// the tail probability of its value by a curve fitted to its values under all labelings.
///
/// Goals, in order: 1 an exact level: the curve depends on the set of values, not on which is the observed one; 2 parts
/// count by how improbable their value is, whatever the shape of their distribution: the curve is Pearson's type III, a
/// shifted gamma distribution, of the mean, variance and skewness of the values without the largest, by the cube-root
/// transformation to the normal one (Wilson and Hilferty 1931). A ladder of squared MMDs has skewed wide kernels and nearly
/// normal narrow ones, so that the largest standardized value would be ruled by the wide ones; 3 a clear difference in a
/// part of small weight is found all the same: tail probabilities have no smallest value, as ranks among B labelings have.
struct JointScores: Sendable {
    private let curves: [TailCurve]
    private let logWeights: [Double]
    /// The joint statistic of every labeling, the observed one first.
    let joined: [Double]

    /// - Parameters:
    ///   - values: [part][labeling], the observed labeling first.
    ///   - weights: One positive number per part.
    ///   - noise: For each part, the deviation that rounding alone can cause.
    init(_ values: [[Double]], weights: [Double], noise: [Double]) {
        let curves = zip(values, noise).map { TailCurve($0, noise: $1) }
        let logWeights = weights.map { Double.log($0) }
        self.curves = curves
        self.logWeights = logWeights
        joined = values[0].indices.map { labeling in
            values.indices.reduce(-Double.infinity) {
                max($0, curves[$1].score(values[$1][labeling]) + logWeights[$1])
            }
        }
    }

    /// log(w / p) of a value of a part.
    func score(_ value: Double, part: Int) -> Double { curves[part].score(value) + logWeights[part] }

    /// The share of labelings whose joint statistic is at least a score: a p-value corrected for the choice among all parts
    /// (Westfall and Young 1993, the single-step method). The smallest over the parts is the test's.
    func adjustedPValue(_ score: Double) -> Double {
        let bound = score - 1e-10 * max(1e-3, abs(score))
        return Double(joined.count { $0 >= bound }) / Double(joined.count)
    }
}

/// Pearson's type III curve of a part's values under all labelings.
struct TailCurve: Sendable {
    private let mean: Double
    /// 0 where all values are equal up to rounding.
    private let deviation: Double
    private let skewness: Double

    /// The curve of values without the largest of them, which may be the observed one. O(values)
    init(_ values: [Double], noise: Double) {
        let top = values.indices.max { values[$0] < values[$1] }!
        let others = values.indices.lazy.filter { $0 != top }.map { values[$0] }
        let count = Double(max(1, values.count - 1))
        let mean = others.reduce(0, +) / count
        let deviation = (others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        self.mean = mean
        self.deviation = deviation > noise ? deviation : 0
        skewness =
            deviation > noise
            ? others.reduce(0) { sum, value in
                let z = (value - mean) / deviation
                return sum + z * z * z
            } / count : 0
    }

    /// -log of the probability of a larger value. O(1)
    func score(_ value: Double) -> Double {
        guard deviation > 0 else { return 0 }
        let z = (value - mean) / deviation
        let skewness = max(0.01, skewness)
        let shape = 4 / (skewness * skewness)
        let root = max(1e-3, 1 + z / shape.squareRoot())
        let cubeRoot = Double.root(root, 3)
        return NormalDistribution.negativeLogSurvival(
            3 * shape.squareRoot() * (cubeRoot - 1 + 1 / (9 * shape)))
    }
}
