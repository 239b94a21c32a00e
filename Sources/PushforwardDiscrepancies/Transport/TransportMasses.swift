/// Why there is no transport between what was given, in one line.
public struct TransportError: Error, CustomStringConvertible, Equatable {
    /// What is wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// The masses of both sides in whole units with equal sums, so that sums and differences of them are exact.
///
/// Weights that are whole multiples of one number (equal weights, counts) are kept exactly. Others are rounded to
/// a power of two of the total, 2^-47 for 5,000 sources, and the largest of them takes what rounding leaves over.
struct TransportMasses {
    /// Units of each source and of each target.
    let sources, targets: [Int]
    /// Units of a side.
    let total: Int

    /// Masses in proportion to the weights; without weights, equal ones. O(n + m)
    init(sources n: Int, _ sourceWeights: [Double]?, targets m: Int, _ targetWeights: [Double]?)
        throws(TransportError)
    {
        let x = try TransportMasses.checked(sourceWeights, count: n, side: "source")
        let y = try TransportMasses.checked(targetWeights, count: m, side: "target")
        let limit = TransportProblem.largestTotal(rows: n)
        if let (first, second) = TransportMasses.balanced(x, y, limit: limit) {
            (sources, targets, total) = (first, second, first.reduce(0, +))
        } else {
            total = 1 << (Int.bitWidth - 1 - limit.leadingZeroBitCount)
            sources = TransportMasses.rounded(x, total: total)
            targets = TransportMasses.rounded(y, total: total)
        }
    }

    private static func balanced(_ x: [Double], _ y: [Double], limit: Int) -> (
        sources: [Int], targets: [Int]
    )? {
        guard let first = wholeMultiples(x), let second = wholeMultiples(y) else { return nil }
        let (a, b) = (first.reduce(0, +), second.reduce(0, +))
        let divisor = greatestCommonDivisor(a, b)
        guard a / divisor * b <= limit else { return nil }
        return (first.map { $0 * (b / divisor) }, second.map { $0 * (a / divisor) })
    }

    private static func checked(_ weights: [Double]?, count: Int, side: String) throws(TransportError)
        -> [Double]
    {
        guard count > 0 else { throw TransportError("expected at least one \(side), found none") }
        let weights = weights ?? [Double](repeating: 1, count: count)
        guard weights.count == count else {
            throw TransportError("\(count) \(side)s must have \(count) weights, not \(weights.count)")
        }
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw TransportError("\(side) weights must be finite and at least 0")
        }
        guard weights.contains(where: { $0 > 0 }) else {
            throw TransportError("the \(side) weights must not all be 0")
        }
        return weights
    }

    /// The weights, or else the weights divided by the minimum above 0, where they are whole numbers of sum up to 2^26.
    private static func wholeMultiples(_ weights: [Double]) -> [Int]? {
        for unit in [1, weights.reduce(.infinity) { $1 > 0 ? min($0, $1) : $0 }] {
            let multiples = weights.map { $0 / unit }
            if multiples.allSatisfy({ $0 == $0.rounded() }), multiples.reduce(0, +) <= Double(1 << 26) {
                return multiples.map { Int($0) }
            }
        }
        return nil
    }

    private static func rounded(_ weights: [Double], total: Int) -> [Int] {
        let largest = weights.indices.max { weights[$0] < weights[$1] }!
        let shares = weights.map { $0 / weights[largest] }
        let sum = shares.reduce(0, +)
        var units = shares.map { Int(($0 / sum * Double(total)).rounded()) }
        units[largest] += total - units.reduce(0, +)
        return units
    }
}

/// The largest number that divides both; the other of 0 and a number.
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}
