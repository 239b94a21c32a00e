import CPushforwardKernels
public import PushforwardNumerics

/// The sliced Wasserstein distance of order 1: the mean over directions of the one-dimensional distance between
/// the projected samples, which sorting gives (Bonneel, Rabin, Peyre and Pfister 2015).
///
/// In two dimensions the directions are equally spaced over the half circle, in one there is a single one, and
/// above two they are drawn once from a fixed stream. Samples of unequal sizes are allowed. Single precision, for training
/// and certificates; ``SlicedDistance`` is the same in double precision.
public struct SlicedWasserstein: Sendable {
    /// Unit vectors, one per direction.
    public let directions: [[Float]]
    private let threads: Int

    /// Directions in a number of coordinates.
    ///
    /// - Parameters:
    ///   - dimension: Number of coordinates.
    ///   - count: Number of directions.
    ///   - seed: Of directions above two coordinates.
    ///   - threads: Threads that share the directions; distances do not depend on them.
    public init(dimension: Int, directions count: Int = 100, seed: UInt64 = 0, threads: Int = 1) {
        self.threads = threads
        directions = sliceDirections(dimension: dimension, count: count, seed: seed).map {
            $0.map(Float.init)
        }
    }

    /// The distance between two samples. O(directions (n + m) d)
    public func distance(_ x: Matrix, _ y: Matrix) -> Double {
        precondition(
            x.columns == y.columns && x.rows > 0 && y.rows > 0,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no distance")
        return distances([x], [y])[0][0]
    }

    /// The distances between every sample of one list and every sample of another, [first][second].
    ///
    /// Each sample is projected and sorted once a direction. O(directions (total points d + pairs points))
    public func distances(_ first: [Matrix], _ second: [Matrix]) -> [[Double]] {
        let means = means { direction in
            let left = first.map { SlicedWasserstein.sortedProjection($0, direction) }
            let right = second.map { SlicedWasserstein.sortedProjection($0, direction) }
            return left.flatMap { x in right.map { y in SlicedWasserstein.distance(x, y) } }
        }
        return first.indices.map { Array(means[$0 * second.count..<($0 + 1) * second.count]) }
    }

    /// The distances between the samples of a list, [one][other].
    ///
    /// O(directions (total points d + pairs points)) with half of the pairs.
    public func distances(among samples: [Matrix]) -> [[Double]] {
        let pairs = samples.indices.flatMap { i in (0..<i).map { (i, $0) } }
        let means = means { direction in
            let lines = samples.map { SlicedWasserstein.sortedProjection($0, direction) }
            return pairs.map { SlicedWasserstein.distance(lines[$0], lines[$1]) }
        }
        var result = [[Double]](
            repeating: [Double](repeating: 0, count: samples.count), count: samples.count)
        for ((i, j), mean) in zip(pairs, means) { (result[i][j], result[j][i]) = (mean, mean) }
        return result
    }

    /// The mean over the directions of each of the numbers that the body gives for one.
    private func means(_ numbers: @escaping @Sendable ([Float]) -> [Double]) -> [Double] {
        let directions = directions
        let values = concurrentResults(directions.count, threads: threads) { numbers(directions[$0]) }
        return values[0].indices.map { place in
            values.reduce(0) { $0 + $1[place] } / Double(directions.count)
        }
    }

    private static func distance(_ x: [Float], _ y: [Float]) -> Double {
        pf_wasserstein1_sorted(x.count, x, y.count, y)
    }

    /// The projections of a sample onto every direction, each ascending.
    package func sortedProjections(_ sample: Matrix) -> [[Float]] {
        directions.map { SlicedWasserstein.sortedProjection(sample, $0) }
    }

    private static func sortedProjection(_ sample: Matrix, _ direction: [Float]) -> [Float] {
        var scratch = [UInt32](repeating: 0, count: sample.rows)
        var line = [Float](repeating: 0, count: sample.rows)
        sample.values.withUnsafeBufferPointer { values in
            for i in 0..<sample.rows {
                for c in 0..<sample.columns { line[i] += direction[c] * values[i * sample.columns + c] }
            }
        }
        pf_sort(line.count, &line, &scratch)
        return line
    }
}
