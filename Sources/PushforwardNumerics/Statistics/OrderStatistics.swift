/// Order statistics of unsorted numbers.
package enum OrderStatistics {
    /// Numbers from which on a sample of them narrows the search first.
    private static let narrowedFrom = 1 << 17

    /// The number of the given rank (0 is the smallest) of non-negative finite numbers. O(n)
    package static func select(_ values: [Double], rank: Int) -> Double {
        precondition(rank >= 0 && rank < values.count, "rank \(rank) of \(values.count) numbers")
        let (candidates, below) = narrowed(values, to: rank...rank)
        return byDigits(candidates, rank: rank - below)
    }

    /// The median: the mean of the two middle numbers where their count is even. O(n)
    package static func median(_ values: [Double]) -> Double {
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
        var sample = stride(from: 0, to: values.count, by: step).map { values[$0] }
        sortAscending(&sample)
        let margin = 3 * Int(Double(sample.count).squareRoot()) + 1
        let places = [ranks.lowerBound / step - margin, ranks.upperBound / step + margin]
        let low = places[0] < 0 ? 0 : sample[min(places[0], sample.count - 1)]
        let high = places[1] >= sample.count ? Double.infinity : sample[places[1]]
        let (candidates, below) = within(low...high, values)
        guard below <= ranks.lowerBound, ranks.upperBound < below + candidates.count else {
            return (values, 0)
        }
        return (candidates, below)
    }

    /// The numbers in a range, and how many are below it, all of them non-negative. Their bit patterns order as they do:
    /// signs of differences show without a branch, which half of the numbers would make the processor guess wrong.
    private static func within(
        _ range: ClosedRange<Double>, _ values: [Double]
    ) -> (candidates: [Double], below: Int) {
        let (low, high) = (range.lowerBound.bitPattern, range.upperBound.bitPattern)
        let block = 4_096
        var below: UInt64 = 0
        var candidates: [Double] = []
        values.withUnsafeBufferPointer { values in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { room in
                for start in stride(from: 0, to: values.count, by: block) {
                    var outside: UInt64 = 0
                    let count = min(block, values.count - start)
                    for place in 0..<count {
                        let value = values[start + place]
                        room[place &- Int(outside)] = value
                        let (under, over) = (value.bitPattern &- low, high &- value.bitPattern)
                        below &+= under &>> 63
                        outside &+= (under | over) &>> 63
                    }
                    candidates.append(contentsOf: room[..<(count - Int(outside))])
                }
            }
        }
        return (candidates, Int(below))
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
