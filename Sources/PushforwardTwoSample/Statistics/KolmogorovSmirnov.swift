public import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// The two-sample Kolmogorov-Smirnov test of one column.
public struct KolmogorovSmirnov: Sendable, Codable, Equatable {
    /// The largest distance of the two empirical distribution functions.
    public let statistic: Double
    /// The value at which the distance is reached.
    public let location: Double
    /// The probability of at least that distance where both samples come from one continuous distribution; too large,
    /// on the safe side, where there are ties.
    public let pValue: Double

    /// The test of two non-empty samples of finite numbers.
    ///
    /// The p-value counts lattice paths exactly where n m is at most 10^6 (Hodges 1958), and is Kolmogorov's limit
    /// beyond. O(n + m), or O(n m) for the exact p-value
    public init(_ x: SortedLine, _ y: SortedLine) {
        let (n, m) = (x.values.count, y.values.count)
        precondition(n > 0 && m > 0, "samples of \(n) and \(m) numbers can't be tested")
        var (i, j, largest, place) = (0, 0, 0, x.values[0])
        while i < n && j < m {
            let value = min(x.values[i], y.values[j])
            while i < n && x.values[i] == value { i += 1 }
            while j < m && y.values[j] == value { j += 1 }
            // n m |F - G| is a whole number.
            let distance = abs(i * m - j * n)
            if distance > largest { (largest, place) = (distance, value) }
        }
        statistic = Double(largest) / (Double(n) * Double(m))
        location = place
        pValue =
            n * m <= 1_000_000
            ? KolmogorovSmirnov.exact(n, m, largest) : KolmogorovSmirnov.limit(n, m, statistic)
    }

    /// The share of lattice paths from (0, 0) to (n, m) that reach n m |F - G| >= bound: paths that do not are counted
    /// row by row, as shares of all so that nothing overflows.
    static func exact(_ n: Int, _ m: Int, _ bound: Int) -> Double {
        guard bound > 0 else { return 1 }
        var inside = [Double](repeating: 0, count: m + 1)
        for i in 0...n {
            for j in 0...m {
                if abs(i * m - j * n) >= bound {
                    inside[j] = 0
                } else if i == 0 && j == 0 {
                    inside[j] = 1
                } else {
                    // A path comes to (i, j) from the left with probability i / (i + j).
                    let (left, below) = (i > 0 ? inside[j] : 0, j > 0 ? inside[j - 1] : 0)
                    inside[j] = (left * Double(i) + below * Double(j)) / Double(i + j)
                }
            }
        }
        return min(1, max(0, 1 - inside[m]))
    }

    /// 2 sum over k >= 1 of (-1)^(k - 1) exp(-2 k^2 t^2), t = D sqrt(n m / (n + m)); for small t by the other form of
    /// the theta function, whose terms fall fast there.
    static func limit(_ n: Int, _ m: Int, _ distance: Double) -> Double {
        let t = distance * (Double(n) * Double(m) / Double(n + m)).squareRoot()
        guard t > 0 else { return 1 }
        var sum = 0.0
        if t < 1 {
            for odd in stride(from: 1.0, through: 39, by: 2) {
                sum += Double.exp(-odd * odd * .pi * .pi / (8 * t * t))
            }
            return min(1, max(0, 1 - (2 * Double.pi).squareRoot() / t * sum))
        }
        for k in 1...20 {
            let term = 2 * Double.exp(-2 * Double(k * k) * t * t)
            sum += k % 2 == 1 ? term : -term
        }
        return min(1, max(0, sum))
    }
}

/// p-values of several tests corrected so that the chance of any false rejection stays below the level (Holm 1979), in
/// the order given: max over smaller ones of (k - rank + 1) p, at most 1. O(k log k)
public func holmCorrection(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var corrected = pValues
    var largest = 0.0
    for (rank, index) in order.enumerated() {
        largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
        corrected[index] = largest
    }
    return corrected
}
