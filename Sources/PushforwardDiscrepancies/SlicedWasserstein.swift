import CPushforwardKernels
import PushforwardNumerics
import RealModule

/// The sliced Wasserstein distance of order 1: the mean over directions of the one-dimensional distance between
/// the projected samples, which sorting gives (Bonneel, Rabin, Peyre and Pfister 2015).
///
/// In two dimensions the directions are equally spaced over the half circle, in one there is a single one, and
/// above two they are drawn once from a fixed stream. Samples of unequal sizes are allowed.
public struct SlicedWasserstein: Sendable {
    /// Unit vectors, one a direction.
    public let directions: [[Float]]

    /// Directions in a number of coordinates.
    ///
    /// - Parameters:
    ///   - dimension: Number of coordinates.
    ///   - count: Number of directions.
    ///   - seed: Of directions above two coordinates.
    public init(dimension: Int, directions count: Int = 100, seed: UInt64 = 0) {
        switch dimension {
        case 1: directions = [[1]]
        case 2:
            directions = (0..<count).map {
                let angle = Double.pi * Double($0) / Double(count)
                return [Float(Double.cos(angle)), Float(Double.sin(angle))]
            }
        default:
            var random = RandomStream(seed: seed, purpose: "sliced directions")
            directions = (0..<count).map { _ in
                let vector = random.normals(dimension)
                let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return vector.map { $0 / length }
            }
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
        var sums = [[Double]](repeating: [Double](repeating: 0, count: second.count), count: first.count)
        for direction in directions {
            let left = first.map { SlicedWasserstein.sortedProjection($0, direction) }
            let right = second.map { SlicedWasserstein.sortedProjection($0, direction) }
            for (i, x) in left.enumerated() {
                for (j, y) in right.enumerated() {
                    sums[i][j] += pf_wasserstein1_sorted(x.count, x, y.count, y)
                }
            }
        }
        return sums.map { $0.map { $0 / Double(directions.count) } }
    }

    /// The projections of a sample onto every direction, each ascending.
    func sortedProjections(_ sample: Matrix) -> [[Float]] {
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
