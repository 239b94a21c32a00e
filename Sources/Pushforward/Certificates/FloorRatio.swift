import PushforwardData
import PushforwardDiscrepancies
import PushforwardNumerics

/// The floor ratio, in one definition for certificates and the live view: the mean sliced W1 of samples of a map's output
/// against samples of the target, over all pairs of them, divided by the floor, which is its mean between independent
/// samples of the target.
///
/// All samples have the same number of points, on which the ratio depends, so that a perfect map has 1 on average.
struct FloorRatio: Sendable {
    /// Samples of a certificate's outputs.
    static let samples = 8
    private let sliced: SlicedWasserstein
    private let floor: Double
    /// Standard deviation of the ratio when the map is perfect.
    let deviation: Double

    /// The floor of a distribution, from all pairs among 32 samples; the deviation by drawing 8 and 8 of them 200 times,
    /// without replacement. O(directions points)
    ///
    /// - Parameter points: Points of a sample.
    init(of target: any Distribution, points: Int, threads: Int = 1) {
        sliced = SlicedWasserstein(dimension: target.dimension, threads: threads)
        var random = RandomStream(seed: 0, purpose: "certificate floor")
        let count = 4 * FloorRatio.samples
        let samples = (0..<count).map { _ in target.sample(points, using: &random) }
        let distances = sliced.distances(among: samples)
        let apart = distances.enumerated().flatMap { i, row in
            row.enumerated().filter { $0.offset != i }.map(\.element)
        }
        floor = Statistics.mean(apart)
        var order = Array(0..<count)
        let half = FloorRatio.samples
        let means = (0..<200).map { _ in
            random.shuffle(&order)
            return Statistics.mean(
                order[..<half].flatMap { i in order[half..<2 * half].map { distances[i][$0] } })
        }
        // Half of the samples are in each draw, so that draws vary with half the variance of fresh samples.
        deviation = 2.0.squareRoot() * Statistics.standardDeviation(means) / floor
    }

    /// The floor of the distribution that rows come from, over 32 divisions: between two disjoint random parts of `size`
    /// rows, which are half of all at most. O(directions size)
    init(dividing rows: Matrix, into size: Int, threads: Int = 1) {
        sliced = SlicedWasserstein(dimension: rows.columns, threads: threads)
        var random = RandomStream(seed: 0, purpose: "certificate floor")
        var order = Array(0..<rows.rows)
        let distances = (0..<32).map { [sliced] _ in
            random.shuffle(&order)
            return sliced.distance(
                rows.selecting(order[..<size]), rows.selecting(order[size..<2 * size]))
        }
        floor = Statistics.mean(distances)
        deviation = Statistics.standardDeviation(distances) / floor
    }

    /// The ratio of outputs to references of the target, and the mean distance that it is of.
    func callAsFunction(of outputs: [Matrix], against references: [Matrix]) -> (
        ratio: Double, distance: Double
    ) {
        let distance = Statistics.mean(sliced.distances(outputs, references).joined())
        return (distance / floor, distance)
    }
}
