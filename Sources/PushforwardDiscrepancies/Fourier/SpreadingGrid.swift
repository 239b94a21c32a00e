import CPushforwardKernels
package import PushforwardNumerics
import RealModule

/// A grid onto which points in 1 to 3 dimensions are spread, so that Gaussian-kernel sums over pairs become Fourier
/// sums over the grid: the first half of a nonuniform Fourier transform of type 1.
///
/// The grid is fine enough for the narrowest bandwidth and serves every wider one. It holds sums over points, so
/// that the grids of parts of a sample add. Goals, in order: 1 kernel values exact to the tolerance (FINUFFT's rule:
/// window of width log10(10 / tolerance) + 1, Barnett, Magland and af Klinteberg 2019); 2 one pass over the points
/// for all bandwidths; 3 memory that does not depend on the number of points.
///
/// Where a grid over the data's whole extent would have more than `cellLimit` cells, or 2,048 lines per coordinate,
/// coordinates are taken modulo a period: the kernel becomes its periodic continuation, which is positive definite too.
package struct SpreadingGrid: Sendable {
    /// Number of coordinates d, 1 to 3.
    package let dimension: Int
    /// Tolerance of kernel values.
    package let tolerance: Double
    /// The narrowest bandwidth r that the grid serves.
    package let narrowest: Double
    /// Whether coordinates are taken modulo a period.
    package let isPeriodic: Bool
    /// Grid lines of each coordinate; the last is padded for the kernels.
    package let lines: [Int]
    package let ranges: [ClosedRange<Double>]
    package let spacing: Double
    package let window: SpreadingWindow
    package let periods: [Double]

    /// Maximum number of lines of a coordinate: matrices of lines by frequencies lead from the grid to the features.
    private static let mostLines = 2_048

    /// What makes sums of the weights of up to a number of points the same in any order.
    package let rounding: ReproducibleRounding

    /// A grid for points within the given ranges of each coordinate.
    ///
    /// - Parameters:
    ///   - r: The narrowest bandwidth.
    ///   - ranges: The minimum and maximum value of each coordinate.
    ///   - tolerance: Tolerance of kernel values.
    ///   - cellLimit: Most cells.
    ///   - capacity: Where given, the sums of up to this many points are the same bits in any order: by threads, by parts of
    ///     a sample, by machines. Weights, which are at most 1, are then rounded to 2^-52 times this number.
    package init(
        narrowest r: Double, ranges: [ClosedRange<Double>], tolerance: Double, cellLimit: Int,
        capacity: Int? = nil
    ) {
        precondition((1...3).contains(ranges.count), "grids have 1 to 3 coordinates, not \(ranges.count)")
        precondition(r > 0 && tolerance > 0 && tolerance < 1, "bandwidth \(r) and tolerance \(tolerance)")
        dimension = ranges.count
        narrowest = r
        self.tolerance = tolerance
        self.ranges = ranges
        let window = SpreadingWindow(tolerance: tolerance)
        let spacing = Double.pi * r.squareRoot() / (4 * GaussianQuadrature.cutOff(tolerance))
        let side = Int(Double.pow(Double(cellLimit), 1 / Double(ranges.count))) - window.vectorWidth
        let room = max(2 * window.width, min(side, SpreadingGrid.mostLines))
        let steps = ranges.map { ($0.upperBound - $0.lowerBound) / spacing }
        let cells = steps.reduce(1) { $0 * ($1 + Double(2 * window.width)) }
        let folds = cells > Double(cellLimit) || steps.contains { $0 > Double(SpreadingGrid.mostLines) }
        periods = steps.map { folds && $0 > Double(room) ? Double(room) * spacing : 0 }
        lines = steps.enumerated().map { c, count in
            let used = Int(min(count, folds ? Double(room) : count).rounded(.up)) + window.width + 2
            return c == ranges.count - 1 ? padded(used + window.vectorWidth) : used
        }
        isPeriodic = folds
        // Weights may be slightly above 1, which the factor 2 of the bound has room for.
        rounding = capacity.map { ReproducibleRounding(sumsUpTo: Double(max(1, $0))) } ?? .none
        self.window = window
        self.spacing = spacing
    }

    /// Number of doubles of one grid.
    package var cellCount: Int { lines.reduce(1, *) }

    /// Adds `count` points, coordinate c of point i at `points[c * stride + i]`, to a grid. O(count width^d)
    package func spread(
        _ points: UnsafePointer<Double>, count: Int, stride: Int, into grid: UnsafeMutablePointer<Double>
    ) {
        window.coefficients.withUnsafeBufferPointer { coefficients in
            var spreading = pf_spreading(
                origin: (0, 0, 0), density: (0, 0, 0), period: (0, 0, 0), margin: margin, stride: (1, 1),
                width: Int32(window.width), degree: Int32(window.degree),
                rounding: rounding.shift, coefficients: coefficients.baseAddress!)
            func fill(_ place: WritableKeyPath<pf_spreading, (Double, Double, Double)>, _ values: [Double]) {
                spreading[keyPath: place].0 = values[0]
                if values.count > 1 { spreading[keyPath: place].1 = values[1] }
                if values.count > 2 { spreading[keyPath: place].2 = values[2] }
            }
            fill(\.origin, ranges.map { $0.lowerBound - margin * spacing })
            fill(\.density, ranges.map { _ in 1 / spacing })
            fill(\.period, periods)
            if dimension == 2 { spreading.stride = (lines[1], 1) }
            if dimension == 3 { spreading.stride = (lines[1] * lines[2], lines[2]) }
            ProcessorKernels.active.spread(&spreading, dimension, count, points, stride, grid)
        }
    }

    /// Grid steps between the first line and the lowest point.
    package var margin: Double { 0.5 * Double(window.width) }

    /// Place of line `line` of a coordinate, relative to the lowest point.
    package func place(_ line: Int) -> Double { (Double(line) - margin) * spacing }
}

