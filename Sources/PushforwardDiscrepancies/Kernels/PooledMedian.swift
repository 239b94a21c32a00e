public import PushforwardNumerics

/// The median heuristic of two samples: the median squared distance of the pairs of the pooled sample, which does
/// not know the labels, so that tests may use it.
///
/// Goals, in order: 1 the median in double precision; 2 a bandwidth that is always positive; 3 memory and time that
/// do not grow with the sample. Up to 3,000 pooled points all pairs i < j count; beyond, 10^6 pairs drawn from a
/// fixed stream: the share of distances below the result is then 1/2 within 0.0025 with probability 1 - 10^-6,
/// which moves the bandwidth by less than 1 % for normal data in the plane. Where the median is 0 (ties) the median
/// of the positive distances takes its place, and 1 where all points are equal.
public func medianHeuristic(of first: Sample, and second: Sample) -> Double {
    PooledDistances(first, second).median
}

/// The median heuristic of two samples of which every rank holds a share; more than 3,000 pooled rows.
package func medianHeuristic(
    of first: SampleShard, and second: SampleShard, columns: Int, communicator: some Communicator
) -> Double {
    PooledDistances(first, second, columns: columns, communicator: communicator).median
}

/// The median heuristic of two matrices' rows.
public func medianHeuristic(of first: Matrix, and second: Matrix) -> Double {
    medianHeuristic(of: Sample(first), and: Sample(second))
}

/// Squared distances of pairs of the pooled sample.
package struct PooledDistances {
    /// Pooled points up to which all pairs are taken.
    package static let exactLimit = 3_000
    /// Number of random pairs beyond; odd, so that one of them is the median.
    package static let randomPairs = 1_000_001
    /// The distances.
    package let squared: [Double]

    /// What is done with a coordinate before distances are taken.
    package typealias Transform = (_ value: Double, _ column: Int) -> Double

    package init(_ first: Sample, _ second: Sample) { self.init(first, second, transform: nil) }

    private init(_ first: Sample, _ second: Sample, transform: Transform?) {
        let rows = first.rows + second.rows
        precondition(
            first.columns == second.columns && rows >= 2,
            "samples of \(first.rows) x \(first.columns) and \(second.rows) x \(second.columns) have no distances"
        )
        squared =
            rows <= PooledDistances.exactLimit
            ? PooledDistances.all(first, second) : PooledDistances.random(first, second, transform)
    }

    /// Those of all pairs of one sample, or of random ones.
    package init(_ sample: Sample) {
        self.init(sample, Sample(columns: sample.columns, values: []))
    }

    /// The median, or where it is 0 that of the positive distances, or 1.
    package var median: Double { positiveMedian(OrderStatistics.median(squared), of: squared) }

    private static func all(_ first: Sample, _ second: Sample) -> [Double] {
        let rows = first.rows + second.rows
        let points = SampleColumns(pooling: first, second)
        return [Double](unsafeUninitializedCapacity: rows * (rows - 1) / 2) { memory, count in
            for i in 0..<rows {
                let (line, length) = (memory.baseAddress! + count, rows - i - 1)
                for c in 0..<points.dimension {
                    let others = points.pointer + c * points.stride + i + 1
                    let own = others[-1]
                    if c == 0 {
                        for j in 0..<length { line[j] = (own - others[j]) * (own - others[j]) }
                    } else {
                        for j in 0..<length { line[j] += (own - others[j]) * (own - others[j]) }
                    }
                }
                count += length
            }
            withExtendedLifetime(points) {}
        }
    }

    private static func random(_ first: Sample, _ second: Sample, _ transform: Transform?) -> [Double] {
        func from<Number: BinaryFloatingPoint>(_ x: UnsafePointer<Number>) -> [Double] {
            second.withStorage(
                single: { random(x, first.rows, $0, second.rows, columns: first.columns, transform) },
                double: { random(x, first.rows, $0, second.rows, columns: first.columns, transform) })
        }
        return first.withStorage(single: { from($0) }, double: { from($0) })
    }

    /// The coordinates of points that lie in memory.
    private static func random<First: BinaryFloatingPoint, Second: BinaryFloatingPoint>(
        _ x: UnsafePointer<First>, _ n: Int, _ y: UnsafePointer<Second>, _ m: Int, columns: Int,
        _ transform: Transform?
    ) -> [Double] {
        random(rows: n + m, columns: columns, block: 1_024, transform: transform) { words, points in
            for (place, word) in words.enumerated() {
                let row = Int(word)
                for c in 0..<columns {
                    points[place * columns + c] =
                        row < n ? Double(x[row * columns + c]) : Double(y[(row - n) * columns + c])
                }
            }
        }
    }

    /// Those of random pairs of two shares' rows, which other ranks hold too.
    ///
    /// - Parameters:
    ///   - first: The rank's share of the first sample.
    ///   - second: Its share of the second.
    ///   - columns: Columns, which a rank without rows could not know.
    ///   - transform: What is done with each coordinate first; of more than 3,000 rows.
    ///   - communicator: The ranks.
    package init(
        _ first: SampleShard, _ second: SampleShard, columns: Int, transform: Transform? = nil,
        communicator: some Communicator
    ) {
        guard communicator.size > 1 else {
            squared = PooledDistances(first.sample, second.sample, transform: transform).squared
            return
        }
        squared = PooledDistances.random(
            rows: first.total + second.total, columns: columns, block: 1 << 16, transform: transform
        ) { words, points in
            // A point is added to zeros: one rank has it.
            points.update(repeating: 0)
            for (place, word) in words.enumerated() {
                let row = Int(word)
                let (share, number) = row < first.total ? (first, row) : (second, row - first.total)
                guard let own = share.place(ofRow: number) else { continue }
                for c in 0..<columns { points[place * columns + c] = share.sample[own, c] }
            }
            communicator.sum(points)
        }
    }

    /// Row numbers are drawn a block ahead of the distances, so that reads from memory overlap.
    private static func random(
        rows: Int, columns: Int, block: Int, transform: Transform?,
        coordinates: (ArraySlice<UInt64>, UnsafeMutableBufferPointer<Double>) -> Void
    ) -> [Double] {
        var stream = RandomStream(seed: 0, purpose: "median pairs")
        var words = [UInt64](repeating: 0, count: 2 * block)
        var points = [Double](repeating: 0, count: 2 * block * columns)
        return [Double](unsafeUninitializedCapacity: randomPairs) { distances, count in
            while count < randomPairs {
                let size = min(block, randomPairs - count)
                words.withUnsafeMutableBufferPointer { stream.fillWords($0) }
                for k in 0..<size {
                    let i = words[2 * k].multipliedFullWidth(by: UInt64(rows)).high
                    let other = words[2 * k + 1].multipliedFullWidth(by: UInt64(rows - 1)).high
                    words[2 * k] = i
                    words[2 * k + 1] = other < i ? other : other + 1
                }
                points.withUnsafeMutableBufferPointer { coordinates(words[..<(2 * size)], $0) }
                if let transform {
                    for place in 0..<2 * size * columns {
                        points[place] = transform(points[place], place % columns)
                    }
                }
                for k in 0..<size {
                    var sum = 0.0
                    for c in 0..<columns {
                        let difference = points[2 * k * columns + c] - points[(2 * k + 1) * columns + c]
                        sum += difference * difference
                    }
                    distances[count + k] = sum
                }
                count += size
            }
        }
    }
}
