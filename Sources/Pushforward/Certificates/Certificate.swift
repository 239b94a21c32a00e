import PushforwardData
import PushforwardDiscrepancies
import PushforwardNumerics

/// How well a map pushes a source onto a target, measured on fresh samples that no training has seen.
public struct Certificate: Sendable, Codable, Equatable {
    /// Points in each sample.
    public let points: Int
    /// Mean sliced W1 between 8 samples of the map's output and 8 samples of the target, over all 64 pairs, divided
    /// by its mean between independent samples of the target: 1 is perfect.
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

/// Measures certificates against one target, whose floor is measured once.
public struct Certifier: Sendable {
    private let target: any Distribution
    private let points: Int
    private let sliced: SlicedWasserstein
    private let floor: Floor
    private static let samples = 8

    /// The mean distance of two independent samples of the target, and the deviation of the mean over 8 x 8 pairs.
    private struct Floor {
        let mean: Double
        let deviation: Double

        /// From all pairs among 32 samples; the deviation by drawing 8 and 8 of them 200 times, without replacement.
        init(_ target: any Distribution, points: Int, sliced: SlicedWasserstein) {
            var random = RandomStream(seed: 0, purpose: "certificate floor")
            let count = 4 * Certifier.samples
            let samples = (0..<count).map { _ in target.sample(points, using: &random) }
            let distances = sliced.distances(among: samples)
            let apart = distances.enumerated().flatMap { i, row in
                row.enumerated().filter { $0.offset != i }.map(\.element)
            }
            mean = Statistics.mean(apart)
            var order = Array(0..<count)
            let half = Certifier.samples
            let means = (0..<200).map { _ in
                random.shuffle(&order)
                return Statistics.mean(
                    order[..<half].flatMap { i in order[half..<2 * half].map { distances[i][$0] } })
            }
            // Half of the samples are in each draw, so that draws vary with half the variance of fresh samples.
            deviation = 2.0.squareRoot() * Statistics.standardDeviation(means)
        }
    }

    /// Measures the floor of a target. O(directions points)
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - points: Points of each of the 8 + 8 samples of a certificate.
    ///   - tasks: Threads; certificates do not depend on them.
    public init(target: any Distribution, points: Int = 10_000, tasks: Int = 1) {
        self.target = target
        self.points = points
        sliced = SlicedWasserstein(dimension: target.dimension, tasks: tasks)
        floor = Floor(target, points: points, sliced: sliced)
    }

    /// The certificate of a map that is applied to fresh points of the source.
    ///
    /// - Parameters:
    ///   - source: Where the map's points come from.
    ///   - seed: Seed of the fresh samples; independent of those of any training run.
    ///   - map: From n x source dimension to n x target dimension.
    public func certify(source: any Distribution, seed: UInt64, map: (Matrix) -> Matrix) -> Certificate {
        var goals = RandomStream(seed: seed, purpose: "certificate target")
        var random = RandomStream(seed: seed, purpose: "certificate source")
        var choices = RandomStream(seed: seed, purpose: "certificate permutations")
        let references = (0..<Certifier.samples).map { _ in target.sample(points, using: &goals) }
        let outputs = (0..<Certifier.samples).map { _ in map(source.sample(points, using: &random)) }
        let distance = Statistics.mean(sliced.distances(outputs, references).joined())
        let test = TwoSampleTest()
        let outcome = test(outputs[0], references[0], using: &choices)
        let all = outputs.dropFirst().reduce(outputs[0]) { $0.appending($1) }
        let cells = target.marginal.map { CellCounts(all, marginal: $0) }
        var isNormal = false
        if case .normal? = target.marginal { isNormal = true }
        return Certificate(
            points: points, floorRatio: distance / floor.mean,
            floorRatioDeviation: floor.deviation / floor.mean,
            slicedWasserstein: distance, z: outcome.medianTerm!.standardised,
            pValue: outcome.pValue, coverage: cells?.coverage, corners: cells?.corners,
            outside: cells?.outside,
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
