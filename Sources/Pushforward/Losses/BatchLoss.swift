import PushforwardDiscrepancies
public import PushforwardNumerics

/// A custom loss: how far a batch of a map's outputs is from a batch of the target.
///
/// A fit takes it in place of its plan's distance; see ``Fit/trainNetwork(minimizing:from:observe:)``.
public protocol BatchLoss {
    /// The loss of a batch and its derivative with respect to each coordinate of each output.
    ///
    /// - Parameters:
    ///   - outputs: n x d, what the map gives for a batch of source points.
    ///   - target: n x d, independent points of the target.
    /// - Returns: The value, and an n x d matrix of its derivatives with respect to the outputs.
    mutating func evaluate(outputs: Matrix, target: Matrix) -> (value: Double, gradient: Matrix)
}

/// A custom loss as a distance of plans.
struct CustomDistance: BatchDistance {
    var loss: any BatchLoss
    let dimension: Int

    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows?
    ) -> Double {
        var points = Matrix(rows: count, columns: dimension)
        var goals = points
        for i in 0..<count {
            for c in 0..<dimension {
                points[i, c] = outputs[i * stride + c]
                goals[i, c] = target![i * dimension + c]
            }
        }
        let (value, gradient) = loss.evaluate(outputs: points, target: goals)
        precondition(
            gradient.rows == count && gradient.columns == dimension,
            "a gradient of \(gradient.rows) x \(gradient.columns) does not fit \(count) x \(dimension) outputs"
        )
        if let delta {
            delta.update(repeating: 0, count: count * stride)
            for i in 0..<count {
                for c in 0..<dimension { delta[i * stride + c] = gradient[i, c] }
            }
        }
        return value
    }
}
