/// Points as columns: coordinate c of point i is `pointer[c * stride + i]`, the layout of the pair kernels.
///
/// The capacity is fixed when it is made, so a training step fills it again without allocating.
public struct PointColumns: Sendable {
    /// Number of coordinates d.
    public let dimension: Int
    /// Number of points held.
    public private(set) var count: Int
    /// Distance between two coordinates of one point; at least the capacity, padded for the kernels.
    public let stride: Int
    private var storage: AlignedArray<Float>

    /// Room for `capacity` points, none held.
    public init(capacity: Int, dimension: Int) {
        self.dimension = dimension
        count = 0
        stride = padded(max(capacity, 1))
        storage = AlignedArray<Float>(zeros: stride * dimension)
    }

    /// The rows of a matrix. O(n d)
    public init(_ matrix: Matrix) {
        self.init(capacity: matrix.rows, dimension: matrix.columns)
        matrix.values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return }
            fill(from: start, count: matrix.rows, stride: matrix.columns)
        }
    }

    /// The coordinates, for reading; valid while this value lives.
    public var pointer: UnsafePointer<Float> { storage.pointer }

    /// Replaces the points by `count` rows; see ``append(from:count:stride:)``. O(n d)
    ///
    /// - Parameters:
    ///   - rows: The first coordinate of the first row.
    ///   - count: Number of rows, at most the capacity.
    ///   - rowStride: Floats from one row to the next.
    public mutating func fill(from rows: UnsafePointer<Float>, count: Int, stride rowStride: Int) {
        self.count = 0
        append(from: rows, count: count, stride: rowStride)
    }

    /// Adds rows after the points held. O(n d)
    ///
    /// - Parameters:
    ///   - rows: The first coordinate of the first row.
    ///   - added: Number of rows; with the points held at most the capacity.
    ///   - rowStride: Floats from one row to the next.
    public mutating func append(from rows: UnsafePointer<Float>, count added: Int, stride rowStride: Int) {
        precondition(count + added <= stride, "\(count) + \(added) points exceed the room for \(stride)")
        let target = storage.mutablePointer
        for c in 0..<dimension {
            for i in 0..<added { target[c * stride + count + i] = rows[i * rowStride + c] }
        }
        count += added
    }
}

extension PointColumns {
    /// Replaces the points by those of another set. O(n d)
    public mutating func fill(from other: PointColumns) {
        count = 0
        append(from: other)
    }

    /// Adds the points of another set after the points held. O(n d)
    public mutating func append(from other: PointColumns) {
        precondition(
            count + other.count <= stride && dimension == other.dimension,
            "\(count) + \(other.count) points of \(dimension) and \(other.dimension) coordinates do not fit \(stride)"
        )
        let target = storage.mutablePointer
        for c in 0..<dimension {
            (target + c * stride + count).update(from: other.pointer + c * other.stride, count: other.count)
        }
        count += other.count
    }
}
