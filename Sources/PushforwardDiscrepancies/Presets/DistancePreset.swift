public import PushforwardNumerics
import RealModule

/// The squared MMD as this project's paper and other programs define it by default, to their digits.
public enum DistancePreset: String, Sendable, Codable, CaseIterable {
    /// Gaussian kernel, r the median squared distance of the pooled sample, unbiased.
    case paper
    /// scikit-learn 1.x: `rbf_kernel` with gamma = 1 / columns, biased.
    case sklearn
    /// hyppo 0.5 `MMD().statistic`: the unbiased distance correlation of the kernel's distances 1 - k with the
    /// labels', times 2 n^2 m^2 / (n + m)^4, with r twice the squared median distance of the pooled sample.
    case hyppo
    /// alibi-detect 0.13 `MMDDrift`: Gaussian kernel, r the lower median squared distance of the first sample's own
    /// pairs, unbiased.
    case alibi
    /// GeomLoss 0.3 `SamplesLoss("gaussian")`: exp(-|x - y|^2 / (2 blur^2)) with blur 0.05, half of the biased value.
    case geomloss

    /// Kernel, bandwidth and estimator in words.
    public var summary: String {
        switch self {
        case .paper: "Gaussian kernel, r = pooled median, unbiased"
        case .sklearn: "Gaussian kernel, r = number of columns, biased"
        case .hyppo: "distance correlation of Gaussian kernel distances with the labels, scaled"
        case .alibi: "Gaussian kernel, r = lower median of the first sample, unbiased"
        case .geomloss: "half of the biased value, Gaussian kernel, r = 0.005"
        }
    }

    /// The number that the program gives for two samples of at least 2 rows, in double precision. O((n + m)^2 d), and
    /// for hyppo O((n + m)^2) memory up to 3,000 pooled rows, as many as its median is exact for.
    public func value(_ x: Sample, _ y: Sample, threads: Int = 1) -> Double {
        func estimate(_ r: Double, _ estimator: Estimator) -> Double {
            squaredMMD(
                between: x, and: y, bandwidth: .fixed(r), estimator: estimator, method: .pairs,
                threads: threads
            ).value
        }
        switch self {
        case .paper: return estimate(medianHeuristic(of: x, and: y), .unbiased)
        case .sklearn: return estimate(Double(x.columns), .biased)
        case .hyppo: return LabelCorrelation(x, y).value
        case .alibi:
            let distances = PooledDistances(x).squared
            return estimate(OrderStatistics.select(distances, rank: (distances.count - 1) / 2), .unbiased)
        case .geomloss: return 0.5 * estimate(2 * 0.05 * 0.05, .biased)
        }
    }
}

/// hyppo's statistic: sums over pairs i != j of U-centered distances (Székely and Rizzo 2014, section 3), whose products
/// need only the sums of rows.
private struct LabelCorrelation {
    let value: Double

    init(_ x: Sample, _ y: Sample) {
        let (n, m) = (x.rows, y.rows)
        let count = n + m
        let points = SampleColumns(pooling: x, y)
        let distance = OrderStatistics.median(PooledDistances(x, y).squared.map { $0.squareRoot() })
        let r = 2 * (distance > 0 ? distance * distance : 1)
        let sums = PairSums(.gaussian, bandwidths: [r])
        var values = AlignedArray<Double>(zeros: padded(count))
        // Labels are 0 and 1, so that different ones are at the distance 1 - exp(-1 / r).
        let apart = 1 - Double.exp(-1 / r)
        var (rowsX, rowsY) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var (xx, xy, yy) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for i in 0..<count {
            sums.values(of: i, in: points, from: 0, into: values.mutablePointer)
            for j in 0..<count where j != i {
                let d = 1 - values[j]
                let e = (i < n) == (j < n) ? 0 : apart
                rowsX[i] += d
                rowsY[i] += e
                xx.add(d * d)
                xy.add(d * e)
                yy.add(e * e)
            }
        }
        let (size, others) = (Double(count), Double(count - 2))
        func centered(_ products: Double, _ a: [Double], _ b: [Double]) -> Double {
            let rows = Statistics.sum(zip(a, b).lazy.map { $0 * $1 })
            return products - 2 * rows / others + Statistics.sum(a) * Statistics.sum(b)
                / ((size - 1) * others)
        }
        let (varianceX, varianceY) = (centered(xx.value, rowsX, rowsX), centered(yy.value, rowsY, rowsY))
        guard count > 3, varianceX > 0, varianceY > 0 else {
            value = 0
            return
        }
        let correlation = centered(xy.value, rowsX, rowsY) / (varianceX * varianceY).squareRoot()
        let (p, q) = (Double(n), Double(m))
        value = correlation * 2 * p * p * q * q / Double.pow(size, 4)
    }
}
