import PushforwardNumerics
import RealModule

/// The directions of slices: unit vectors onto which samples are projected, the same for every sliced distance and test.
///
/// On the line there is one. In the plane they are equally spaced over the half circle, at the angles
/// pi (k + 1/2) / count: the midpoint rule, which converges fast for the smooth function of period pi that a distance of
/// projections is as a rule. Half a step keeps off the axes, along which distances of boxes, grids and single points have
/// kinks: their error is then half of that of angles pi k / count. Above two coordinates they are normal vectors of length
/// 1 from a stream of the seed.
///
/// - Parameters:
///   - dimension: Number of coordinates, at least 1.
///   - count: Number of directions, at least 1.
///   - seed: Of directions above two coordinates.
package func sliceDirections(dimension: Int, count: Int, seed: UInt64 = 0) -> [[Double]] {
    precondition(
        dimension >= 1 && count >= 1, "\(count) directions in \(dimension) coordinates; at least 1 of each")
    switch dimension {
    case 1: return [[1]]
    case 2:
        return (0..<count).map {
            let angle = Double.pi * (Double($0) + 0.5) / Double(count)
            return [Double.cos(angle), Double.sin(angle)]
        }
    default:
        var random = RandomStream(seed: seed, purpose: "sliced directions")
        return (0..<count).map { _ in
            let vector = random.normals(dimension).map(Double.init)
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }
}
