import CPushforwardKernels
import RealModule
import Testing

@testable import PushforwardNumerics

/// Every processor level of this machine, named in a failing test.
struct Level: Sendable, CustomTestStringConvertible {
    let kernels: pf_kernels
    var testDescription: String { String(cString: kernels.name) }
    static let all = ProcessorKernels.available.map { Level(kernels: $0) }
}

/// Each kernel at each level against a loop in double precision.
struct KernelTests {
    @Test(arguments: Level.all, [(1, 16, 1), (5, 16, 7), (13, 48, 300), (100, 128, 125), (7, 112, 2)])
    func matrixProduct(level: Level, shape: (Int, Int, Int)) {
        let (m, n, k) = shape
        var random = RandomStream(seed: 1)
        let a = random.normals(m * k)
        let b = random.normals(k * n)
        for transposed in [false, true] {
            var c = random.normals(m * n)
            let before = c
            // Element (i, p) of the left factor is stored at i + p * m when transposed.
            let strides = transposed ? (1, m) : (k, 1)
            level.kernels.gemm(m, n, k, a, strides.0, strides.1, b, n, &c, n, transposed ? 1 : 0)
            for i in 0..<m {
                for j in 0..<n {
                    var exact = transposed ? Double(before[i * n + j]) : 0
                    var size = abs(exact)
                    for p in 0..<k {
                        let term = Double(a[i * strides.0 + p * strides.1]) * Double(b[p * n + j])
                        exact += term
                        size += abs(term)
                    }
                    // The rounding error of a sum of k terms is at most k ulp of the sum of their sizes.
                    #expect(abs(Double(c[i * n + j]) - exact) <= size * Double(k + 2) * 6e-8)
                }
            }
        }
    }

    @Test(arguments: Level.all, [(1, 1, 16), (5, 2, 128), (22, 3, 32), (33, 4, 48)])
    func narrowMatrixProduct(level: Level, shape: (Int, Int, Int)) {
        let (m, n, k) = shape
        var random = RandomStream(seed: 1)
        let a = random.normals(m * k)
        let b = random.normals(n * k)
        var c = [Float](repeating: 7, count: m * 16)
        level.kernels.narrow_gemm(m, n, k, a, k, b, k, &c, 16)
        for i in 0..<m {
            for j in 0..<n {
                let terms = (0..<k).map { Double(a[i * k + $0]) * Double(b[j * k + $0]) }
                let size = terms.reduce(0) { $0 + abs($1) }
                #expect(abs(Double(c[i * 16 + j]) - terms.reduce(0, +)) <= size * Double(k + 2) * 6e-8)
            }
            #expect(c[i * 16 + n..<(i + 1) * 16].allSatisfy { $0 == 7 })
        }
    }

