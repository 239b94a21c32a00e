import PushforwardNumerics
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardTwoSample

private func normals(_ n: Int, _ d: Int, seed: UInt64, shift: Double = 0, scale: Double = 1) -> Sample {
    var random = RandomStream(seed: seed)
    return Sample(columns: d, values: random.normals(n * d).map { shift + scale * Double($0) })
}

struct SampleStatisticsTests {
    @Test func sortingAndSelecting() {
        var random = RandomStream(seed: 61)
        var values =
            random.normals(5_000).map { Double($0) * 1e3 } + [0, -0.0, 1e300, -1e300, .leastNonzeroMagnitude]
        let expected = values.sorted()
        let sizes = values.map(abs)
        let ascending = sizes.sorted()
        sortAscending(&values)
        #expect(values == expected)
        for rank in [0, 1, 2_500, 5_004] {
            #expect(OrderStatistics.select(sizes, rank: rank) == ascending[rank])
        }
    }

    /// Any common factor of the coordinates is that of the bandwidth, and an offset changes rounding only.
    @Test(arguments: [(1.0, 1e6), (1e-6, 0), (1e6, 0)], SummationMethod.allCases.filter { $0 != .sorting })
    func scalesAndOffsets(change: (scale: Double, shift: Double), method: SummationMethod) {
        func estimate(_ scale: Double, _ shift: Double) -> MMDEstimate {
            let x = normals(300, 2, seed: 62, shift: shift, scale: scale)
            let y = normals(200, 2, seed: 63, shift: shift + 0.3 * scale, scale: scale)
            return squaredMMD(between: x, and: y, method: method)
        }
        let (plain, changed) = (estimate(1, 0), estimate(change.scale, change.shift))
        // 1e6 + x has steps of 1e-10; single-precision features see the same numbers less their origin.
        #expect(abs(changed.value / plain.value - 1) < (method == .features ? 1e-4 : 1e-7))
        #expect(abs(changed.bandwidth / plain.bandwidth / (change.scale * change.scale) - 1) < 1e-8)
    }

    @Test(arguments: [1, 2, 3])
    func fourierSumsEqualPairs(dimension: Int) {
        let (x, y) = (normals(300, dimension, seed: 64), normals(200, dimension, seed: 65, scale: 1.1))
        let mixture = Kernel.gaussianMixture(multiples: [0.25, 1, 4], weights: [1, 2, 3])
        for (estimator, tolerance) in [(Estimator.biased, 1e-6), (.unbiased, 1e-10)] {
            func value(_ method: SummationMethod, _ threads: Int) -> MMDEstimate {
                squaredMMD(
                    between: x, and: y, kernel: mixture, estimator: estimator, method: method,
                    tolerance: tolerance,
                    threads: threads)
            }
            let sums = value(.fourier, 1)
            #expect(sums.method == .fourier)
            #expect(abs(sums.value - value(.pairs, 1).value) < tolerance)
            #expect(sums == value(.fourier, 2) && value(.pairs, 1) == value(.pairs, 2))
        }
    }

    /// The mean over shifts is within 5 of its standard errors, whose 7 degrees of freedom make 5 rarer than 1 in 600.
    @Test(arguments: [4, 8])
    func featuresKnowTheirError(dimension: Int) {
        let (x, y) = (normals(600, dimension, seed: 66), normals(600, dimension, seed: 67, shift: 0.2))
        let exact = squaredMMD(between: x, and: y, method: .pairs).value
        let features = squaredMMD(between: x, and: y, method: .features)
        #expect(abs(features.value - exact) < 5 * features.standardError!)
        #expect(features.standardError! < 0.05 * exact)
    }

    /// Every coordinate of a lattice meets each of 2^m equal intervals once, shifted or not.
    @Test(arguments: [6, 8, 10])
    func latticesAreEven(bits: Int) {
        var random = RandomStream(seed: 68)
        let points = PolynomialLattice(dimension: 5, bits: bits).shifted(using: &random)
        for c in 0..<5 {
            #expect(Set(points.map { Int($0[c] * Double(1 << bits)) }).count == 1 << bits)
        }
    }

