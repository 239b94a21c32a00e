import RealModule
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics

struct ExactSumTests {
    /// Sums of rounded terms are the same bits in any order, and each term is off by half a unit at most; without
    /// rounding the order shows.
    @Test(arguments: [1_000, 4_096])
    func sumsDoNotDependOnTheOrder(count: Int) {
        var random = RandomStream(seed: 1, purpose: "exact sums")
        var terms = random.normals(count).map { Double.exp(Double($0)) * Double($0) }
        let bound = terms.reduce(0) { $0 + abs($1) } / 2
        let rounding = ReproducibleRounding(sumsUpTo: bound)
        func sums(_ round: (Double) -> Double) -> Set<Double> {
            Set(
                (0..<20).map { _ in
                    random.shuffle(&terms)
                    return terms.reduce(0) { $0 + round($1) }
                })
        }
        let (rounded, plain) = (sums { rounding($0) }, sums { $0 })
        #expect(rounded.count == 1 && plain.count > 1)
        #expect(terms.allSatisfy { abs(rounding($0) - $0) <= rounding.unit / 2 })
        #expect(bound * 0x1p-52 <= rounding.unit && rounding.unit < bound * 0x1p-51)
        #expect(terms.allSatisfy { ReproducibleRounding.none($0) == $0 })
    }

    /// A range of rows, the same rows by their numbers and each row alone give the same bits of a grid that has room for
    /// them.
    @Test(arguments: [1, 2, 3])
    func gridsAreTheSameBits(dimension: Int) {
        var random = RandomStream(seed: 2, purpose: "exact sums")
        let rows = 5_000
        let sample = Sample(
            columns: dimension, values: random.normals(rows * dimension).map { Double($0) })
        let grid = SpreadingGrid(
            narrowest: 1, ranges: sample.ranges(), tolerance: 1e-6, cellLimit: 1 << 20, capacity: rows)
        func cells(_ fill: (inout RowSpreading, UnsafeMutablePointer<Double>) -> Void) -> [Double] {
            var spreading = RowSpreading(grid)
            var cells = [Double](repeating: 0, count: grid.cellCount)
            cells.withUnsafeMutableBufferPointer { fill(&spreading, $0.baseAddress!) }
            return cells
        }
        let range = cells { $0.add(0..<rows, of: sample, to: $1) }
        var order = Array(0..<UInt32(rows))
        random.shuffle(&order)
        let numbers = cells { spreading, cells in
            order.withUnsafeBufferPointer { spreading.add($0, of: sample, to: cells) }
        }
        let single = cells { spreading, cells in
            for row in 0..<rows { spreading.add(row..<row + 1, of: sample, to: cells) }
        }
        #expect(range == numbers && range == single)
    }

    /// sum_k weight_k cos(k h x) is exp(-x^2 / r) within the tolerance over the data's extent, and frequency grids have its
    /// frequencies.
    @Test(arguments: [0.5, 3], [1e-4, 1e-10])
    func quadratureIsTheKernel(r: Double, tolerance: Double) {
        let extent = 7.0
        let quadrature = GaussianQuadrature(bandwidth: r, extent: extent, tolerance: tolerance)
        for step in 0...70 {
            let x = extent * Double(step) / 70
            let sum = quadrature.weights.indices.reduce(0) {
                $0 + quadrature.weights[$1] * Double.cos(Double($1) * quadrature.step * x)
            }
            #expect(abs(sum - Double.exp(-x * x / r)) < tolerance)
        }
        let grid = FrequencyGrid(bandwidth: r, extents: [extent], tolerance: tolerance)
        #expect(grid.spacing == [quadrature.step] && grid.counts == [padded(quadrature.weights.count)])
    }

    /// The rows of the first sample, then those of the second, as a sample and as columns less the first row.
    @Test func pooling() {
        let first = Sample(Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4]))
        let second = Sample(columns: 2, values: [0.1, 6, 7, 8, 9, 10])
        let pooled = Sample(pooling: first, second)
        #expect(pooled.rows == 5 && pooled.precision == .double)
        #expect((0..<5).map { pooled[$0, 0] } == [1, 3, 0.1, 7, 9])
        let columns = SampleColumns(pooling: first, second)
        for row in 0..<5 {
            for c in 0..<2 {
                #expect(columns.pointer[c * columns.stride + row] == pooled[row, c] - pooled[0, c])
            }
        }
    }
}
