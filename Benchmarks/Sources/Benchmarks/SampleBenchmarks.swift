import Pushforward

/// Distances and tests of two samples.
struct SampleBenchmarks {
    private let watch: Stopwatch

    init(_ watch: Stopwatch) {
        self.watch = watch
    }

    func run() throws {
        squaredMMDs()
        gradients()
        try transport()
        projections()
        tests()
    }

    private func normals(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var random = RandomStream(seed: seed)
        return Matrix(rows: rows, columns: columns, values: random.normals(rows * columns))
    }

    private func uniforms(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var random = RandomStream(seed: seed)
        return Matrix(rows: rows, columns: columns, values: random.uniforms(rows * columns))
    }

    private func squaredMMDs() {
        for columns in [2, 10] {
            let (x, y) = (normals(10_000, columns, seed: 1), normals(10_000, columns, seed: 2))
            watch.report("squared MMD, 10,000 points in \(columns)-D, single precision", bestOf: 3) {
                _ = squaredMMD(x, y, bandwidth: .fixed(1))
            }
            let (first, second) = (Sample(x), Sample(y))
            watch.report("squared MMD, 10,000 points in \(columns)-D, double precision", bestOf: 3) {
                _ = squaredMMD(between: first, and: second, bandwidth: .fixed(1), method: .pairs)
            }
        }
        let (x, y) = (normals(1_000_000, 2, seed: 1), normals(1_000_000, 2, seed: 2))
        let (first, second) = (Sample(x), Sample(y))
        watch.report("squared MMD, 10^6 points in 2-D, tolerance 1e-6", bestOf: 3) {
            _ = squaredMMD(between: first, and: second, bandwidth: .fixed(1))
        }
        let points = PointColumns(normals(10_000, 2, seed: 1))
        watch.report("median squared distance, 10,000 points, exact", bestOf: 3) {
            var median = MedianHeuristic(capacity: 10_000)
            _ = median.median(of: points)
        }
    }

    /// Squared MMD and its derivative by every point x: over pairs, and from 10^5 points on as a Fourier sum, whose grid of
    /// 32 frequencies per coordinate leaves out what is below 1e-15 of the kernel's density.
    private func gradients() {
        for (rows, label) in [(1_000, "1,000"), (10_000, "10,000")] {
            let (x, y) = (PointColumns(normals(rows, 2, seed: 1)), PointColumns(normals(rows, 2, seed: 2)))
            var mmd = PairwiseMMDLoss(
                kernel: .gaussian, bandwidth: .fixed(1), estimator: .biased, capacity: 2 * rows, dimension: 2)
            var slopes = [Float](repeating: 0, count: 2 * rows)
            watch.report("squared MMD and gradient, \(label) points in 2-D", bestOf: 3) {
                slopes.withUnsafeMutableBufferPointer {
                    _ = mmd.evaluate(x, y, delta: (pointer: $0.baseAddress!, stride: 2))
                }
            }
        }
        let grid = FrequencyGrid(spacing: [Double](repeating: 2 * .pi / 16, count: 2), counts: [32, 32])
        for (rows, label) in [(100_000, "10^5"), (1_000_000, "10^6")] {
            let (x, y) = (normals(rows, 2, seed: 1), normals(rows, 2, seed: 2))
            var sketch = EmpiricalCharacteristicFunction(grid)
            var slopes = [Float](repeating: 0, count: 2 * rows)
            watch.report("squared MMD and gradient, \(label) points in 2-D, Fourier sums", bestOf: 3) {
                var mmd = FourierMMDLoss(
                    kernel: .gaussianMixture(bandwidths: [1], weights: [1]), grid: grid,
                    target: sketch.means(of: y))
                x.values.withUnsafeBufferPointer { points in
                    slopes.withUnsafeMutableBufferPointer {
                        _ = mmd.evaluate(
                            points.baseAddress!, count: rows, stride: 2,
                            delta: (pointer: $0.baseAddress!, stride: 2))
                    }
                }
            }
        }
    }

    private func transport() throws {
        for (rows, label) in [(500, "500"), (1_000, "1,000"), (2_000, "2,000"), (5_000, "5,000")] {
            let (x, y) = (Sample(normals(rows, 2, seed: 3)), Sample(uniforms(rows, 2, seed: 4)))
            try watch.report("exact transport W2, \(label) points", bestOf: 3) {
                _ = try exactTransport(from: x, to: y, cost: .squaredDistance)
            }
        }
        let (x, y) = (Sample(normals(1_000, 2, seed: 3)), Sample(uniforms(1_000, 2, seed: 4)))
        var sinkhorn = SinkhornDivergence(epsilon: 0.05)
        sinkhorn.tolerance = 1e-6
        watch.report("Sinkhorn divergence, 1,000 points, epsilon 0.05, marginal error 1e-6", bestOf: 2) {
            _ = sinkhorn(x, y)
        }
    }

    private func projections() {
        let (x, y) = (Sample(normals(100_000, 2, seed: 5)), Sample(uniforms(100_000, 2, seed: 6)))
        watch.report("sliced W2, 100,000 points in 2-D, 100 directions", bestOf: 2) {
            _ = SlicedDistance(dimension: 2, directions: 100).wasserstein(x, y, order: 2)
        }
        let (p, q) = (Sample(normals(1_000_000, 1, seed: 5)), Sample(uniforms(1_000_000, 1, seed: 6)))
        watch.report("W1 on the line, 10^6 points", bestOf: 3) {
            _ = WassersteinOnTheLine.distance(SortedLine(p.column(0)), SortedLine(q.column(0)), order: 1)
        }
    }

    private func tests() {
        var test = TwoSampleTest()
        test.statistic = .mmd
        test.permutations = 500
        test.bins = 0
        for (rows, label) in [(200, "200"), (1_000, "1,000")] {
            let (x, y) = (Sample(normals(rows, 2, seed: 7)), Sample(normals(rows, 2, seed: 8)))
            watch.report("permutation test, \(label) + \(label) rows, 500 permutations", bestOf: 3) {
                var random = RandomStream(seed: 9)
                _ = test(x, y, using: &random)
            }
        }
        test.bins = 64
        let (x, y) = (Sample(normals(1_000, 2, seed: 7)), Sample(normals(1_000, 2, seed: 8)))
        watch.report("permutation test, 1,000 + 1,000 rows in 64 + 64 bins, 500 permutations", bestOf: 3) {
            var random = RandomStream(seed: 9)
            _ = test(x, y, using: &random)
        }
        let (many, others) = (Sample(normals(1_000_000, 2, seed: 7)), Sample(normals(1_000_000, 2, seed: 8)))
        watch.report("default test, 10^6 + 10^6 rows, 1,999 permutations", bestOf: 3) {
            var random = RandomStream(seed: 9)
            _ = TwoSampleTest()(many, others, using: &random)
        }
    }
}
