import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics

struct SpectralTests {
    private func normals(_ count: Int, _ d: Int, _ seed: UInt64, scale: Float = 1) -> Matrix {
        var random = RandomStream(seed: seed)
        return Matrix(rows: count, columns: d, values: random.normals(count * d).map { $0 * scale })
    }

    /// On the grid that the tolerance asks for, the Fourier sum is the V-statistic of the Gaussian kernel.
    @Test(arguments: [1, 2], [0.3, 2.0])
    func agreesWithPairs(d: Int, r: Double) {
        let (x, y) = (normals(300, d, 41), normals(200, d, 42, scale: 0.6))
        let extents = [Double](repeating: 8, count: d)
        let grid = FrequencyGrid(bandwidth: r, extents: extents, tolerance: 1e-6)
        let weights = grid.weights(gaussians: [r], shares: [1])
        var sketch = EmpiricalCharacteristicFunction(grid)
        let (a, b) = (sketch.means(of: x), sketch.means(of: y))
        let value = weights.indices.reduce(0) { $0 + Double(weights[$1]) * (a[$1] - b[$1]) * (a[$1] - b[$1]) }
        let exact = squaredMMD(x, y, bandwidth: .fixed(r), estimator: .biased)
        #expect(abs(value - exact) < 2e-5 * (0.01 + exact))
    }

    static let kernels: [SpectralKernel] = [
        .gaussianMixture(bandwidths: [2, 0.5], weights: [0.5, 0.5]), .matern(power: 0.75, scale: 0.3),
        .reflectedMatern(power: 0.75, scale: 1),
    ]

    /// Central differences of the value itself, whose sums are exact to about 1e-7.
    @Test(arguments: kernels, [1, 2])
    func gradientIsThatOfTheValue(kernel: SpectralKernel, d: Int) {
        let grid = FrequencyGrid(
            spacing: [Double](repeating: 0.5, count: d), counts: [Int](repeating: 16, count: d))
        var sketch = EmpiricalCharacteristicFunction(grid)
        var mmd = FourierMMDLoss(kernel: kernel, grid: grid, target: sketch.means(of: normals(50, d, 44)))
        let x = normals(30, d, 43)
        func value(_ points: Matrix) -> Double {
            points.values.withUnsafeBufferPointer { mmd.evaluate($0.baseAddress!, count: 30, stride: d) }
        }
        var delta = [Float](repeating: .nan, count: 30 * d)
        _ = delta.withUnsafeMutableBufferPointer { place in
            x.values.withUnsafeBufferPointer {
                mmd.evaluate($0.baseAddress!, count: 30, stride: d, delta: (place.baseAddress!, d))
            }
        }
        for index in [0, 7, 30 * d - 1] {
            var (plus, minus) = (x, x)
            plus.values[index] += 0.01
            minus.values[index] -= 0.01
            let width = Double(plus.values[index]) - Double(minus.values[index])
            let difference = (value(plus) - value(minus)) / width
            #expect(
                abs(Double(delta[index]) - difference) < 5e-5 + 0.01 * abs(difference), "coordinate \(index)")
        }
    }

    /// In one dimension sliced W1 is the sorted formula; against known shifts it is the shift.
    @Test func slicedWassersteinOfAShift() {
        let x = normals(500, 1, 45)
        let moved = Matrix(rows: 500, columns: 1, values: x.values.map { $0 + 0.25 })
        #expect(abs(SlicedWasserstein(dimension: 1).distance(x, moved) - 0.25) < 1e-6)
        // In 2-D a shift by v is seen as |v . theta|, whose mean over directions is 2 |v| / pi.
        let plane = normals(400, 2, 46)
        let shifted = Matrix(
            rows: 400, columns: 2, values: plane.values.enumerated().map { $1 + ($0 % 2 == 0 ? 0.3 : 0.4) })
        #expect(abs(SlicedWasserstein(dimension: 2).distance(plane, shifted) - 1 / Double.pi) < 1e-3)
    }

    /// W1 between U(0,1) and N(0,1) is 0.7006127; 20,000 points, 5 standard errors of about 0.006.
    @Test func slicedWassersteinOfKnownLaws() {
        var random = RandomStream(seed: 47)
        let u = Matrix(rows: 20_000, columns: 1, values: random.uniforms(20_000))
        #expect(abs(SlicedWasserstein(dimension: 1).distance(u, normals(20_000, 1, 48)) - 0.7006127) < 0.03)
    }

    @Test func slicedQuantilesGradient() {
        let target = normals(4096, 2, 49)
        var quantiles = SlicedWassersteinLoss(target: target, count: 30, directions: 8)
        let x = normals(30, 2, 50)
        func value(_ points: Matrix, _ delta: UnsafeMutablePointer<Float>?) -> Double {
            var random = RandomStream(seed: 0)
            return points.values.withUnsafeBufferPointer {
                quantiles.evaluate(
                    $0.baseAddress!, stride: 2, used: 8, weight: 1, delta: delta.map { ($0, 2) },
                    using: &random)
            }
        }
        var delta = [Float](repeating: 0, count: 60)
        _ = value(x, &delta)
        for index in [0, 31, 59] {
            var (plus, minus) = (x, x)
            plus.values[index] += 1e-3
            minus.values[index] -= 1e-3
            let difference = (value(plus, nil) - value(minus, nil)) / 2e-3
            #expect(abs(Double(delta[index]) - difference) < 1e-3 + 0.02 * abs(difference))
        }
    }
}
