import PushforwardData
import PushforwardDiscrepancies
import PushforwardNumerics

/// Measures how well a map gives points like the rows of a file, by rows that training never saw.
///
/// The floor is the mean sliced W1 between two disjoint random parts of all rows, each as large as the part held out, over
/// 32 divisions: what another sample of the same distribution would show. Distances are in units of each column's
/// deviation, so that columns of large numbers do not hide the others.
struct SampleCertifier {
    private let scale: Standardizing
    private let holdOut: Matrix
    private let sliced: SlicedWasserstein
    private let floor: (mean: Double, deviation: Double)
    private static let samples = 8

    /// - Parameter all: At least twice as many rows as are held out.
    init(all: Matrix, holdOut: Matrix) {
        scale = Standardizing(of: all)
        let all = scale(all)
        self.holdOut = scale(holdOut)
        let sliced = SlicedWasserstein(dimension: all.columns)
        self.sliced = sliced
        var random = RandomStream(seed: 0, purpose: "certificate floor")
        var order = Array(0..<all.rows)
        let size = holdOut.rows
        let distances = (0..<32).map { _ in
            random.shuffle(&order)
            return sliced.distance(all.selecting(order[..<size]), all.selecting(order[size..<2 * size]))
        }
        floor = (Statistics.mean(distances), Statistics.standardDeviation(distances))
    }

    func certify(source: any Distribution, seed: UInt64, map: (Matrix) -> Matrix) -> Certificate {
        var random = RandomStream(seed: seed, purpose: "certificate source")
        var choices = RandomStream(seed: seed, purpose: "certificate permutations")
        let outputs = (0..<SampleCertifier.samples).map { _ in
            scale(map(source.sample(holdOut.rows, using: &random)))
        }
        let distance = Statistics.mean(sliced.distances(outputs, [holdOut]).joined())
        let outcome = TwoSampleTest()(outputs[0], holdOut, using: &choices)
        return Certificate(
            points: holdOut.rows, floorRatio: distance / floor.mean,
            floorRatioDeviation: floor.deviation / floor.mean, slicedWasserstein: distance,
            z: outcome.medianTerm!.standardised, pValue: outcome.pValue, coverage: nil, corners: nil,
            outside: nil,
            tailErrors: nil, largest: nil)
    }
}
