import Foundation
import Testing

@testable import PushforwardData
@testable import PushforwardNumerics

struct DistributionTests {
    /// A distribution with the mean and variance of each coordinate in closed form.
    struct Moments: Sendable, CustomTestStringConvertible {
        let name: String
        let means: [Double]
        let variances: [Double]
        var testDescription: String { name }
    }

    static let known: [Moments] = {
        // The moons' coordinates are cos or 1 - cos and sin or 1/2 - sin of a uniform angle, with E sin = 2 / pi and
        // E sin^2 = 1/2, plus noise of variance 0.01.
        let sine = 2 / Double.pi
        let square: Double = 0.5 * 0.5 + 0.5 * (0.25 - sine + 0.5)
        let sCurve: Double = 1.5 + 4 / (3 * Double.pi)
        return [
            Moments(name: "normal:2", means: [0, 0], variances: [1, 1]),
            Moments(name: "normal:2,mean=3/-1,deviation=2/0.5", means: [3, -1], variances: [4, 0.25]),
            Moments(name: "normal:2,covariance=2/1/1/3", means: [0, 0], variances: [2, 3]),
            Moments(name: "normal:3,mean=5", means: [5, 5, 5], variances: [1, 1, 1]),
            Moments(name: "uniform:2", means: [0.5, 0.5], variances: [1.0 / 12, 1.0 / 12]),
            Moments(name: "uniform:2,low=-1/0,high=1/4", means: [0, 2], variances: [1.0 / 3, 4.0 / 3]),
            Moments(name: "checkerboard", means: [0, 0], variances: [16.0 / 12, 16.0 / 12]),
            Moments(name: "checkerboard,squares=8", means: [0, 0], variances: [16.0 / 12, 16.0 / 12]),
            Moments(name: "two-moons", means: [0.5, 0.25], variances: [0.76, square - 0.0625 + 0.01]),
            Moments(name: "ring,radius=2,noise=0.1", means: [0, 0], variances: [2.005, 2.005]),
            Moments(name: "annulus,inner=1,outer=2", means: [0, 0], variances: [1.25, 1.25]),
            Moments(name: "8-gaussians", means: [0, 0], variances: [2.04, 2.04]),
            Moments(name: "25-gaussians", means: [0, 0], variances: [2.01, 2.01]),
            Moments(name: "s-curve", means: [0, 1, 0], variances: [0.5, 1.0 / 3, sCurve]),
            Moments(
                name: "sphere:5,radius=2", means: [0, 0, 0, 0, 0], variances: [0.8, 0.8, 0.8, 0.8, 0.8]),
            Moments(
                name: "3*normal:1,mean=2+normal:1,mean=-2", means: [1], variances: [1 + 4 - 1]),
        ]
    }()

    /// 40,000 points, independent and evenly spread; 5 standard errors, the variance's taken with a kurtosis of 5.
    @Test(arguments: known)
    func moments(_ exact: Moments) throws {
        var random = RandomStream(seed: 61)
        let distribution = try Catalogue.distribution(named: exact.name)
        #expect(distribution.name == exact.name)
        #expect(distribution.dimension == exact.means.count)
        for sample in [
            distribution.sample(40_000, using: &random),
            distribution.quasiRandomSample(40_000, using: &random),
        ] {
            for c in exact.means.indices {
                let values = sample.doubles(c)
                let deviation = Statistics.standardDeviation(values)
                #expect(abs(Statistics.mean(values) - exact.means[c]) < 5 * deviation / 200)
                #expect(abs(deviation * deviation - exact.variances[c]) < 5 * 2 * exact.variances[c] / 200)
            }
        }
    }

    static let squares: [(String, Double)] = {
        let roll: Double = (4.5 * 4.5 * 4.5 - 1.5 * 1.5 * 1.5) / 9
        return [
            ("spirals", 4.52), ("spirals,arms=3,radius=2,noise=0", 2), ("pinwheel", 1.1),
            ("swiss-roll", 147 + roll * Double.pi * Double.pi),
        ]
    }()

