import Testing

@testable import PushforwardNumerics

struct StatisticsTests {
    /// Published quantiles (Wichura 1988, AS 241, and tables).
    @Test(arguments: [
        (0.25, -0.6744897501960817), (0.001, -3.090232306167813), (1e-20, -9.262340089798408),
        (0.975, 1.959963984540054),
    ])
    func normalQuantile(p: Double, z: Double) {
        #expect(abs(NormalDistribution.quantile(p) - z) < 1e-13 * abs(z) + 1e-14)
    }

    @Test func normalQuantileInvertsTheDistribution() {
        for z in stride(from: -8.0, through: 8, by: 0.37) where z < 5 {
            let p = NormalDistribution.distribution(z)
            #expect(
                abs(NormalDistribution.quantile(p) - z) < 1e-9
                    + (z > 0 ? 1e-15 / NormalDistribution.density(z) : 0))
        }
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1.5).isNaN)
    }

    @Test func summaries() {
        #expect(Statistics.mean([1, 2, 6]) == 3)
        #expect(Statistics.median([5, 1, 2, 9]) == 3.5)
        #expect(abs(Statistics.standardDeviation([1, 2, 3, 4]) - (5.0 / 3).squareRoot()) < 1e-15)
        // Two-point distribution: kurtosis 1, excess -2.
        #expect(abs(Statistics.excessKurtosis([-1, 1, -1, 1]) + 2) < 1e-15)
        #expect(Statistics.quantile(ofSorted: [0, 10], 0.3) == 3)
    }

    @Test func compensatedSumKeepsSmallTerms() {
        var sum = CompensatedSum()
        for term in [1e100, 1.0, -1e100] { sum.add(term) }
        #expect(sum.value == 1)
    }

    /// Rosenbrock's valley, minimum 0 at (1, 1).
    @Test func simplexFindsTheValley() {
        let (point, value) = minimize(from: [-1.2, 1], steps: [0.5, 0.5], tolerance: 1e-18) { p in
            let first = p[1] - p[0] * p[0]
            return 100 * first * first + (1 - p[0]) * (1 - p[0])
        }
        #expect(value < 1e-12)
        #expect(abs(point[0] - 1) < 1e-5)
    }

    @Test(arguments: [1, 2, 5])
    func concurrentMapKeepsOrder(threads: Int) async throws {
        let squares = try await concurrentMap(Array(0..<50), maximumTasks: threads) { $0 * $0 }
        #expect(squares == (0..<50).map { $0 * $0 })
    }

    /// Of many numbers, in any order and with ties, those that sorting gives.
    @Test(arguments: [0, 1, 2])
    func selectionOfManyNumbers(kind: Int) {
        var random = RandomStream(seed: 3)
        var values = (0..<200_001).map { _ in random.uniform() }
        if kind == 1 { values.sort() }
        if kind == 2 { values = values.map { ($0 * 5).rounded() } }
        let sorted = values.sorted()
        for rank in [0, 1, 17, 50_000, 100_000, 199_999, 200_000] {
            #expect(OrderStatistics.select(values, rank: rank) == sorted[rank])
        }
        #expect(OrderStatistics.median(values) == sorted[100_000])
        #expect(OrderStatistics.median(Array(values.dropLast())) >= sorted[99_998])
        let even = Array(sorted.dropLast())
        #expect(OrderStatistics.median(even) == 0.5 * (even[99_999] + even[100_000]))
    }
}
