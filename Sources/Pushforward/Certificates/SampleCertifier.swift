import PushforwardData
import PushforwardDiscrepancies
import PushforwardNumerics

/// Measures how well a map gives points like the rows of a file, by rows that training never saw.
///
/// Samples are as large as the part held out, and the floor is that of all rows (``FloorRatio``): what another sample of
/// the same distribution would show. Distances are in units of each column's deviation, so that columns of large numbers
/// do not hide the others.
struct SampleCertifier {
    private let scale: Standardizing
    private let holdOut: Matrix
    private let floorRatio: FloorRatio

    /// - Parameter all: At least twice as many rows as are held out.
    init(all: Matrix, holdOut: Matrix) {
        scale = Standardizing(of: all)
        self.holdOut = scale(holdOut)
        floorRatio = FloorRatio(dividing: scale(all), into: holdOut.rows)
    }

    func certify(source: any Distribution, seed: UInt64, map: (Matrix) -> Matrix) -> Certificate {
        var random = RandomStream(seed: seed, purpose: "certificate source")
        var choices = RandomStream(seed: seed, purpose: "certificate permutations")
        let outputs = (0..<FloorRatio.samples).map { _ in
            scale(map(source.sample(holdOut.rows, using: &random)))
        }
        let (ratio, distance) = floorRatio(of: outputs, against: [holdOut])
        let outcome = TwoSampleTest()(outputs[0], holdOut, using: &choices)
        return Certificate(
            points: holdOut.rows, floorRatio: ratio, floorRatioDeviation: floorRatio.deviation,
            slicedWasserstein: distance, z: outcome.medianTerm!.standardized, pValue: outcome.pValue,
            coverage: nil, corners: nil, outside: nil, tailErrors: nil, largest: nil)
    }
}
