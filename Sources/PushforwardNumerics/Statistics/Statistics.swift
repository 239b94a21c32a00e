/// A running sum with Neumaier's compensation: the error does not grow with the number of terms.
package struct CompensatedSum: Sendable {
    private var sum = 0.0
    private var correction = 0.0

    /// An empty sum.
    package init() {}

    /// Adds one term.
    package mutating func add(_ term: Double) {
        let total = sum + term
        correction += abs(sum) >= abs(term) ? (sum - total) + term : (term - total) + sum
        sum = total
    }

    /// The sum of all terms added.
    package var value: Double { sum + correction }
}

/// Summaries of a list of numbers.
public enum Statistics {
    /// The compensated sum. O(n)
    public static func sum(_ values: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }

    /// The arithmetic mean; NaN of no numbers. O(n)
    public static func mean(_ values: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        var count = 0
        for value in values {
            sum.add(value)
            count += 1
        }
        return sum.value / Double(count)
    }

    /// The unbiased standard deviation (divisor n - 1); 0 of fewer than two numbers. O(n)
    public static func standardDeviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let center = mean(values)
        return
            (mean(values.lazy.map { ($0 - center) * ($0 - center) }) * Double(values.count)
            / Double(values.count - 1)).squareRoot()
    }

    /// The excess kurtosis m4 / m2^2 - 3 (0 for a normal distribution); NaN where all numbers are equal. O(n)
    public static func excessKurtosis(_ values: [Double]) -> Double {
        let center = mean(values)
        let squares = values.map { ($0 - center) * ($0 - center) }
        let second = mean(squares)
        return mean(squares.lazy.map { $0 * $0 }) / (second * second) - 3
    }

    /// The median: the mean of the two middle numbers where their count is even; NaN of no numbers. O(n log n)
    public static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        return quantile(ofSorted: values.sorted(), 0.5)
    }

    /// The quantile of an ascending list by linear interpolation between order statistics (Hyndman and Fan's
    /// type 7, the default of R and numpy); p in 0...1. O(1)
    public static func quantile(ofSorted values: [Double], _ p: Double) -> Double {
        precondition(!values.isEmpty && p >= 0 && p <= 1, "quantile \(p) of \(values.count) numbers")
        let place = p * Double(values.count - 1)
        let low = Int(place)
        let high = min(low + 1, values.count - 1)
        return values[low] + (place - Double(low)) * (values[high] - values[low])
    }
}
