import PushforwardData
import PushforwardNetworks
public import PushforwardNumerics

/// A map of points to points: a model from a file, or one in closed form.
public enum PointMap: Sendable {
    /// A network with its standardizings.
    case model(Model)
    /// Each coordinate of a standard normal point to (0, 1) by the distribution function Phi.
    case normalToUniform(dimension: Int)
    /// Each coordinate of (0, 1) to a standard normal one by Phi's inverse.
    case uniformToNormal(dimension: Int)
    /// x to matrix x + shift, the matrix row after row.
    case affine(matrix: [Double], shift: [Double])

    /// Names of the maps in closed form, `normal-to-uniform:d` and `uniform-to-normal:d`, or the path of a model.
    ///
    /// - Throws: `ReadingError` where the file holds no map.
    public init(named name: String) throws {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let dimension = Int(parts[1]), (1...1_000).contains(dimension) {
            switch parts[0] {
            case "normal-to-uniform":
                self = .normalToUniform(dimension: dimension)
                return
            case "uniform-to-normal":
                self = .uniformToNormal(dimension: dimension)
                return
            default: break
            }
        }
        self = .model(try Model(contentsOf: name))
    }

    /// Number of coordinates of the points it takes.
    public var inputs: Int {
        switch self {
        case .model(let model): model.network.shape.inputs
        case .normalToUniform(let dimension), .uniformToNormal(let dimension): dimension
        case .affine(let matrix, let shift): matrix.count / shift.count
        }
    }

    /// Number of coordinates of the points it gives.
    public var outputs: Int {
        switch self {
        case .model(let model): model.network.shape.outputs
        case .normalToUniform(let dimension), .uniformToNormal(let dimension): dimension
        case .affine(_, let shift): shift.count
        }
    }

    /// The images of points, n x inputs to n x outputs. O(n parameters)
    public func callAsFunction(_ points: Matrix) -> Matrix {
        precondition(
            points.columns == inputs, "points of \(points.columns) coordinates do not fit a map of \(inputs)")
        switch self {
        case .model(let model): return model(points)
        case .normalToUniform: return mapped(points, NormalDistribution.distribution)
        case .uniformToNormal:
            // The ends of the interval, which single precision can reach, have finite images this way.
            return mapped(points) { NormalDistribution.quantile(min(max($0, 0x1p-149), 1 - 0x1p-53)) }
        case .affine(let matrix, let shift):
            var result = Matrix(rows: points.rows, columns: outputs)
            for row in 0..<points.rows {
                for o in shift.indices {
                    let sum = (0..<inputs).reduce(shift[o]) {
                        $0 + matrix[o * inputs + $1] * Double(points[row, $1])
                    }
                    result[row, o] = Float(sum)
                }
            }
            return result
        }
    }

    private func mapped(_ points: Matrix, _ function: (Double) -> Double) -> Matrix {
        Matrix(
            rows: points.rows, columns: points.columns,
            values: points.values.map { Float(function(Double($0))) })
    }

    /// The exact inverse: of the maps in closed form, and of networks that are affine and invertible; `nil` elsewhere.
    public var inverse: PointMap? {
        switch self {
        case .normalToUniform(let dimension): return .uniformToNormal(dimension: dimension)
        case .uniformToNormal(let dimension): return .normalToUniform(dimension: dimension)
        case .affine(let matrix, let shift):
            guard let inverse = PointMap.inverse(of: matrix, count: shift.count) else { return nil }
            let d = shift.count
            let back = (0..<d).map { i in (0..<d).reduce(0.0) { $0 - inverse[i * d + $1] * shift[$1] } }
            return .affine(matrix: inverse, shift: back)
        case .model(let model): return model.affine?.inverse
        }
    }

    /// By Gauss and Jordan with pivots; `nil` where the matrix is not square or singular. O(d^3)
    private static func inverse(of matrix: [Double], count d: Int) -> [Double]? {
        guard matrix.count == d * d else { return nil }
        var left = (0..<d).map { Array(matrix[$0 * d..<($0 + 1) * d]) }
        var right = (0..<d).map { i in (0..<d).map { $0 == i ? 1.0 : 0.0 } }
        for c in 0..<d {
            let pivot = (c..<d).max { abs(left[$0][c]) < abs(left[$1][c]) }!
            let largest = left[pivot].reduce(0) { max($0, abs($1)) }
            guard abs(left[pivot][c]) > 1e-12 * largest else { return nil }
            left.swapAt(c, pivot)
            right.swapAt(c, pivot)
            let scale = 1 / left[c][c]
            for k in 0..<d {
                left[c][k] *= scale
                right[c][k] *= scale
            }
            for i in 0..<d where i != c {
                let factor = left[i][c]
                for k in 0..<d {
                    left[i][k] -= factor * left[c][k]
                    right[i][k] -= factor * right[c][k]
                }
            }
        }
        return right.flatMap { $0 }
    }
}

extension Model {
    /// The map as x to matrix x + shift where all its activations are the identity; `nil` elsewhere.
    var affine: PointMap? {
        let shape = network.shape
        guard shape.output == .identity, shape.layerCount == 1 || shape.hidden == .identity else {
            return nil
        }
        func image(_ point: [Double]) -> [Double] {
            var values = point.enumerated().map { c, x in
                (x - Double(input.offset[c])) / Double(input.scale[c])
            }
            for index in 0..<shape.layerCount {
                let (weights, biases) = (network.weights(ofLayer: index), network.biases(ofLayer: index))
                values = biases.indices.map { o in
                    values.indices.reduce(Double(biases[o])) {
                        $0 + Double(weights[o * values.count + $1]) * values[$1]
                    }
                }
            }
            return values.enumerated().map { $1 * Double(output.scale[$0]) + Double(output.offset[$0]) }
        }
        let origin = [Double](repeating: 0, count: shape.inputs)
        let shift = image(origin)
        var matrix = [Double](repeating: 0, count: shape.inputs * shape.outputs)
        for c in 0..<shape.inputs {
            var unit = origin
            unit[c] = 1
            for (o, value) in image(unit).enumerated() { matrix[o * shape.inputs + c] = value - shift[o] }
        }
        return .affine(matrix: matrix, shift: shift)
    }
}
