import CPushforwardKernels
public import PushforwardNumerics
import RealModule

/// Entropic optimal transport and the Sinkhorn divergence of two samples with equal masses.
///
///     OT(x, y) = min over couplings P of sum P c + epsilon KL(P | a b'),   c = |x - y|^p
///     S(x, y) = OT(x, y) - OT(x, x) / 2 - OT(y, y) / 2 >= 0
///
/// (Feydy, Séjourné, Vialard, Amari, Trouvé and Peyré 2019). Goals, in order: 1 a value whose error is known: the
/// marginal error of the coupling is part of the result; 2 no overflow at any epsilon: potentials stay logarithmic;
/// 3 few iterations: epsilon falls from the square of the diameter by quarters. Costs are computed again in each
/// iteration, so that memory grows with n + m only. O(n m d) an iteration
public struct SinkhornDivergence: Sendable {
    /// Weight of the entropy, in units of the cost |x - y|^p.
    public var epsilon: Double
    /// Exponent p of the cost, 1 or 2.
    public var order: Int
    /// Iterations end where the coupling's marginals are right within this total mass.
    public var tolerance = 1e-9
    /// Maximum number of iterations at the last epsilon.
    public var maximumIterations = 10_000
    /// Threads; results do not depend on them.
    public var threads = 1

    /// A divergence with the cost |x - y|^order.
    public init(epsilon: Double, order: Int = 2) {
        precondition(epsilon > 0 && epsilon.isFinite, "epsilon is positive, not \(epsilon)")
        precondition(order == 1 || order == 2, "the cost's exponent is 1 or 2, not \(order)")
        self.epsilon = epsilon
        self.order = order
    }

    /// A divergence and how exact it is.
    public struct Result: Sendable {
        /// S(x, y); below 0 by no more than rounding and the marginal errors allow.
        public let divergence: Double
        /// OT(x, y), its entropy included.
        public let transport: Double
        /// The largest total mass by which a coupling's marginal is wrong.
        public let marginalError: Double
        /// Iterations of all three problems.
        public let iterations: Int
        /// Whether the marginal error is within the tolerance.
        public let hasConverged: Bool
        /// The derivative of the divergence with respect to each coordinate of x, row after row.
        public let gradient: [Double]?
    }

    /// The divergence of two samples of at least 1 row; with its gradient with respect to the first one's points if asked for.
    public func callAsFunction(_ x: Sample, _ y: Sample, gradient: Bool = false) -> Result {
        precondition(
            x.columns == y.columns && x.rows > 0 && y.rows > 0,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) have no divergence")
        let origin = x.firstRow
        let (p, q) = (SampleColumns(x, minus: origin), SampleColumns(y, minus: origin))
        let ranges = union(x.ranges(), y.ranges())
        let diameter = ranges.reduce(0) {
            $0 + ($1.upperBound - $1.lowerBound) * ($1.upperBound - $1.lowerBound)
        }
        precondition(diameter.isFinite, "points at a squared distance of \(diameter) have no divergence")
        let start = max(epsilon, order == 2 ? diameter : diameter.squareRoot())
        let across = EntropicTransport(self, p, q).solve(from: start)
        let own = EntropicTransport(self, p, p).solveSymmetric(from: start)
        let other = EntropicTransport(self, q, q).solveSymmetric(from: start)
        let errors = [across, own, other].map(\.marginalError)
        let slopes = gradient ? gradients(p, q, across, own) : nil
        return Result(
            divergence: across.value - 0.5 * own.value - 0.5 * other.value, transport: across.value,
            marginalError: errors.max()!, iterations: across.iterations + own.iterations + other.iterations,
            hasConverged: errors.max()! <= tolerance, gradient: slopes)
    }

    /// By the envelope theorem: the derivative of OT(x, y) less that of OT(x, x) / 2, whose points move on both sides.
    private func gradients(
        _ x: SampleColumns, _ y: SampleColumns, _ across: EntropicTransport.Solution,
        _ own: EntropicTransport.Solution
    ) -> [Double] {
        let first = EntropicTransport(self, x, y).costGradient(across)
        let second = EntropicTransport(self, x, x).costGradient(own)
        return zip(first, second).map { $0 - $1 }
    }
}

/// One entropic transport problem: potentials f on x and g on y with
/// f_i = -epsilon log mean_j exp((g_j - c_ij) / epsilon), and likewise g.
struct EntropicTransport: Sendable {
    struct Solution {
        let f: [Double]
        let g: [Double]
        let value: Double
        let marginalError: Double
        let iterations: Int
    }

    private let settings: SinkhornDivergence
    private let x: SampleColumns
    private let y: SampleColumns

    init(_ settings: SinkhornDivergence, _ x: SampleColumns, _ y: SampleColumns) {
        self.settings = settings
        self.x = x
        self.y = y
    }