    /// The logistic function on a whole layer of few inputs, far into both of its tails.
    @Test(arguments: Level.all, [1, 2, 3])
    func thinLayer(level: Level, inputs: Int) {
        let (rows, width) = (9, 32)
        var random = RandomStream(seed: 2)
        let a = random.normals(rows * inputs)
        let weights = random.normals(inputs * width).map { 30 * $0 }
        let biases = random.normals(width)
        var (z, slope) = (
            [Float](repeating: 0, count: rows * width), [Float](repeating: 0, count: rows * width)
        )
        level.kernels.thin_layer(
            PF_SIGMOID, rows, width, inputs, a, weights, biases, &z, &slope)
        for i in 0..<rows {
            for j in 0..<width {
                let terms = (0..<inputs).map { Double(a[i * inputs + $0]) * Double(weights[$0 * width + j]) }
                let sum = terms.reduce(Double(biases[j]), +)
                let rounding =
                    terms.reduce(abs(Double(biases[j]))) { $0 + abs($1) } * Double(inputs + 1) * 6e-8
                let exact = 1 / (1 + Double.exp(-max(sum, -87)))
                let (value, derivative) = (Double(z[i * width + j]), Double(slope[i * width + j]))
                // The relative error of small values is the absolute one of the exponent; they end at 1.7e-38.
                #expect(
                    abs(value - exact) <= (rounding + 4e-6) * exact * (1 - exact) + 1.2e-7 * exact + 1e-37)
                #expect(
                    abs(derivative - exact * (1 - exact)) <= (rounding + 4e-6) * exact + 1.2e-7 * exact
                        + 1e-37)
            }
        }
    }

    @Test(arguments: Level.all)
    func exponentialAndLogarithm(level: Level) {
        let x = (0..<4096).map { Float(-87 + 175 * Double($0) / 4096) }
        var y = [Float](repeating: 0, count: x.count)
        level.kernels.exponential(x.count, x, &y)
        for (input, output) in zip(x, y) {
            let exact = Double.exp(Double(input))
            #expect(abs(Double(output) - exact) <= 2.4e-7 * exact, "exp(\(input))")
        }
        var back = y
        level.kernels.logarithm(y.count, y, &back)
        for (input, output) in zip(y, back) {
            let exact = Double.log(Double(input))
            #expect(abs(Double(output) - exact) <= 2.4e-7 * max(abs(exact), 1e-2), "log(\(input))")
        }
    }

    @Test(arguments: Level.all)
    func selectionFindsEveryRank(level: Level) {
        var random = RandomStream(seed: 2)
        var values = random.uniforms(997)
        for i in stride(from: 0, to: 997, by: 5) { values[i] = 0.25 }  // ties
        let sorted = values.sorted()
        for rank in 0..<values.count {
            var following: Float = 0
            let found = level.kernels.select(values.count, values, rank, &following)
            #expect(found == sorted[rank])
            #expect(following == sorted[min(rank + 1, values.count - 1)])
        }
    }

    @Test(arguments: Level.all, [1, 3])
    func distancesBetweenBounds(level: Level, dimension: Int) {
        var random = RandomStream(seed: 6)
        let n = 45
        let points = PointColumns(Matrix(rows: n, columns: dimension, values: random.normals(n * dimension)))
        var all = [Float](repeating: 0, count: n * (n - 1) / 2 + 16)
        level.kernels.squared_distances(dimension, n, points.pointer, points.stride, &all)
        all.removeLast(16)
        let sorted = all.sorted()
        for (low, high) in [(0, 989), (400, 600), (989, 989)] {
            var (found, below) = ([Float](repeating: 0, count: 500), 0)
            let count = level.kernels.distances_between(
                dimension, n, points.pointer, points.stride, sorted[low], sorted[high], 500, &found, &below)
            #expect(count == high - low + 1 && below == low)
            if count <= 500 { #expect(found[..<count].sorted() == Array(sorted[low...high])) }
        }
    }

    @Test(arguments: Level.all, [1, 2, 3, 5])
    func squaredDistancesOfAllPairs(level: Level, dimension: Int) {
        var random = RandomStream(seed: 3)
        let n = 37
        let points = PointColumns(Matrix(rows: n, columns: dimension, values: random.normals(n * dimension)))
        var distances = [Float](repeating: 0, count: n * (n - 1) / 2 + 16)
        level.kernels.squared_distances(dimension, n, points.pointer, points.stride, &distances)
        var place = 0
        for i in 0..<n {
            for j in i + 1..<n {
                let exact = (0..<dimension).reduce(0.0) { sum, c in
                    let difference =
                        Double(points.pointer[c * points.stride + i])
                        - Double(points.pointer[c * points.stride + j])
                    return sum + difference * difference
                }
                #expect(abs(Double(distances[place]) - exact) <= 6e-7 * exact)
                place += 1
            }
        }
    }

    @Test(arguments: Level.all)
    func trigonometricFeatures(level: Level) {
        let x: [Float] = [-31.5, -2, -0.1, 0, 0.5, 3, 77]
        var features = [Float](repeating: 0, count: x.count * 64)
        level.kernels.trigonometric_features(x.count, x, 1, 0.7, 32, &features, 64)
        for (i, value) in x.enumerated() {
            for k in 0..<32 {
                let angle = Double(k) * Double(Float(0.7) * value)
                let bound = 4e-7 + 1e-7 * abs(angle)
                #expect(abs(Double(features[i * 64 + k]) - Double.cos(angle)) < bound)
                #expect(abs(Double(features[i * 64 + 32 + k]) - Double.sin(angle)) < bound)
            }
        }
    }

    @Test(arguments: [0, 1, 2, 1000])
    func sortOrdersFloatsOfBothSigns(count: Int) {
        var random = RandomStream(seed: 4)
        var values = random.normals(count)
        let expected = values.sorted()
        var scratch = [UInt32](repeating: 0, count: count)
        pf_sort(count, &values, &scratch)
        #expect(values == expected)
    }

    /// Quantile functions of {0, 1, 3} and {0, 2}: they differ by 0, 1, 1, 1 over sixths 2, 1, 1, 2.
    @Test func wassersteinOfUnequalSizes() {
        #expect(abs(pf_wasserstein1_sorted(3, [0, 1, 3], 2, [0, 2]) - 4.0 / 6) < 1e-15)
    }
}