/// The window exp(beta (sqrt(1 - z^2) - 1)) of a spreading grid: its piecewise polynomials and Fourier transform.
package struct SpreadingWindow: Sendable {
    /// Grid lines that a point reaches.
    package let width: Int
    /// Degree of the polynomials, one a line.
    package let degree: Int
    /// Coefficients [degree + 1][vectorWidth], constant first.
    package let coefficients: [Double]
    /// Width of a row of coefficients.
    package var vectorWidth: Int { width <= 8 ? 8 : 16 }
    /// cos(t) and exp(beta (sin t - 1)) sin(t) at the nodes 0 < t < pi / 2 of the transform's quadrature.
    private let nodes: [(cosine: Double, weight: Double)]
    private static let nodeCount = 200

    package init(tolerance: Double) {
        let width = min(16, max(4, Int(Double.log10(10 / tolerance).rounded(.up)) + 1))
        let beta = 2.3 * Double(width)
        let row = width <= 8 ? 8 : 16
        degree = width + 3
        var coefficients = [Double](repeating: 0, count: (degree + 1) * row)
        for line in 0..<width {
            let powers = chebyshevInterpolant(degree: degree) { u in
                let z = ((u + 1) / 2 + Double(line)) * 2 / Double(width) - 1
                return Double.exp(beta * (max(0, 1 - z * z).squareRoot() - 1))
            }
            for (power, value) in powers.enumerated() { coefficients[power * row + line] = value }
        }
        self.coefficients = coefficients
        self.width = width
        nodes = (1...SpreadingWindow.nodeCount).map { node in
            let t = 0.5 * Double.pi * Double(node) / Double(SpreadingWindow.nodeCount)
            let isMiddle = node == SpreadingWindow.nodeCount
            let weight = Double.exp(beta * (Double.sin(t) - 1)) * Double.sin(t) * (isMiddle ? 1 : 2)
            return (isMiddle ? 0 : Double.cos(t), weight)
        }
    }

    /// (width / 2) times the integral of window(z) cos(phase z width / 2) over (-1, 1): what spreading a point
    /// multiplies a frequency by, `phase` being the frequency times the grid's spacing. The substitution z = cos t
    /// makes the integrand smooth up to exp(-beta) at the ends.
    package func transform(phase: Double) -> Double {
        let half = 0.5 * Double(width)
        let sum = nodes.reduce(0.0) { $0 + $1.weight * Double.cos(phase * half * $1.cosine) }
        return half * sum * .pi / Double(2 * SpreadingWindow.nodeCount)
    }
}

/// The coefficients, constant first, of the polynomial that equals a function on (-1, 1) at Chebyshev's nodes.
package func chebyshevInterpolant(degree: Int, _ function: (Double) -> Double) -> [Double] {
    let count = degree + 1
    let angles = (0..<count).map { Double.pi * (Double($0) + 0.5) / Double(count) }
    let values = angles.map { function(Double.cos($0)) }
    var powers = [Double](repeating: 0, count: count)
    var previous = [Double](repeating: 0, count: count)
    var current = previous
    previous[0] = 1
    current[1] = 1
    for order in 0..<count {
        let sum = zip(angles, values).reduce(0) { $0 + $1.1 * Double.cos(Double(order) * $1.0) }
        let coefficient = sum * (order == 0 ? 1 : 2) / Double(count)
        for power in 0..<count { powers[power] += coefficient * (order == 0 ? previous : current)[power] }
        guard order > 0, order < degree else { continue }
        let shifted = [0] + current.dropLast()
        let following = zip(shifted, previous).map { 2 * $0 - $1 }
        previous = current
        current = following
    }
    return powers
}
