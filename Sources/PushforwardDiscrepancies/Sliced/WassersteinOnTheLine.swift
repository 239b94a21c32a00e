import PushforwardNumerics
import RealModule

/// A sample on the line, ascending, with the mass of each point.
public struct SortedLine: Sendable {
    /// The points, ascending.
    public let values: [Double]
    /// The mass of each point, in the order of the values; nil where all are equal.
    package let masses: [Double]?

    /// Finite points with equal mass. O(n)
    public init(_ points: consuming [Double]) {
        var sorted = points
        sortAscending(&sorted)
        values = sorted
        masses = nil
    }

    /// Finite points with non-negative weights that sum to a positive number; they are divided by their sum.
    /// O(n log n)
    public init(_ points: [Double], weights: [Double]) {
        precondition(points.count == weights.count, "\(points.count) points have \(weights.count) weights")
        let total = Statistics.sum(weights)
        precondition(
            weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
            "weights are not negative and have a positive sum, not \(total)")
        let order = points.indices.sorted { points[$0] < points[$1] }
        values = order.map { points[$0] }
        masses = order.map { weights[$0] / total }
    }
}

/// Exact transport and energy distances on the line, from sorted samples of any two sizes. O(n + m)
///
/// Goals, in order: 1 exact up to rounding for unequal sizes and weights; 2 no loss at huge offsets: differences of
/// points are formed before anything else; 3 one pass.
public enum WassersteinOnTheLine {
    /// The Wasserstein distance of order p: (integral over (0, 1) of |F^-1 - G^-1|^p)^(1/p), p >= 1.
    public static func distance(_ x: SortedLine, _ y: SortedLine, order p: Int) -> Double {
        precondition(p >= 1, "the order is at least 1, not \(p)")
        let power = powered(x, y, order: p)
        return p == 1 ? power : Double.root(power, p)
    }

    /// The integral over (0, 1) of |F^-1 - G^-1|^p: the quantile functions are merged, and a piece of mass ends where
    /// either one's step ends. Equal masses are counted in units of 1 / (n m), in which they are whole numbers.
    package static func powered(_ x: SortedLine, _ y: SortedLine, order p: Int) -> Double {
        let (n, m) = (x.values.count, y.values.count)
        precondition(n > 0 && m > 0, "samples of \(n) and \(m) points have no distance")
        let isWhole = x.masses == nil && y.masses == nil
        func mass(_ line: SortedLine, _ place: Int, units: Int) -> Double {
            isWhole ? Double(units) : line.masses?[place] ?? 1 / Double(line.values.count)
        }
        var sum = CompensatedSum()
        var (i, j) = (0, 0)
        var (restX, restY) = (mass(x, 0, units: m), mass(y, 0, units: n))
        while true {
            let piece = min(restX, restY)
            let difference = abs(x.values[i] - y.values[j])
            sum.add(piece * (p == 1 ? difference : Double.pow(difference, p)))
            restX -= piece
            restY -= piece
            if restX <= 0 {
                i += 1
                if i == n { break }
                restX = mass(x, i, units: m)
            }
            if restY <= 0 {
                j += 1
                if j == m { break }
                restY = mass(y, j, units: n)
            }
        }
        return isWhole ? sum.value / (Double(n) * Double(m)) : sum.value
    }

    /// The energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| = 2 integral (F - G)^2.
    public static func energyDistance(_ x: SortedLine, _ y: SortedLine) -> Double {
        var sum = CompensatedSum()
        var (i, j) = (0, 0)
        let (n, m) = (x.values.count, y.values.count)
        var last = min(x.values[0], y.values[0])
        while i < n || j < m {
            let next = j == m || (i < n && x.values[i] <= y.values[j]) ? x.values[i] : y.values[j]
            let difference = Double(i) / Double(n) - Double(j) / Double(m)
            sum.add(2 * difference * difference * (next - last))
            last = next
            if j == m || (i < n && x.values[i] <= y.values[j]) { i += 1 } else { j += 1 }
        }
        return sum.value
    }
}
