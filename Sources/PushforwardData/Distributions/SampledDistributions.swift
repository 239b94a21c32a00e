public import PushforwardNumerics

/// Draws rows of a given sample with replacement.
public struct EmpiricalDistribution: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    private let points: Matrix
    /// Number of coordinates of each point.
    public var dimension: Int { points.columns }
    /// Number of rows.
    public var size: Int? { points.rows }

    /// The distribution that gives each row of `points` the same probability; at least one row.
    public init(_ points: Matrix, name: String) {
        precondition(points.rows > 0, "a sample of \(points.rows) rows has no distribution")
        self.points = points
        self.name = name
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        for i in 0..<floats.count / dimension {
            let row = random.integer(below: points.rows)
            for c in 0..<dimension { floats[i * dimension + c] = points[row, c] }
        }
    }

    /// Every row in turn.
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        for i in 0..<floats.count / dimension {
            for c in 0..<dimension { floats[i * dimension + c] = points[i % points.rows, c] }
        }
    }
}

/// The image f#P of a distribution P under a map f.
public struct PushedDistribution: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    /// Number of coordinates of each point.
    public let dimension: Int
    private let base: any Distribution
    private let map: @Sendable (Matrix) -> Matrix

    /// The image of a distribution under a map.
    ///
    /// - Parameters:
    ///   - base: The distribution P.
    ///   - name: The name of the image f#P.
    ///   - dimension: Coordinates that the map gives.
    ///   - map: The map f, from n points to n images.
    public init(
        _ base: any Distribution, name: String, dimension: Int, map: @escaping @Sendable (Matrix) -> Matrix
    ) {
        self.base = base
        self.name = name
        self.dimension = dimension
        self.map = map
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        _ = floats.update(fromContentsOf: map(base.sample(floats.count / dimension, using: &random)).values)
    }
}
