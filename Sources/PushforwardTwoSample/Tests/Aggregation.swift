import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// How the values of several kernels become one statistic. Each way treats all labelings alike, so that the level
/// stays exact.
public enum Aggregation: String, Sendable, Codable, CaseIterable {
    /// The largest value in standard deviations from its mean over all labelings.
    case largestStandardized = "largest"
    /// log mean exp of the standardized values: a soft maximum (after MMD-FUSE; Biggs, Schrab and Gretton 2023).
    case fused
    /// Minus the smallest of the p-values (after MMDAgg; Schrab, Kim, Albert, Laurent, Guedj and Gretton 2023).
    case smallestPValue = "smallest-p"

    /// The joined statistic of every labeling, the observed one first.
    func join(_ terms: [StandardizedValues], statistic: TwoSampleTest.Statistic) -> [Double] {
        if statistic == .kolmogorovSmirnov {
            // The mean distance is at most 1 and decides between equal largest distances only.
            return zip(terms[0].values, terms[1].values).map { $0 + 1e-9 * $1 }
        }
        switch statistic {
        case .fuse: return Aggregation.softMaxima(terms.map(\.values))
        case .aggregatedPValues: return Aggregation.smallestPValues(terms.map(\.values))
        default: break
        }
        let standardized = terms.map(\.standardized)
        switch self {
        case .largestStandardized:
            return standardized[0].indices.map { b in
                standardized.reduce(-Double.infinity) { max($0, $1[b]) }
            }
        case .fused: return Aggregation.softMaxima(standardized)
        case .smallestPValue: return Aggregation.smallestPValues(standardized)
        }
    }

    /// log mean exp over the terms, for every labeling.
    private static func softMaxima(_ terms: [[Double]]) -> [Double] {
        terms[0].indices.map { b in
            let peak = terms.reduce(-Double.infinity) { max($0, $1[b]) }
            let sum = terms.reduce(0.0) { $0 + Double.exp($1[b] - peak) }
            return peak + Double.log(sum / Double(terms.count))
        }
    }

    private static func smallestPValues(_ terms: [[Double]]) -> [Double] {
        let ranks = terms.map(shares)
        return ranks[0].indices.map { b in -ranks.reduce(Double.infinity) { min($0, $1[b]) } }
    }

    /// The share of labelings whose value is at least the observed one, itself counted. Values that differ by rounding
    /// count as equal.
    static func pValue(_ values: [Double]) -> Double {
        let bound = values[0] - 1e-10 * max(1e-3, abs(values[0]))
        return Double(values.count { $0 >= bound }) / Double(values.count)
    }

    /// For every labeling, the share of labelings with at least its value.
    private static func shares(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] > values[$1] }
        var shares = [Double](repeating: 0, count: values.count)
        var place = 0
        while place < order.count {
            var end = place + 1
            while end < order.count, values[order[end]] == values[order[place]] { end += 1 }
            for index in order[place..<end] { shares[index] = Double(end) / Double(values.count) }
            place = end
        }
        return shares
    }
}

/// A term's values under all labelings, and the same in standard deviations from their mean.
struct StandardizedValues: Sendable {
    let values: [Double]
    let standardized: [Double]
    /// The observed value in standard deviations of the others from their mean.
    let observedDeviations: Double

    /// - Parameter noise: Deviations up to this are rounding errors of equal values.
    init(_ values: [Double], noise: Double) {
        let center = Statistics.mean(values)
        let spread = Statistics.standardDeviation(values)
        self.values = values
        standardized = values.map { spread > noise ? ($0 - center) / spread : 0 }
        let others = Array(values.dropFirst())
        let deviation = others.count > 1 ? Statistics.standardDeviation(others) : 0
        observedDeviations = deviation > noise ? (values[0] - Statistics.mean(others)) / deviation : 0
    }
}
