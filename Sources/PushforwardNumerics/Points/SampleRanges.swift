extension Sample {
    /// Smallest and largest number of each column; at least one row. O(n d)
    public func ranges() -> [ClosedRange<Double>] {
        precondition(rows > 0, "a sample of 0 rows has no ranges")
        var lows = [Double](repeating: .infinity, count: columns)
        var highs = [Double](repeating: -.infinity, count: columns)
        let block = 1_024
        let origin = [Double](repeating: 0, count: columns)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: block * columns) { memory in
            let start = memory.baseAddress!
            for first in stride(from: 0, to: rows, by: block) {
                let range = first..<min(first + block, rows)
                copyColumns(range, minus: origin, to: start, stride: block)
                for c in 0..<columns {
                    (lows[c], highs[c]) = extended(start + c * block, range.count, lows[c], highs[c])
                }
            }
        }
        return zip(lows, highs).map { $0...$1 }
    }

    /// Four running pairs, so that comparisons do not wait for each other.
    private func extended(
        _ values: UnsafePointer<Double>, _ count: Int, _ low: Double, _ high: Double
    ) -> (Double, Double) {
        var lows = SIMD4<Double>(repeating: low)
        var highs = SIMD4<Double>(repeating: high)
        var i = 0
        while i + 4 <= count {
            let four = SIMD4(values[i], values[i + 1], values[i + 2], values[i + 3])
            lows.replace(with: four, where: four .< lows)
            highs.replace(with: four, where: four .> highs)
            i += 4
        }
        var (least, most) = (lows.min(), highs.max())
        while i < count {
            least = values[i] < least ? values[i] : least
            most = values[i] > most ? values[i] : most
            i += 1
        }
        return (least, most)
    }
}

/// For each column, the smallest range that holds both given ones. O(d)
package func union(_ first: [ClosedRange<Double>], _ second: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
    zip(first, second).map { min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound) }
}
