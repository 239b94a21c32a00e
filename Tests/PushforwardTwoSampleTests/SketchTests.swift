import PushforwardData
import PushforwardNumerics
import RealModule
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardTwoSample

struct SketchTests {
    private static func sample(_ rows: Int, seed: UInt64, shift: Float = 0) -> Sample {
        var random = RandomStream(seed: seed, purpose: "sketch tests")
        return Sample(columns: 2, values: random.normals(2 * rows).map { Double($0 + shift) })
    }

    private static func sketches(
        _ sample: Sample, cuts: [Int], _ geometry: SketchGeometry, binRows: [Int], seed: UInt64
    ) -> [SampleSketch] {
        zip(zip([0] + cuts, cuts + [sample.rows]), binRows).enumerated().map { part, cut in
            var random = RandomStream(seed: seed, purpose: "part \(part)")
            return SampleSketch(
                sample.selecting(cut.0.0..<cut.0.1), geometry: geometry, binRows: cut.1, using: &random)
        }
    }

    private static func sum(_ sketches: [SampleSketch]) -> [Double] {
        let size = sketches[0].geometry.cellCount
        var total = [Double](repeating: 0, count: size)
        for sketch in sketches { for (i, cell) in sketch.cells.enumerated() { total[i % size] += cell } }
        return total
    }

    /// The sums over all points are the same bits however the sample is cut and assigned.
    @Test func sumsDoNotDependOnParts() {
        let sample = Self.sample(1_000, seed: 1)
        let geometry = SketchGeometry(ranges: [-6...6, -6...6], bandwidths: [4, 1, 0.25])
        let whole = Self.sketches(sample, cuts: [], geometry, binRows: [8], seed: 1)
        let parts = Self.sketches(sample, cuts: [100, 137, 800], geometry, binRows: [4, 1, 64, 2], seed: 2)
        #expect(Self.sum(whole) == Self.sum(parts.reversed()))
        #expect(parts.map(\.rows) == [100, 37, 663, 200])
    }

    /// The observed squared MMDs are those of the rows by direct sums over pairs, within the grid's tolerance.
    @Test func observedValuesAreThoseOfTheRows() throws {
        let (x, y) = (Self.sample(170, seed: 1), Self.sample(230, seed: 2, shift: 1))
        let geometry = SketchGeometry(ranges: [-7...7, -7...7], bandwidths: [8, 2, 0.5])
        let outcome = try Self.test(
            Self.sketches(x, cuts: [60], geometry, binRows: [1, 2], seed: 1),
            Self.sketches(y, cuts: [100], geometry, binRows: [2, 1], seed: 2), seed: 1)
        #expect(outcome.bins == [85, 115] && outcome.binSize == 2)
        for term in outcome.terms {
            let mean = { Self.meanKernel($0, $1, bandwidth: term.bandwidth!) }
            #expect(abs(term.value - (mean(x, x) + mean(y, y) - 2 * mean(x, y))) < 4e-4)
        }
        #expect(outcome.pValue == 1.0 / 2_000)
    }

    /// 200 tests of equal distributions in parts of unequal sizes: p-values at most 0.1 are as many as chance allows,
    /// within four deviations of the binomial distribution.
    @Test func theLevelHolds() throws {
        let geometry = SketchGeometry(ranges: [-7...7, -7...7], bandwidths: [8, 3])
        let rejections = try (0..<200).count { repetition in
            let (x, y) = (
                Self.sample(90, seed: UInt64(2 * repetition)),
                Self.sample(140, seed: UInt64(2 * repetition + 1))
            )
            let outcome = try Self.test(
                Self.sketches(x, cuts: [30], geometry, binRows: [4, 8], seed: UInt64(repetition)),
                Self.sketches(y, cuts: [50], geometry, binRows: [2, 8], seed: UInt64(repetition)),
                seed: UInt64(repetition),
                permutations: 99)
            return outcome.pValue <= 0.1
        }
        #expect(abs(Double(rejections) - 20) < 4 * (200 * 0.1 * 0.9).squareRoot())
    }

    @Test func sketchesThatDoNotFitAreRefused() {
        let geometry = SketchGeometry(ranges: [-7...7, -7...7], bandwidths: [8, 2, 0.5])
        let other = SketchGeometry(ranges: [-7...7, -7...8], bandwidths: [8, 2, 0.5])
        let x = Self.sketches(Self.sample(100, seed: 1), cuts: [], geometry, binRows: [1], seed: 1)
        let y = Self.sketches(Self.sample(100, seed: 2), cuts: [], other, binRows: [1], seed: 1)
        #expect(throws: SketchError.self) { try Self.test(x, y, seed: 1) }
        let large = Self.sketches(Self.sample(100, seed: 2), cuts: [], geometry, binRows: [16], seed: 1)
        let error = #expect(throws: SketchError.self) { try Self.test(x, large, seed: 1) }
        #expect(error?.description.contains("at most 8 rows per bin") == true, "\(error?.description ?? "")")
        #expect(geometry.firstOutside(Sample(columns: 2, values: [0, 0, 7.5, 0]))! == (1, 0))
        #expect(geometry.firstOutside(Sample(columns: 2, values: [0, -7, 7, 0])) == nil)
    }

    private static func meanKernel(_ x: Sample, _ y: Sample, bandwidth: Double) -> Double {
        var sum = 0.0
        for i in 0..<x.rows {
            for j in 0..<y.rows {
                let (a, b) = (x[i, 0] - y[j, 0], x[i, 1] - y[j, 1])
                sum += Double.exp(-(a * a + b * b) / bandwidth)
            }
        }
        return sum / Double(x.rows * y.rows)
    }

    private static func test(
        _ x: [SampleSketch], _ y: [SampleSketch], seed: UInt64, permutations: Int = 1_999
    ) throws -> TwoSampleTest.Outcome {
        var test = TwoSampleTest()
        test.permutations = permutations
        var random = RandomStream(seed: seed, purpose: "test")
        return try test(x, y, using: &random)
    }
}