    @Test func equalPointsHaveADefinedAnswer() {
        let same = Sample(columns: 2, values: [Double](repeating: 3, count: 20))
        #expect(medianHeuristic(of: same, and: same) == 1)
        for method in [SummationMethod.pairs, .fourier] {
            #expect(abs(squaredMMD(between: same, and: same, method: method).value) < 1e-6)
        }
        #expect(energyDistance(between: same, and: same).value == 0)
        #expect(SlicedDistance(dimension: 2).wasserstein(same, same, order: 2).value == 0)
        #expect(abs(SinkhornDivergence(epsilon: 0.1)(same, same).divergence) < 1e-12)
        let one = Sample(columns: 1, values: [0])
        let other = Sample(columns: 1, values: [2])
        #expect(abs(energyDistance(between: one, and: other).value - 4) < 1e-12)
        #expect(SlicedDistance(dimension: 1).wasserstein(one, other, order: 1).value == 2)
        #expect(abs(SinkhornDivergence(epsilon: 1)(one, other).divergence - 4) < 1e-12)
    }

    /// Population values within 5 standard errors of samples of 20,000 (VALUES.md's closed forms).
    @Test func closedForms() {
        let (x, y) = (normals(20_000, 1, seed: 69), normals(20_000, 1, seed: 70, shift: 1))
        #expect(abs(squaredMMD(between: x, and: y, bandwidth: .fixed(2)).value - 0.177267634920) < 5 * 0.0025)
        #expect(abs(energyDistance(between: x, and: y).value - 0.5418065793) < 5 * 0.009)
        #expect(abs(SlicedDistance(dimension: 1).wasserstein(x, y, order: 1).value - 1) < 5 * 0.01)
    }

    /// Against central differences of the value; the coupling's marginals are right to 1e-12.
    @Test(arguments: [1, 2])
    func sinkhornGradient(order: Int) {
        let (x, y) = (normals(7, 2, seed: 71), normals(6, 2, seed: 72, shift: 0.5))
        var divergence = SinkhornDivergence(epsilon: 0.5, order: order)
        divergence.tolerance = 1e-12
        let gradient = divergence(x, y, gradient: true).gradient!
        for (row, column) in [(0, 0), (3, 1), (6, 0)] {
            func moved(_ step: Double) -> Double {
                var values = (0..<7).flatMap { i in (0..<2).map { x[i, $0] } }
                values[2 * row + column] += step
                return divergence(Sample(columns: 2, values: values), y).divergence
            }
            let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5
            #expect(abs(gradient[2 * row + column] - difference) < 1e-7)
        }
    }

    @Test func bandsOfTheWitness() {
        let (x, y) = (normals(500, 1, seed: 73), normals(500, 1, seed: 74, shift: 2))
        let extremes = Witness(x, y, bandwidth: 1).extremes()
        #expect(extremes.highest.point[0] < 0.5 && extremes.lowest.point[0] > 1.5)
    }
}

struct PermutationTests {
    private static let kinds = TwoSampleTest.Statistic.allCases

    /// 150 null repetitions at level 0.05: within 4 binomial deviations of 2.7, with ties (rounded numbers) and without.
    /// Documentation/TESTS.md has 5,000 repetitions.
    @Test(arguments: kinds, [false, true])
    func levelIsExact(statistic: TwoSampleTest.Statistic, isRounded: Bool) {
        let rejections = (0..<150).count { repetition in
            var random = RandomStream(seed: UInt64(repetition), purpose: "level")
            func draw(_ n: Int) -> Sample {
                Sample(
                    columns: 2, values: random.normals(2 * n).map { Double(isRounded ? $0.rounded() : $0) })
            }
            var test = TwoSampleTest()
            test.statistic = statistic
            test.permutations = 59
            test.bins = 12
            let (x, y) = (draw(30), draw(41))
            return test(x, y, using: &random).pValue <= 0.05
        }
        #expect(abs(Double(rejections) - 7.5) < 4 * 2.7)
    }

