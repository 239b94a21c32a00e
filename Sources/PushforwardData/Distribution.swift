import PushforwardNumerics
import RealModule

/// A probability distribution on R^d that can be drawn from.
public protocol Distribution: Sendable {
    /// The name by which the catalogue knows it, such as `normal:2`.
    var name: String { get }
    /// Number of coordinates d of each point.
    var dimension: Int { get }
    /// Fills `floats` with points, row after row; its count is a multiple of the dimension.
    func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
}

extension Distribution {
    /// `count` independent points as the rows of a matrix. O(count d)
    public func sample(_ count: Int, using random: inout RandomStream) -> Matrix {
        var matrix = Matrix(rows: count, columns: dimension)
        matrix.values.withUnsafeMutableBufferPointer { fill($0, using: &random) }
        return matrix
    }
}

/// The standard normal distribution N(0, I_d).
public struct StandardNormal: Distribution {
    public let dimension: Int
    public var name: String { "normal:\(dimension)" }

    /// N(0, I) in `dimension` coordinates.
    public init(dimension: Int) { self.dimension = dimension }

    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillNormal(floats)
    }
}

/// The uniform distribution on the cube (0, 1)^d.
public struct UniformCube: Distribution {
    public let dimension: Int
    public var name: String { "uniform:\(dimension)" }

    /// The uniform distribution on the unit cube of `dimension` coordinates.
    public init(dimension: Int) { self.dimension = dimension }

    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillUniform(floats)
    }
}

/// Two interleaved half circles of radius 1 with normal noise of the given standard deviation.
public struct TwoMoons: Distribution {
    public let dimension = 2
    public let name = "two-moons"
    private let noise: Float = 0.1

    /// The moons with noise 0.1: the upper one about (0, 0), the lower one about (1, 0.5).
    public init() {}

    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        let uniforms = random.uniforms(floats.count)
        let normals = random.normals(floats.count)
        for i in 0..<floats.count / 2 {
            let angle = Float.pi * uniforms[2 * i]
            let upper = uniforms[2 * i + 1] < 0.5
            let (cosine, sine) = (Float.cos(angle), Float.sin(angle))
            floats[2 * i] = (upper ? cosine : 1 - cosine) + noise * normals[2 * i]
            floats[2 * i + 1] = (upper ? sine : 0.5 - sine) + noise * normals[2 * i + 1]
        }
    }
}

/// The uniform distribution on the black squares of a 4 x 4 board over (-2, 2)^2.
public struct Checkerboard: Distribution {
    public let dimension = 2
    public let name = "checkerboard"

    /// The board of 8 black unit squares.
    public init() {}

    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillUniform(floats)
        for i in 0..<floats.count / 2 {
            let column = (4 * floats[2 * i]).rounded(.down)
            // Half of the rows are black in each column; the row's parity follows the column's.
            let place = 2 * floats[2 * i + 1]
            let row = 2 * place.rounded(.down) + column.truncatingRemainder(dividingBy: 2)
            floats[2 * i] = 4 * floats[2 * i] - 2
            floats[2 * i + 1] = row + (place - place.rounded(.down)) - 2
        }
    }
}
