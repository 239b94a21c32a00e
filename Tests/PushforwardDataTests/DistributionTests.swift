import Testing

@testable import PushforwardData
@testable import PushforwardNumerics

struct DistributionTests {
    /// A distribution with the mean and variance of each coordinate in closed form.
    struct Moments: Sendable {
        let name: String
        let means: [Double]
        let variances: [Double]
    }

    /// The moons' coordinates are cos or 1 - cos and sin or 1/2 - sin of a uniform angle, with E sin = 2 / pi and
    /// E sin^2 = 1/2, plus noise of variance 0.01.
    static let known: [Moments] = {
        let sine = 2 / Double.pi
        let square: Double = 0.5 * 0.5 + 0.5 * (0.25 - sine + 0.5)
        return [
            Moments(name: "normal:2", means: [0, 0], variances: [1, 1]),
            Moments(name: "uniform:2", means: [0.5, 0.5], variances: [1.0 / 12, 1.0 / 12]),
            Moments(name: "checkerboard", means: [0, 0], variances: [16.0 / 12, 16.0 / 12]),
            Moments(name: "two-moons", means: [0.5, 0.25], variances: [0.76, square - 0.0625 + 0.01]),
        ]
    }()

    /// 40,000 points, independent and evenly spread; 5 standard errors, the variance's taken with a kurtosis of 5.
    @Test(arguments: known)
    func moments(_ exact: Moments) throws {
        var random = RandomStream(seed: 61)
        let distribution = try Catalogue.distribution(named: exact.name)
        #expect(distribution.name == exact.name)
        for sample in [
            distribution.sample(40_000, using: &random), distribution.evenSample(40_000, using: &random),
        ] {
            for c in 0..<2 {
                let values = sample.doubles(c)
                let deviation = Statistics.standardDeviation(values)
                #expect(abs(Statistics.mean(values) - exact.means[c]) < 5 * deviation / 200)
                #expect(abs(deviation * deviation - exact.variances[c]) < 5 * 2 * exact.variances[c] / 200)
            }
        }
    }

    @Test(arguments: ["normal", "normal:0", "normal:x", "gauss:2", "", "two-moons:2", "normal:2:3"])
    func unknownNamesAreRefused(name: String) {
        #expect(throws: UnknownDistribution(name: name)) { _ = try Catalogue.distribution(named: name) }
    }

    /// The discrepancy of the lattice's first coordinate is 1/n: every interval of length 1/n holds one point.
    @Test func latticesFillEvenly() {
        var random = RandomStream(seed: 62)
        let sample = UniformCube(dimension: 2).evenSample(610, using: &random)
        for c in 0..<2 {
            let sorted = sample.doubles(c).sorted()
            let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
            #expect(gaps.allSatisfy { abs($0 - 1.0 / 610) < 1e-6 })
        }
    }

    @Test func tablesQuoteWhatNeedsIt() {
        let table = Table(header: ["a", "b"], rows: [["1", "x, \"y\""]])
        #expect(table.commaSeparated == "a,b\n1,\"x, \"\"y\"\"\"\n")
    }
}