    /// Alternating updates. After that of g the coupling's columns are right, and the error is that of its rows: the
    /// mean of |exp((f - f') / epsilon) - 1| with the next update f' of f.
    func solve(from start: Double) -> Solution {
        var g = [Double](repeating: 0, count: y.count)
        var f = updated(x, y, g, start)
        var iterations = 0
        for epsilon in schedule(from: start) {
            let isLast = epsilon == settings.epsilon
            for _ in 0..<(isLast ? settings.maximumIterations : 2) {
                g = updated(y, x, f, epsilon)
                let next = updated(x, y, g, epsilon)
                let error = marginalError(f, next, epsilon)
                iterations += 2
                if isLast && error <= settings.tolerance {
                    return Solution(
                        f: f, g: g, value: mean(f) + mean(g), marginalError: error, iterations: iterations)
                }
                f = next
            }
        }
        let next = updated(y, x, f, settings.epsilon)
        return Solution(
            f: f, g: next, value: mean(f) + mean(next),
            marginalError: marginalError(f, updated(x, y, next, settings.epsilon), settings.epsilon),
            iterations: iterations)
    }

    /// x and y are the same points, f = g: the mean of a potential and its update converges in a few steps.
    func solveSymmetric(from start: Double) -> Solution {
        var f = [Double](repeating: 0, count: x.count)
        var (error, iterations) = (Double.infinity, 0)
        for epsilon in schedule(from: start) {
            let isLast = epsilon == settings.epsilon
            for _ in 0..<(isLast ? settings.maximumIterations : 2) {
                let next = updated(x, x, f, epsilon)
                error = marginalError(f, next, epsilon)
                iterations += 1
                if isLast && error <= settings.tolerance { break }
                f = zip(f, next).map { 0.5 * ($0 + $1) }
            }
        }
        // One further update makes the coupling's columns right, as the dual value wants.
        let g = updated(x, x, f, settings.epsilon)
        return Solution(f: f, g: g, value: mean(f) + mean(g), marginalError: error, iterations: iterations)
    }

    /// sum_j P_ij dc(x_i, y_j)/dx_i with P_ij = exp((f_i + g_j - c_ij) / epsilon) / (n m), row after row.
    func costGradient(_ solution: Solution) -> [Double] {
        let (n, m, d) = (x.count, y.count, x.dimension)
        let rows = concurrentResults(n, threads: settings.threads) { i in
            var slope = [Double](repeating: 0, count: d)
            var difference = slope
            for j in 0..<m {
                var square = 0.0
                for c in 0..<d {
                    difference[c] = x.pointer[c * x.stride + i] - y.pointer[c * y.stride + j]
                    square += difference[c] * difference[c]
                }
                let cost = settings.order == 2 ? square : square.squareRoot()
                let mass =
                    Double.exp((solution.f[i] + solution.g[j] - cost) / settings.epsilon)
                    / (Double(n) * Double(m))
                let factor = settings.order == 2 ? 2 * mass : cost > 0 ? mass / cost : 0
                for c in 0..<d { slope[c] += factor * difference[c] }
            }
            return slope
        }
        return rows.flatMap { $0 }
    }

    private func schedule(from start: Double) -> [Double] {
        Array(sequence(first: start) { $0 / 4 }.prefix { $0 > settings.epsilon }) + [settings.epsilon]
    }

    /// -epsilon log mean over the others of exp((h - c) / epsilon).
    private func updated(_ points: SampleColumns, _ others: SampleColumns, _ h: [Double], _ epsilon: Double)
        -> [Double]
    {
        let block = 64
        let shift = Double.log(Double(others.count))
        let heights = h.map { $0 / epsilon } + [Double](repeating: 0, count: padded(h.count) - h.count)
        let blocks = (points.count + block - 1) / block
        let parts = concurrentResults(blocks, threads: settings.threads) { index in
            let first = index * block
            let size = min(block, points.count - first)
            var scratch = AlignedArray<Double>(zeros: padded(others.count))
            var result = [Double](repeating: 0, count: size)
            ProcessorKernels.active.soft_maxima(
                settings.order == 1 ? 1 : 0, 1 / epsilon, points.dimension, size, points.pointer + first,
                points.stride, others.count, others.pointer, others.stride, heights, scratch.mutablePointer,
                &result)
            return result.map { -epsilon * ($0 - shift) }
        }
        return parts.flatMap { $0 }
    }

    private func marginalError(_ f: [Double], _ next: [Double], _ epsilon: Double) -> Double {
        Statistics.mean(zip(f, next).lazy.map { abs(Double.expMinusOne(($0 - $1) / epsilon)) })
    }

    private func mean(_ values: [Double]) -> Double { Statistics.mean(values) }
}