    /// E |x|^2: arms fill the disc's square radii evenly; blades are turned normals about (1, 0); the roll's radius is
    /// uniform.
    @Test(arguments: squares)
    func meanSquares(_ name: String, _ exact: Double) throws {
        var random = RandomStream(seed: 63)
        let sample = try Catalogue.distribution(named: name).sample(40_000, using: &random)
        let squares = (0..<sample.rows).map { row in
            (0..<sample.columns).reduce(0.0) { $0 + Double(sample[row, $1]) * Double(sample[row, $1]) }
        }
        #expect(abs(Statistics.mean(squares) - exact) < 5 * Statistics.standardDeviation(squares) / 200)
    }

    /// A law's distribution function at some points, by scipy (Tools/reference/laws.py).
    struct ReferenceLaw: Sendable, Decodable, CustomTestStringConvertible {
        let name: String
        let points: [Double]
        let values: [Double]
        var testDescription: String { name }
    }

    static let laws: [ReferenceLaw] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Tools/reference/laws.json")
        guard let data = try? Data(contentsOf: path),
            let laws = try? JSONDecoder().decode([ReferenceLaw].self, from: data)
        else { preconditionFailure("Tools/reference/laws.json can't be read") }
        return laws
    }()

    /// Shares of 40,000 points up to each place; 5 standard errors of a share are at most 0.0125.
    @Test(arguments: laws)
    func distributionFunctions(_ law: ReferenceLaw) throws {
        let distribution = try Catalogue.distribution(named: law.name)
        var random = RandomStream(seed: 64)
        for sample in [
            distribution.sample(40_000, using: &random),
            distribution.quasiRandomSample(40_000, using: &random),
        ] {
            let sorted = sample.doubles(0).sorted()
            for (point, exact) in zip(law.points, law.values) {
                let share = Double(sorted.count { $0 <= point }) / 40_000
                #expect(abs(share - exact) < 5 * (exact * (1 - exact) / 40_000).squareRoot(), "at \(point)")
            }
        }
    }

    @Test func covariancesAreThoseAskedFor() throws {
        var random = RandomStream(seed: 65)
        let sample = try Catalogue.distribution(named: "normal:2,covariance=2/1/1/3").sample(
            40_000, using: &random)
        let products = (0..<sample.rows).map { Double(sample[$0, 0]) * Double(sample[$0, 1]) }
        #expect(abs(Statistics.mean(products) - 1) < 5 * Statistics.standardDeviation(products) / 200)
    }

    static let wrongNames: [(String, String)] = [
        ("gauss:2", "no distribution has this name; known names are normal:d"),
        ("nromal:2", "no distribution has this name; did you mean 'normal'?"),
        ("normal:0", "expected a number of coordinates from 1 to 1000 after ':'"),
        ("normal:x", "expected a number of coordinates"), ("normal:2:3", "expected a number of coordinates"),
        ("", "no distribution has this name"),
        ("two-moons:2", "'two-moons' always has 2 coordinates; leave out ':'"),
        ("ring,radius=0", "'radius' must be positive, not 0.0"),
        ("ring,nose=1", "'ring' has no parameter 'nose'; it has radius, noise"),
        ("ring,noise", "expected key=value, found 'noise'"),
        ("ring,noise=x", "expected a number for 'noise', found 'x'"),
        ("normal:2,mean=1/2/3", "'mean' must be 1 or 2 numbers, not 3"),
        ("normal:2,covariance=1/2/2/1", "'covariance' must be symmetric and positive definite"),
        ("uniform:1,low=2", "'low' must be below 'high'"),
        ("annulus,inner=2", "'inner' must be below 'outer'"),
        ("checkerboard,squares=3", "'squares' must be even, not 3"),
        ("spirals,arms=1.5", "'arms' must be a whole number from 1 to 1000, not 1.5"),
        ("ring+normal:1", "expected parts with the same number of coordinates, found [2, 1]"),
        ("0*ring+ring", "expected a positive weight before '*', found '0'"),
    ]

    @Test(arguments: wrongNames)
    func wrongNamesAreRefused(_ name: String, _ problem: String) {
        let error = #expect(throws: UnknownDistribution.self) { _ = try Catalogue.distribution(named: name) }
        #expect(error?.problem.hasPrefix(problem) == true, "\(error?.problem ?? "none")")
    }

    /// The discrepancy of the lattice's first coordinate is 1/n: every interval of length 1/n holds one point.
    @Test func latticesFillEvenly() {
        var random = RandomStream(seed: 62)
        let sample = UniformCube(dimension: 2).quasiRandomSample(610, using: &random)
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
