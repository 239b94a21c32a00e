/// An affine map of each coordinate to a mean of 0 and a deviation of 1, and back.
public struct Standardizing: Sendable, Codable, Equatable {
    /// What is subtracted from each coordinate.
    public let offset: [Float]
    /// What each coordinate is divided by; positive.
    public let scale: [Float]

    /// The map x -> (x - offset) / scale; as many positive scales as offsets.
    public init(offset: [Float], scale: [Float]) {
        precondition(
            offset.count == scale.count && scale.allSatisfy { $0 > 0 && $0.isFinite },
            "\(offset.count) offsets do not go with scales \(scale)")
        self.offset = offset
        self.scale = scale
    }

    /// The map that changes nothing.
    public static func identity(_ dimension: Int) -> Standardizing {
        Standardizing(
            offset: [Float](repeating: 0, count: dimension), scale: [Float](repeating: 1, count: dimension))
    }

    /// Mean and standard deviation of each column of a sample of at least one row; a constant column keeps its scale 1.
    /// O(n d)
    public init(of sample: Matrix) {
        var (offset, scale) = ([Float](), [Float]())
        for c in 0..<sample.columns {
            let values = sample.doubles(c)
            let deviation = sample.rows > 1 ? Float(Statistics.standardDeviation(values)) : 0
            offset.append(Float(Statistics.mean(values)))
            scale.append(deviation > 0 && deviation.isFinite ? deviation : 1)
        }
        self.init(offset: offset, scale: scale)
    }

    /// This map with (x - offset) / scale, the same for every coordinate, after it; `scale` is positive.
    package func followed(byOffset offset: Double, scale factor: Double) -> Standardizing {
        guard offset != 0 || factor != 1 else { return self }
        return Standardizing(
            offset: zip(self.offset, scale).map { $0 + Float(offset) * $1 },
            scale: scale.map { $0 * Float(factor) })
    }

    /// Number of coordinates.
    public var dimension: Int { offset.count }

    /// Whether it changes nothing.
    public var isIdentity: Bool { offset.allSatisfy { $0 == 0 } && scale.allSatisfy { $0 == 1 } }

    /// (x - offset) / scale, in place, row after row. O(numbers)
    public func apply(_ points: UnsafeMutableBufferPointer<Float>) {
        inBlocks(points) { $0.apply(UnsafePointer($1), rows: $2, to: $1) }
    }

    /// scale x + offset, in place, row after row. O(numbers)
    public func invert(_ points: UnsafeMutableBufferPointer<Float>) {
        inBlocks(points) { $0.invert($1, rows: $2) }
    }

    private func inBlocks(
        _ points: UnsafeMutableBufferPointer<Float>,
        _ body: (BlockStandardizing, UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        guard !isIdentity, let start = points.baseAddress else { return }
        let (rows, block) = (points.count / dimension, BlockStandardizing(self, rows: 64))
        for row in stride(from: 0, to: rows, by: 64) {
            body(block, start + row * dimension, min(64, rows - row))
        }
    }

    /// The standardized points. O(n d)
    public func callAsFunction(_ points: Matrix) -> Matrix { changed(points) { apply($0) } }

    /// The points whose standardized ones are given. O(n d)
    public func inverse(_ points: Matrix) -> Matrix { changed(points) { invert($0) } }

    private func changed(_ points: Matrix, _ change: (UnsafeMutableBufferPointer<Float>) -> Void) -> Matrix {
        precondition(
            points.columns == dimension,
            "points of \(points.columns) coordinates do not have \(dimension) scales")
        var result = points
        result.values.withUnsafeMutableBufferPointer { change($0) }
        return result
    }
}
