import CPushforwardKernels
import RealModule
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics

/// Kernels in double precision, the reference of every test here.
func referenceKernel(_ kernel: Kernel, _ x: [Double], _ y: [Double], _ r: Double) -> Double {
    let q = zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return switch kernel.family {
    case .gaussian:
        zip(kernel.multiples, kernel.weights).reduce(0) { $0 + $1.1 * Double.exp(-q / ($1.0 * r)) }
    case .laplace: Double.exp(-(q / r).squareRoot())
    case .productLaplace: Double.exp(-zip(x, y).reduce(0) { $0 + abs($1.0 - $1.1) } / r.squareRoot())
    case .inverseMultiquadric: 1 / (1 + q / r).squareRoot()
    case .rationalQuadratic: Double.pow(1 + q / (kernel.shape * r), -kernel.shape)
    case .energy: -q.squareRoot()
    }
}

func referenceMMD(_ x: [[Double]], _ y: [[Double]], _ kernel: Kernel, _ r: Double, _ estimator: Estimator)
    -> Double
{
    func mean(_ a: [[Double]], _ b: [[Double]], same: Bool) -> Double {
        var sum = 0.0
        for (i, p) in a.enumerated() {
            for (j, q) in b.enumerated() where !(same && estimator == .unbiased && i == j) {
                sum += referenceKernel(kernel, p, q, r)
            }
        }
        return sum / Double(a.count * (same && estimator == .unbiased ? b.count - 1 : b.count))
    }
    return mean(x, x, same: true) + mean(y, y, same: true) - 2 * mean(x, y, same: false)
}

struct SquaredMMDTests {
    static let kernels: [Kernel] = [
        .gaussian, .gaussianMixture(multiples: [4, 1, 0.25], weights: [0.2, 0.5, 0.3]), .laplace,
        .productLaplace, .inverseMultiquadric, .rationalQuadratic(shape: 0.7), .energy,
    ]

    private func samples(_ d: Int) -> (x: Matrix, y: Matrix) {
        var random = RandomStream(seed: 31)
        let x = Matrix(rows: 21, columns: d, values: random.normals(21 * d))
        let y = Matrix(rows: 13, columns: d, values: random.uniforms(13 * d))
        return (x, y)
    }

    private func lists(_ m: Matrix) -> [[Double]] {
        (0..<m.rows).map { i in (0..<m.columns).map { Double(m[i, $0]) } }
    }

    @Test(arguments: kernels, [1, 2, 3, 5])
    func valueAndGradient(kernel: Kernel, d: Int) {
        let (x, y) = samples(d)
        for estimator in Estimator.allCases {
            var mmd = PairwiseMMDLoss(
                kernel: kernel, bandwidth: .fixed(0.8), estimator: estimator, capacity: 40, dimension: d)
            var delta = [Float](repeating: .nan, count: 21 * 16)
            let value = delta.withUnsafeMutableBufferPointer {
                mmd.evaluate(PointColumns(x), PointColumns(y), delta: ($0.baseAddress!, 16)).value
            }
            let exact = referenceMMD(lists(x), lists(y), kernel, 0.8, estimator)
            #expect(abs(value - exact) < 2e-6)
            for (i, c) in [(0, 0), (20, d - 1), (7, 0)] {
                var plus = lists(x)
                var minus = plus
                plus[i][c] += 1e-5
                minus[i][c] -= 1e-5
                let difference =
                    (referenceMMD(plus, lists(y), kernel, 0.8, estimator)
                        - referenceMMD(minus, lists(y), kernel, 0.8, estimator)) / 2e-5
                #expect(abs(Double(delta[i * 16 + c]) - difference) < 1e-6, "point \(i), coordinate \(c)")
            }
        }
    }

    /// Population values (closed forms); U-statistics of 4,000 points, 5 standard errors of about 0.0065 sqrt(value).
    @Test(arguments: [(1.0, 0.403222719105), (0.25, 0.296082438634), (2.0, 0.336561832720)])
    func normalAgainstUniformSquare(r: Double, exact: Double) {
        var random = RandomStream(seed: 32)
        let x = Matrix(rows: 4000, columns: 2, values: random.normals(8000))
        let y = Matrix(rows: 4000, columns: 2, values: random.uniforms(8000))
        #expect(abs(squaredMMD(x, y, bandwidth: .fixed(r)) - exact) < 0.03)
    }

    @Test func closedFormsOfPoints() {
        #expect(abs(PointMass.squaredMMD(toUniformAt: [0.5, 0.5], bandwidth: 0.2629) - 0.2741) < 1e-4)
        #expect(abs(PointMass.squaredMMD(toNormalAt: [0, 0], bandwidth: 2.7817) - 0.2467) < 1e-4)
    }

    @Test func medianHeuristicIsTheMedianOfAllPairs() {
        let (x, y) = samples(2)
        let pooled = lists(x) + lists(y)
        var distances: [Double] = []
        for i in pooled.indices {
            for j in i + 1..<pooled.count {
                distances.append(zip(pooled[i], pooled[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
            }
        }
        #expect(abs(medianHeuristic(of: x, and: y) - Statistics.median(distances)) < 1e-6)
    }

    @Test func equalPointsHaveABandwidth() {
        let same = Matrix(rows: 10, columns: 2, values: [Float](repeating: 3, count: 20))
        #expect(medianHeuristic(of: same, and: same) == 1)
        #expect(squaredMMD(same, same) == 0)
    }

    @Test func farOffsetsLoseNothing() {
        let (x, y) = samples(2)
        let shift: Float = 1024
        func moved(_ m: Matrix) -> Matrix {
            Matrix(rows: m.rows, columns: 2, values: m.values.map { $0 + shift })
        }
        let near = squaredMMD(moved(x), moved(y), bandwidth: .fixed(0.8))
        // Moving rounds the coordinates to 2^-13; differences are formed directly, so nothing else is lost.
        #expect(abs(near - squaredMMD(x, y, bandwidth: .fixed(0.8))) < 1e-3)
    }
}

struct ManyPointsMedianTests {
    /// Beyond 5,793 points only distances near the median are stored: the result is that of all of them, also with many
    /// equal points.
    @Test(arguments: [0, 4])
    func theMedianIsThatOfAllDistances(ties: Int) {
        var random = RandomStream(seed: 5)
        let n = 5_800
        var values = random.normals(2 * n)
        if ties > 0 { for i in values.indices { values[i] = (values[i] / 2).rounded() } }
        let points = PointColumns(Matrix(rows: n, columns: 2, values: values))
        var all = [Float](repeating: 0, count: n * (n - 1) / 2 + 16)
        ProcessorKernels.active.squared_distances(2, n, points.pointer, points.stride, &all)
        all.removeLast(16)
        all.sort()
        let (lower, upper) = (all[(all.count - 1) / 2], all[all.count / 2])
        var heuristic = MedianHeuristic(capacity: n)
        #expect(heuristic.median(of: points) == 0.5 * (Double(lower) + Double(upper)))
    }
}
