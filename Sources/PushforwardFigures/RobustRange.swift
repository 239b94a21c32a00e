import Pushforward

/// The range of an axis on which a few far values do not squeeze the others.
enum RobustRange {
    /// From the quantile `outside` to the quantile 1 - `outside`, and a margin of that length on each side.
    ///
    /// - Parameters:
    ///   - values: At least one number, in any order.
    ///   - outside: The share of the numbers that is left out at each end.
    ///   - margin: The margin as a share of the range; of equal numbers, a tenth of them.
    /// - Complexity: O(n log n).
    static func range(of values: [Double], outside: Double, margin: Double = 0.08) -> ClosedRange<Double> {
        let sorted = values.sorted()
        let low = Statistics.quantile(ofSorted: sorted, outside)
        let high = Statistics.quantile(ofSorted: sorted, 1 - outside)
        let size = high > low ? margin * (high - low) : max(1e-9, 0.1 * abs(high))
        return low - size...high + size
    }
}
