public import PushforwardData
public import PushforwardNumerics

/// Measures certificates against one target, whose floor is measured once.
public struct Certifier: Sendable {
    private let target: any Distribution
    private let points: Int
    private let floorRatio: FloorRatio
    /// Points of a sample where nothing else is asked for.
    public static let defaultPoints = 10_000

    /// Measures the floor of a target. O(directions points)
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - points: Points of each of the 8 + 8 samples of a certificate.
    ///   - threads: Threads; certificates do not depend on them.
    public init(target: any Distribution, points: Int = Certifier.defaultPoints, threads: Int = 1) {
        self.target = target
        self.points = points
        floorRatio = FloorRatio(of: target, points: points, threads: threads)
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
        let references = (0..<FloorRatio.samples).map { _ in target.sample(points, using: &goals) }
        let outputs = (0..<FloorRatio.samples).map { _ in map(source.sample(points, using: &random)) }
        let (ratio, distance) = floorRatio(of: outputs, against: references)
        let test = TwoSampleTest()
        let outcome = test(outputs[0], references[0], using: &choices)
        let all = outputs.dropFirst().reduce(outputs[0]) { $0.appending($1) }
        let cells = target.marginal.map { CellCounts(all, marginal: $0) }
        var isNormal = false
        if case .normal? = target.marginal { isNormal = true }
        return Certificate(
            points: points, floorRatio: ratio,
            floorRatioDeviation: floorRatio.deviation,
            slicedWasserstein: distance, z: outcome.medianTerm!.standardized,
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
