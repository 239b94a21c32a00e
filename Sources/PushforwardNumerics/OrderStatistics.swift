/// Order statistics of unsorted numbers.
public enum OrderStatistics {
    /// The number of the given rank (0 is the smallest) of non-negative finite numbers, by counting the digits of
    /// their bit patterns, which order as the numbers do. O(n)
    public static func select(_ values: [Double], rank: Int) -> Double {
        precondition(rank >= 0 && rank < values.count, "rank \(rank) of \(values.count) numbers")
        var candidates = values.map(\.bitPattern)
        var rank = rank
        for shift in [52, 40, 28, 16, 4, 0] {
            let mask: UInt64 = shift == 52 ? 0x7ff : shift == 0 ? 0xf : 0xfff
            var counts = [Int](repeating: 0, count: Int(mask) + 1)
            for bits in candidates { counts[Int((bits >> UInt64(shift)) & mask)] += 1 }
            var digit = 0
            while rank >= counts[digit] {
                rank -= counts[digit]
                digit += 1
            }
            if counts[digit] < candidates.count {
                candidates = candidates.filter { ($0 >> UInt64(shift)) & mask == UInt64(digit) }
            }
        }
        return Double(bitPattern: candidates[0])
    }

    /// The median: the mean of the two middle numbers where their count is even. O(n)
    public static func median(_ values: [Double]) -> Double {
        let low = select(values, rank: (values.count - 1) / 2)
        return values.count % 2 == 1 ? low : 0.5 * (low + select(values, rank: values.count / 2))
    }
}
