/// Order statistics of unsorted numbers.
public enum OrderStatistics {
    /// Numbers from which on a sample of them narrows the search first.
    private static let narrowedFrom = 1 << 17

    /// The number of the given rank (0 is the smallest) of non-negative finite numbers. O(n)
    public static func select(_ values: [Double], rank: Int) -> Double {
        precondition(rank >= 0 && rank < values.count, "rank \(rank) of \(values.count) numbers")
        let (candidates, below) = narrowed(values, to: rank...rank)
        return byDigits(candidates, rank: rank - below)
    }

    /// The median: the mean of the two middle numbers where their count is even. O(n)
    public static func median(_ values: [Double]) -> Double {
        let (low, high) = ((values.count - 1) / 2, values.count / 2)
        precondition(!values.isEmpty, "no numbers have no median")
        let (candidates, below) = narrowed(values, to: low...high)
        let first = byDigits(candidates, rank: low - below)
        return low == high ? first : 0.5 * (first + byDigits(candidates, rank: high - below))
    }

    /// The numbers between two bounds that enclose those of the given ranks, and how many are below: bounds from every
    /// n-th number, six standard errors away. All numbers where there are few, or the bounds miss.
    private static func narrowed(
        _ values: [Double], to ranks: ClosedRange<Int>
    ) -> (candidates: [Double], below: Int) {
        guard values.count >= narrowedFrom else { return (values, 0) }
        let step = values.count >> 14
        let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
        let margin = 3 * Int(Double(sample.count).squareRoot()) + 1
        let places = [ranks.lowerBound / step - margin, ranks.upperBound / step + margin]
        let low = places[0] < 0 ? -Double.infinity : sample[min(places[0], sample.count - 1)]
        let high = places[1] >= sample.count ? Double.infinity : sample[places[1]]
        var below = 0
        var candidates: [Double] = []
        candidates.reserveCapacity(4 * margin * step)
        for value in values {
            below += value < low ? 1 : 0
            if value >= low && value <= high { candidates.append(value) }
        }
        guard below <= ranks.lowerBound, ranks.upperBound < below + candidates.count else {
            return (values, 0)
        }
        return (candidates, below)
    }

    /// By counting the digits of the numbers' bit patterns, which order as the numbers do. O(n)
    private static func byDigits(_ values: [Double], rank: Int) -> Double {
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
}
