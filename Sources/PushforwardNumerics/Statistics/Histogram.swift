/// Numbers counted in bars of equal width. O(n)
///
/// Bar i holds edges[i] ≤ value < edges[i + 1], and the last one its upper edge too. Numbers outside the range, and NaN,
/// are in no bar.
package struct Histogram: Sendable {
    /// The ends of the bars, one more than there are bars.
    package let edges: [Double]
    /// How many numbers each bar holds.
    package private(set) var counts: [Int]
    /// The width of a bar.
    package let width: Double

    /// The histogram of numbers over a range of positive length.
    package init(of values: some Sequence<Double>, over range: ClosedRange<Double>, bars: Int) {
        let width = (range.upperBound - range.lowerBound) / Double(bars)
        precondition(bars > 0 && width > 0, "\(bars) bars over \(range)")
        self.width = width
        edges = (0...bars).map { range.lowerBound + Double($0) * width }
        counts = [Int](repeating: 0, count: bars)
        for value in values where range.contains(value) {
            counts[min(bars - 1, Int((value - range.lowerBound) / width))] += 1
        }
    }
}
