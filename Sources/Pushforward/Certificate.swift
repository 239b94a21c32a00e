import PushforwardData
import PushforwardDiscrepancies
import PushforwardNumerics

/// How well a map pushes a source onto a target, measured on fresh samples that no training has seen.
public struct Certificate: Sendable, Codable, Equatable {
    /// Points in each sample.
    public let points: Int
    /// Mean sliced W1 of map output against target over 8 pairs of samples, divided by the same between
    /// independent samples of the target: 1 is perfect.
    public let floorRatio: Double
    /// Standard deviation of the ratio when the map is perfect.
    public let floorRatioDeviation: Double
    /// Mean sliced W1 of the output against the target.
    public let slicedWasserstein: Double
    /// Squared MMD at the median bandwidth in standard deviations from its mean over permutations.
    public let z: Double
    /// p-value of the default test.
    public let pValue: Double
    /// Share of the cells of a 20 x 20 grid of the target's support (equal cells of the target's probability)
    /// that hold at least one of all points; `nil` where the target's law is unknown.
    public let coverage: Double?
    /// Share of the points in the four corner cells divided by what the target has there.
    public let corners: Double?
    /// Share of the points outside the support.
    public let outside: Double?
    /// Quantiles 0.1 % and 99.9 % of every coordinate, relative error to the target's; normal targets only.
    public let tailErrors: [Double]?
    /// Largest absolute coordinate; normal targets only.
    public let largest: Double?

    /// Largest size of the tail errors.
    public var worstTail: Double? { tailErrors?.map(abs).max() }
}

/// Measures certificates against one target, whose floor is computed once.
public struct Certifier: Sendable {
    private let target: any Distribution
    private let points: Int
    private let seed: UInt64
    private let pairs = 8
    private let sliced: SlicedWasserstein
    private let references: [Matrix]
    private let floor: (mean: Double, deviation: Double)

    /// Draws the target's samples and measures the floor: the mean sliced W1 of 8 independent pairs.
    ///
    /// O(pairs directions points)
    public init(target: any Distribution, points: Int = 10_000, seed: UInt64) {
        self.target = target
        self.points = points
        self.seed = seed
        let sliced = SlicedWasserstein(dimension: target.dimension)
        var random = RandomStream(seed: seed, purpose: "certificate target")
        let samples = (0..<2 * pairs).map { _ in target.sample(points, using: &random) }
        let half = samples.count / 2
        let distances = (0..<half).map { sliced.distance(samples[$0], samples[half + $0]) }
        self.sliced = sliced
        references = Array(samples[0..<half])
        floor = (Statistics.mean(distances), Statistics.standardDeviation(distances))
    }

    /// The certificate of a map that is applied to fresh points of the source.
    ///
    /// - Parameter map: From n x source dimension to n x target dimension.
    public func certify(source: any Distribution, map: (Matrix) -> Matrix) -> Certificate {
        var random = RandomStream(seed: seed, purpose: "certificate source")
        var choices = RandomStream(seed: seed, purpose: "certificate permutations")
        let outputs = (0..<pairs).map { _ in map(source.sample(points, using: &random)) }
        let distance = Statistics.mean(zip(outputs, references).map { sliced.distance($0, $1) })
        let test = TwoSampleTest()
        let outcome = test(outputs[0], references[0], using: &choices)
        let all = outputs.dropFirst().reduce(outputs[0]) { $0.appending($1) }
        let cells = target.marginal.map { CellCounts(all, marginal: $0) }
        var isNormal = false
        if case .normal? = target.marginal { isNormal = true }
        // Ratio of two independent means of 8, each with the floor's deviation.
        let deviation = floor.deviation / floor.mean * (2 / Double(pairs)).squareRoot()
        return Certificate(
            points: points, floorRatio: distance / floor.mean, floorRatioDeviation: deviation,
            slicedWasserstein: distance, z: outcome.standardised[test.multiples.firstIndex(of: 1) ?? 0],
            pValue: outcome.pValue, coverage: cells?.coverage, corners: cells?.corners, outside: cells?.outside,
            tailErrors: isNormal ? tailErrors(all) : nil,
            largest: isNormal ? Double(all.values.map(abs).max()!) : nil)
    }

    private func tailErrors(_ sample: Matrix) -> [Double] {
        (0..<sample.columns).flatMap { c in
            let sorted = sample.doubles(c).sorted()
            return [0.001, 0.999].map { p in
                Statistics.quantile(ofSorted: sorted, p) / NormalDistribution.quantile(p) - 1
            }
        }
    }
}

/// Points counted in a 20 x 20 grid (20 in one dimension) of cells with equal probability under the target.
struct CellCounts {
    let coverage: Double
    let corners: Double
    let outside: Double

    init(_ sample: Matrix, marginal: Marginal) {
        let side = 20
        let d = min(sample.columns, 2)
        var counts = [Int](repeating: 0, count: d == 2 ? side * side : side)
        var strays = 0
        for i in 0..<sample.rows {
            let coordinates = (0..<d).map { Double(sample[i, $0]) }
            let places = coordinates.map { marginal.distribution($0) }
            if case .uniform = marginal, coordinates.contains(where: { $0 < 0 || $0 > 1 }) {
                strays += 1
                continue
            }
            let cells = places.map { min(side - 1, Int($0 * Double(side))) }
            counts[d == 2 ? cells[0] * side + cells[1] : cells[0]] += 1
        }
        let places = d == 2 ? [0, side - 1, side * (side - 1), side * side - 1] : [0, side - 1]
        coverage = Double(counts.count { $0 > 0 }) / Double(counts.count)
        let expected = Double(sample.rows) * Double(places.count) / Double(counts.count)
        corners = Double(places.reduce(0) { $0 + counts[$1] }) / expected
        outside = Double(strays) / Double(sample.rows)
    }
}
