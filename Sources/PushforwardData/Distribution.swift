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
    /// Fills `floats` with points each of which follows the distribution and that together follow it more closely
    /// than independent ones, where the distribution knows how; independent ones elsewhere.
    func fillEvenly(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    /// Where coordinates are independent with one law: its distribution function. `nil` elsewhere.
    var marginal: Marginal? { get }
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

    /// A randomly shifted lattice mapped by the marginal's quantiles; independent points where the law of the
    /// coordinates is unknown or there are more than 2 of them. O(count d)
    public func fillEvenly(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        guard let marginal, dimension <= 2 else { return fill(floats, using: &random) }
        RandomLattice.fill(floats, dimension: dimension, using: &random)
        if case .normal = marginal { NormalDistribution.applyQuantile(floats) }
    }

    /// `count` points as by ``fillEvenly(_:using:)``.
    public func evenSample(_ count: Int, using random: inout RandomStream) -> Matrix {
        var matrix = Matrix(rows: count, columns: dimension)
        matrix.values.withUnsafeMutableBufferPointer { fillEvenly($0, using: &random) }
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

/// Two interleaved half circles of radius 1 with normal noise of the given standard deviation.
public struct TwoMoons: Distribution {
    /// Number of coordinates of each point.
    public let dimension = 2
    /// The catalogue's name, or a description.
    public let name = "two-moons"
    private let noise: Float = 0.1

    /// The moons with noise 0.1: the upper one about (0, 0), the lower one about (1, 0.5).
    public init() {}

    /// Fills `floats` with independent points, row after row.
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
    /// Number of coordinates of each point.
    public let dimension = 2
    /// The catalogue's name, or a description.
    public let name = "checkerboard"

    /// The board of 8 black unit squares.
    public init() {}

    /// Fills `floats` with independent points, row after row.
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

/// Draws rows of a given sample with replacement.
public struct EmpiricalDistribution: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    private let points: Matrix
    /// Number of coordinates of each point.
    public var dimension: Int { points.columns }

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
    public func fillEvenly(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
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

    /// The image of `base` under a map into `dimension` coordinates.
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
