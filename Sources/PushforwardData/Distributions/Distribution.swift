public import PushforwardNumerics
import RealModule

/// A probability distribution on R^d that can be drawn from.
public protocol Distribution: Sendable {
    /// The name in the catalogue, such as `normal:2`.
    var name: String { get }
    /// Number of coordinates d of each point.
    var dimension: Int { get }
    /// Fills `floats` with independent points, row after row; its count is a multiple of the dimension. O(n d)
    func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    /// Fills `floats` with points that together follow the distribution more closely than independent ones, each point
    /// by itself exactly; with independent ones if the distribution has no such method. O(n d)
    func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    /// The law of each coordinate, if all are independent and have the same one; else `nil`.
    var marginal: Marginal? { get }
    /// Number of different points, if the distribution is a sample; else `nil`.
    var size: Int? { get }
}

/// The one-dimensional law that all coordinates of a distribution follow independently.
public enum Marginal: Sendable {
    /// N(0, 1)
    case normal
    /// The uniform law on (0, 1)
    case uniform

    /// The law's distribution function.
    public func distribution(_ x: Double) -> Double {
        switch self {
        case .normal: NormalDistribution.distribution(x)
        case .uniform: min(max(x, 0), 1)
        }
    }

    /// The law's quantile function, 0 < p < 1.
    public func quantile(_ p: Double) -> Double {
        switch self {
        case .normal: NormalDistribution.quantile(p)
        case .uniform: p
        }
    }
}

extension Distribution {
    /// The law of every coordinate.
    public var marginal: Marginal? { nil }

    /// No limit.
    public var size: Int? { nil }

    /// A randomly shifted lattice mapped by the marginal's quantiles; independent points where the law of the
    /// coordinates is unknown or there are more than 2 of them. O(count d)
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        guard let marginal, dimension <= 2 else { return fill(floats, using: &random) }
        RandomLattice.fill(floats, dimension: dimension, using: &random)
        if case .normal = marginal { NormalDistribution.applyQuantile(floats) }
    }

    /// `count` points of ``fillQuasiRandom(_:using:)`` as the rows of a matrix. O(count d)
    public func quasiRandomSample(_ count: Int, using random: inout RandomStream) -> Matrix {
        var matrix = Matrix(rows: count, columns: dimension)
        matrix.values.withUnsafeMutableBufferPointer { fillQuasiRandom($0, using: &random) }
        return matrix
    }

    /// `count` independent points as the rows of a matrix. O(count d)
    public func sample(_ count: Int, using random: inout RandomStream) -> Matrix {
        var matrix = Matrix(rows: count, columns: dimension)
        matrix.values.withUnsafeMutableBufferPointer { fill($0, using: &random) }
        return matrix
    }
}

/// The standard normal distribution N(0, I_d).
public struct StandardNormal: Distribution {
    /// Number of coordinates of each point.
    public let dimension: Int
    /// The catalogue's name, or a description.
    public var name: String { "normal:\(dimension)" }
    /// The law of every coordinate.
    public var marginal: Marginal? { .normal }

    /// N(0, I) in `dimension` coordinates.
    public init(dimension: Int) { self.dimension = dimension }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillNormal(floats)
    }
}

/// The uniform distribution on the cube (0, 1)^d.
public struct UniformCube: Distribution {
    /// Number of coordinates of each point.
    public let dimension: Int
    /// The catalogue's name, or a description.
    public var name: String { "uniform:\(dimension)" }
    /// The law of every coordinate.
    public var marginal: Marginal? { .uniform }

    /// The uniform distribution on the unit cube of `dimension` coordinates.
    public init(dimension: Int) { self.dimension = dimension }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        random.fillUniform(floats)
    }
}