    @Test(arguments: kinds)
    func shiftsAreFound(statistic: TwoSampleTest.Statistic) {
        var test = TwoSampleTest()
        test.statistic = statistic
        test.permutations = 199
        var outcomes: [TwoSampleTest.Outcome] = []
        for threads in [1, 2] {
            test.threads = threads
            var random = RandomStream(seed: 75)
            outcomes.append(
                test(normals(400, 2, seed: 76), normals(300, 2, seed: 77, shift: 0.5), using: &random))
        }
        #expect(outcomes[0].pValue == 0.005)
        #expect(outcomes[0] == outcomes[1])
    }

    /// 4 and 3 points: all 35 labelings, of which the observed one is the most extreme. The Kolmogorov-Smirnov distance of
    /// the 4 highest points is 1 too.
    @Test(arguments: kinds)
    func fewPointsAreEnumerated(statistic: TwoSampleTest.Statistic) {
        var test = TwoSampleTest()
        test.statistic = statistic
        var random = RandomStream(seed: 78)
        let (x, y) = (
            Sample(columns: 1, values: [0, 0.1, 0.2, 0.4]), Sample(columns: 1, values: [9, 9.1, 9.3])
        )
        let outcome = test(x, y, using: &random)
        #expect(outcome.isComplete && outcome.permutations == 34 && outcome.pValueError == 0)
        #expect(outcome.pValue <= (statistic == .kolmogorovSmirnov ? 2.0 : 1.0) / 35 + 1e-12)
    }

    @Test(arguments: kinds)
    func equalPointsAreNotDifferent(statistic: TwoSampleTest.Statistic) {
        var test = TwoSampleTest()
        test.statistic = statistic
        var random = RandomStream(seed: 79)
        let same = Sample(columns: 2, values: [Double](repeating: 1e6, count: 60))
        #expect(test(same, same, using: &random).pValue == 1)
    }

    /// Fourier sums, pairs and features lead to one verdict, and the first two to one statistic within the tolerance.
    @Test func methodsAgree() {
        let (x, y) = (normals(2_000, 2, seed: 80), normals(2_500, 2, seed: 81, scale: 1.1))
        var outcomes: [SummationMethod: TwoSampleTest.Outcome] = [:]
        for method in [SummationMethod.pairs, .fourier, .features] {
            var test = TwoSampleTest()
            test.method = method
            test.permutations = 499
            var random = RandomStream(seed: 82)
            outcomes[method] = test(x, y, using: &random)
        }
        for (a, b) in zip(outcomes[.pairs]!.terms, outcomes[.fourier]!.terms) {
            #expect(abs(a.value / b.value - 1) < 1e-3)
        }
        #expect(outcomes.values.allSatisfy { $0.pValue <= 0.01 })
    }

    /// Clusters far apart whose width differs: the ladder goes down to their scale.
    @Test func clustersAreResolved() {
        var random = RandomStream(seed: 83)
        func draw(_ width: Double) -> Sample {
            Sample(
                columns: 1,
                values: random.normals(600).enumerated().map {
                    Double($0.offset % 4) * 100 + width * Double($0.element)
                })
        }
        let (x, y) = (draw(1), draw(1.6))
        #expect(TwoSampleTest()(x, y, using: &random).pValue <= 0.01)
    }

    /// One point at 10^9 among 20,000: drawn in by the robust scale it takes no room, in the data's own units coordinates
    /// wrap, and a shift is found either way.
    @Test(arguments: [ColumnScaling.robust, .none])
    func farPoints(scaling: ColumnScaling) {
        var random = RandomStream(seed: 84)
        let values = random.normals(20_000).map(Double.init)
        let x = Sample(columns: 1, values: values.dropLast() + [1e9])
        let y = Sample(columns: 1, values: random.normals(20_000).map { Double($0) + 0.1 })
        var test = TwoSampleTest()
        test.scaling = scaling
        let outcome = test(x, y, using: &random)
        #expect(outcome.isPeriodic == (scaling == .none) && outcome.pValue <= 0.01)
    }
}
