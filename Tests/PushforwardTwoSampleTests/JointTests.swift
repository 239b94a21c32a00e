import PushforwardTestSupport
import RealModule
import Testing

@testable import PushforwardNumerics
@testable import PushforwardTwoSample

/// The joint statistic of the default test: its scale, its parts, and how they are joined.
struct JointTests {
    private func normals(_ rows: Int, _ columns: Int, seed: UInt64) -> Sample {
        var random = RandomStream(seed: seed)
        return Sample(columns: columns, values: random.normals(rows * columns).map(Double.init))
    }

    private func changed(_ sample: Sample, _ change: (_ value: Double, _ column: Int) -> Double) -> Sample {
        Sample(
            columns: sample.columns,
            values: (0..<sample.rows).flatMap { row in
                (0..<sample.columns).map { change(sample[row, $0], $0) }
            })
    }

    private func outcome(_ x: Sample, _ y: Sample, permutations: Int = 499) -> TwoSampleTest.Outcome {
        var test = TwoSampleTest()
        test.permutations = permutations
        var random = RandomStream(seed: 5)
        return test(x, y, using: &random)
    }

    /// A p-value has no units: powers of two change no digit.
    @Test func unitsDoNotCount() {
        let (x, y) = (normals(300, 3, seed: 1), normals(200, 3, seed: 2))
        let plain = outcome(x, y)
        func other(_ value: Double, _ column: Int) -> Double { [0x1p20, 0x1p-30, 1][column] * value }
        let scaled = outcome(changed(x, other), changed(y, other))
        #expect(scaled.pValue == plain.pValue)
        #expect(scaled.terms == plain.terms)
    }

    /// A rate that moved by half a deviation beside an income, whose numbers are 10^5 times as large.
    @Test func smallColumnsAreSeen() {
        let x = changed(normals(300, 2, seed: 3)) { $1 == 0 ? 60_000 + 20_000 * $0 : 0.3 + 0.1 * $0 }
        let y = changed(normals(300, 2, seed: 4)) { $1 == 0 ? 60_000 + 20_000 * $0 : 0.35 + 0.1 * $0 }
        let found = outcome(x, y)
        #expect(found.pValue <= 0.002 && found.columnPValues[1] <= 0.002 && found.columnPValues[0] > 0.05)
    }

    /// Numbers of any size: one row of NetCDF's fill value, of 10^19 and of 10^155 leaves the verdict as it is.
    @Test(arguments: [9.97e36, 1e19, 1e155, -1e300, .greatestFiniteMagnitude], [200, 4_000])
    func farRowsDoNotRule(value: Double, rows: Int) {
        let x = normals(rows, 2, seed: 6)
        let y = changed(normals(rows, 2, seed: 7)) { $0 + ($1 == 0 ? 0.5 : 0) }
        let far = Sample(pooling: x, Sample(columns: 2, values: [value, 0]))
        let found = outcome(far, y)
        #expect(
            found.pValue == 0.002 && found.terms.allSatisfy { $0.value.isFinite && $0.standardized.isFinite })
        let null = outcome(far, normals(rows, 2, seed: 8))
        #expect(null.pValue > 0.01)
    }

    /// Differences that one part sees and the others hardly: of the spread of one column in ten, the dependence of two
    /// columns in ten, a twentieth of the rows far out.
    @Test func everyPartFindsWhatItIsMadeFor() {
        let x = normals(256, 10, seed: 9)
        let spread = outcome(x, changed(normals(256, 10, seed: 10)) { $1 == 4 ? 2 * $0 : $0 })
        #expect(spread.pValue <= 0.01 && spread.columnPValues[4] == spread.pValue)
        #expect(spread.strongest.columns == [4])
        let base = normals(256, 10, seed: 11)
        let dependent = Sample(
            columns: 10,
            values: (0..<256).flatMap { row in
                (0..<10).map {
                    $0 == 7 ? 0.7 * base[row, 2] + 0.51.squareRoot() * base[row, 7] : base[row, $0]
                }
            })
        let pairs = outcome(x, dependent)
        #expect(pairs.pValue <= 0.01 && pairs.strongest.kind == .pairs && pairs.strongest.columns == [2, 7])
        let wide = Sample(
            columns: 10,
            values: (0..<256).flatMap { row in (0..<10).map { (row % 20 == 0 ? 5 : 1) * base[row, $0] } })
        let norm = outcome(x, wide)
        #expect(norm.pValue <= 0.05 && norm.strongest.kind == .norm)
    }

    /// The p-value is the smallest corrected one of the parts, and no column's is smaller.
    @Test(arguments: 1...6)
    func verdictsDoNotContradictColumns(seed: UInt64) {
        let x = normals(120, 3, seed: 20 + seed)
        let y = changed(normals(90, 3, seed: 40 + seed)) { $1 == 1 ? $0 + 0.05 * Double(seed) : $0 }
        let found = outcome(x, y)
        #expect(found.pValue == found.terms.compactMap(\.correctedPValue).min())
        #expect(found.columnPValues.allSatisfy { $0 >= found.pValue })
    }

    /// Mean and variance over labelings in closed form, against all labelings of 4 + 5 bins.
    @Test func momentsAreThoseOfAllLabelings() {
        let layout = BinLayout(binSize: 3, first: 4, second: 5, sizes: (13, 16))
        var random = RandomStream(seed: 12)
        let sums = random.normals(11).map(Double.init)
        var values: [Double] = []
        for bits in 0..<(1 << 9) where bits.nonzeroBitCount == 4 {
            let first = (0..<9).reduce(sums[9]) { $0 + (bits >> $1 & 1 == 1 ? sums[$1] : 0) }
            values.append(first / 13 - (sums.reduce(0, +) - first) / 16)
        }
        let moments = sums.withUnsafeBufferPointer { BinMoments(layout, $0.baseAddress!, width: 1) }
        let mean = Statistics.mean(values)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        #expect(abs(moments.means[0] - mean) < 1e-12 && abs(moments.variances[0] - variance) < 1e-12)
    }

    /// -log of the tail of the normal distribution against values of scipy.stats.norm.logsf.
    @Test func tails() {
        for (x, expected) in [
            (0.0, 0.6931471805599453), (-3, 0.001350809964748202), (5, 15.06499839398872),
            (20, 203.91715537109725), (24.9, 314.1404127616133), (30, 454.3212439955969),
            (100, 5005.524208693205),
        ] {
            #expect(abs(NormalDistribution.negativeLogSurvival(x) / expected - 1) < 1e-6)
        }
    }

    /// Values of a gamma distribution: the curve gives its tail, from scipy.stats.gamma.sf, though the largest value is one
    /// that no labeling but the observed one has.
    @Test func curvesOfSkewedValues() {
        var random = RandomStream(seed: 13)
        let values = (0..<40_000).map { _ -> Double in
            let z = random.normals(4).map(Double.init)
            return z.reduce(0) { $0 + $1 * $1 }
        }
        let curve = TailCurve([200] + values, noise: 0)
        // Chi-square with 4 degrees of freedom: exp(-x / 2) (1 + x / 2).
        for x in [8.0, 12, 18] {
            let exact = x / 2 - Double.log(onePlus: x / 2)
            #expect(abs(curve.score(x) - exact) < 0.12 + 0.02 * exact)
        }
    }
}
